// Whether a request may go on, and what the answer says of it (ACC-07).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/ip_address.hpp"
#include "http/http.hpp"
#include "metrics/metrics.hpp"
#include "services/gateway/app/rate_limiter.hpp"
#include "services/gateway/domain/limits.hpp"

namespace suite::gateway {

/// Whom a request is counted for.
struct Payer {
    PayerKind kind = PayerKind::kAddress;
    std::string id;
};
/// A client, a member of the helpdesk, or a person at a school. A token of a school's staff that names no person pays
/// by role, school and address.
[[nodiscard]] Payer PayerOf(const Actor& actor, const IpAddress& address);
[[nodiscard]] Payer PayerOf(const IpAddress& address);

/// The limit that a request was held against, for the answer.
struct Charged {
    RouteClass route_class = RouteClass::kRead;
    Limit limit;
    Allowance standing;
};
/// RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-11), and Retry-After when it was refused.
void AddRateLimit(http::Response& response, const Charged& charged);

/// Thread-safe. Metric gateway_refused_total{class,kind}.
class Admission {
  public:
    Admission(RateLimiter& limiter, Limits limits, std::vector<IpNetwork> trusted_proxies, metrics::Registry& metrics)
        : limiter_(limiter), limits_(limits), trusted_proxies_(std::move(trusted_proxies)), metrics_(metrics) {}

    /// Of the client, behind trusted proxies.
    [[nodiscard]] IpAddress AddressOf(const http::Request& request) const;

    /// Counts one request; RESOURCE_EXHAUSTED (rate-limited) when it is one too many. `charged` says how it stands.
    [[nodiscard]] Status Charge(RouteClass route_class, const Payer& payer, std::optional<Charged>& charged) const;
    /// The same without counting; `charged` is left alone unless it refuses.
    [[nodiscard]] Status Check(RouteClass route_class, const Payer& payer, std::optional<Charged>& charged) const;

  private:
    [[nodiscard]] std::unexpected<Error> Refuse(const Charged& charged, PayerKind kind) const;

    RateLimiter& limiter_;
    Limits limits_;
    std::vector<IpNetwork> trusted_proxies_;
    metrics::Registry& metrics_;
};

}  // namespace suite::gateway
