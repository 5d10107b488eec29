// Whether a request may go on, and what the answer says of it (ACC-07).
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
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

/// A place among those who are served at once: given back when it ends. Empty: none was needed.
struct GiveBack {
    void operator()(std::atomic<std::int64_t>* taken) const { --*taken; }
};
using Place = std::unique_ptr<std::atomic<std::int64_t>, GiveBack>;

/// Thread-safe. Metrics gateway_refused_total{class,kind}, gateway_full_total{class}.
class Admission {
  public:
    /// `uploads_at_once`: requests of the class upload, which may take seconds each; at least 1.
    Admission(RateLimiter& limiter, Limits limits, std::vector<IpNetwork> trusted_proxies, metrics::Registry& metrics,
              std::int64_t uploads_at_once)
        : limiter_(limiter),
          limits_(limits),
          trusted_proxies_(std::move(trusted_proxies)),
          metrics_(metrics),
          most_uploads_(uploads_at_once) {}

    /// Of the client, behind trusted proxies.
    [[nodiscard]] IpAddress AddressOf(const http::Request& request) const;

    /// Counts one request; RESOURCE_EXHAUSTED (rate-limited) when it is one too many. `charged` says how it stands.
    [[nodiscard]] Status Charge(RouteClass route_class, const Payer& payer, std::optional<Charged>& charged) const;
    /// The same without counting; `charged` is left alone unless it refuses.
    [[nodiscard]] Status Check(RouteClass route_class, const Payer& payer, std::optional<Charged>& charged) const;

    /// Held while a request is served. UNAVAILABLE (overloaded) at once when there is no place: who waits here keeps a
    /// thread from those whose answer takes a millisecond.
    [[nodiscard]] Result<Place> Enter(RouteClass route_class) const;

  private:
    [[nodiscard]] std::unexpected<Error> Refuse(const Charged& charged, PayerKind kind) const;

    RateLimiter& limiter_;
    Limits limits_;
    std::vector<IpNetwork> trusted_proxies_;
    metrics::Registry& metrics_;
    std::int64_t most_uploads_;
    mutable std::atomic<std::int64_t> uploads_{0};
};

}  // namespace suite::gateway
