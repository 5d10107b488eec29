// The gateway is a table: one line per route, authorisation a column of it (DESIGN "The gateway is a table").
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/actor.hpp"
#include "services/gateway/domain/limits.hpp"

namespace suite::gateway {

/// Who may call a route: any of these roles, or a machine with one of these scopes. Object rules (whose school, whose
/// group) are judged besides: the school here, all of them again in the service.
struct Allow {
    std::uint8_t roles = 0;  // bits of RoleBit
    std::span<const std::string_view> scopes{};

    [[nodiscard]] bool Permits(const Actor& actor) const;
};
enum RoleBit : std::uint8_t { kCoordinator = 1, kTeacher = 2, kHelpdesk = 4 };

enum class Body {
    kNone,
    kJson,  // fills the request message, strictly
    kRaw,   // goes into the request's field `content` as it came
};

/// Path and query parameters, and JSON fields, fill the request message's fields of the same (camelCase) name.
struct Route {
    std::string_view method;
    std::string_view path;  // below /api/v1
    Allow allow;
    std::string_view rpc;  // "suite.licence.v1.LicenceService.GetLicence"; its package names the service behind
    int status = 200;      // on success
    Body body = Body::kNone;
    std::size_t max_body = 1U << 20U;  // bytes
    std::chrono::milliseconds deadline{2000};
    bool optional_body = false;  // kJson: no body at all is an empty object
    std::string_view query{};    // kJson: the one field that comes as a query parameter, and not in the body
    std::optional<RouteClass> counted_as{};  // nullopt: what method and body say, see ClassOf
    std::string_view shows{};  // operation under which an answer with personal data goes into the audit log (ACC-06)
    /// The path of the GET that reads what this makes or starts, for Location (RFC 9110 §15.3.2); what this route's own
    /// path does not fill in it, the answer's `id` does.
    std::string_view made_at{};

    [[nodiscard]] constexpr Route Shows(std::string_view operation) const {
        Route route = *this;
        route.shows = operation;
        return route;
    }
    [[nodiscard]] constexpr Route MakesAt(std::string_view address) const {
        Route route = *this;
        route.made_at = address;
        return route;
    }
};

/// Which limit a request on the route is held against (ACC-07): a GET reads, a raw body is an upload, all else writes,
/// unless the table says otherwise.
[[nodiscard]] RouteClass ClassOf(const Route& route);

/// Every route but POST /oauth/token, which the gateway answers itself.
[[nodiscard]] std::span<const Route> Routes();

/// Every scope that some route asks for: what a machine can be given.
[[nodiscard]] std::span<const std::string_view> KnownScopes();

inline constexpr std::string_view kBasePath = "/api/v1";

}  // namespace suite::gateway
