// What a machine's signed assertion must say before it gets a token (RFC 7523 §3, OpenID Connect Core 1.0 §9).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/time.hpp"

namespace suite::gateway {

/// A verified assertion's claims, read but not judged. Times in seconds since 1970.
struct Assertion {
    std::string issuer;
    std::string subject;
    std::vector<std::string> audience;
    std::optional<std::int64_t> expires;
    std::optional<std::int64_t> issued;
    std::optional<std::int64_t> not_before;
    std::string id;  // jti
};

inline constexpr std::chrono::seconds kLongestAssertion{300};  // from now to its exp
inline constexpr std::chrono::seconds kAssertionLeeway{30};    // the machine's clock and ours
inline constexpr std::size_t kMaxAssertionId = 256;            // bytes

/// UNAUTHENTICATED with what is wrong, for the log only. `audiences`: the names under which the token endpoint may be
/// addressed; the assertion names one of them and nobody else, who could pass it on to us.
[[nodiscard]] Status CheckAssertion(const Assertion& assertion, const std::string& client_id,
                                    std::span<const std::string> audiences, Instant now);

/// Until when its jti must be remembered, so that it cannot be used twice: a minute longer than any gateway takes it,
/// for gateways whose clocks differ. Pre: CheckAssertion found it good.
[[nodiscard]] Instant RememberUntil(const Assertion& assertion);

}  // namespace suite::gateway
