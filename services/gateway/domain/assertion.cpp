#include "services/gateway/domain/assertion.hpp"

#include <algorithm>

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

constexpr std::chrono::seconds kClocksApart{60};  // of two gateways

std::unexpected<Error> Refused(std::string why) {
    return Fail(Code::kUnauthenticated, reason::kInvalidClient, std::move(why));
}

}  // namespace

Status CheckAssertion(const Assertion& assertion, const std::string& client_id, std::span<const std::string> audiences,
                      Instant now) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto leeway = kAssertionLeeway.count();
    if (client_id.empty() || assertion.issuer != client_id) return Refused("iss is not the client");
    if (assertion.subject != client_id) return Refused("sub is not the client");
    if (assertion.audience.size() != 1) return Refused("aud names others besides us");
    if (std::ranges::find(audiences, assertion.audience.front()) == audiences.end()) return Refused("aud is not us");
    // Subtract from ours, never add to theirs: a claim may be the largest number there is.
    if (!assertion.expires) return Refused("no exp");
    if (*assertion.expires <= seconds - leeway) return Refused("expired");
    if (*assertion.expires > seconds + kLongestAssertion.count() + leeway)
        return Refused("exp is more than five minutes ahead");
    if (assertion.issued && *assertion.issued > seconds + leeway) return Refused("issued in the future");
    if (assertion.not_before && *assertion.not_before > seconds + leeway) return Refused("not valid yet");
    if (assertion.id.empty()) return Refused("no jti");
    if (assertion.id.size() > kMaxAssertionId) return Refused("jti is too long");
    return {};
}

Instant RememberUntil(const Assertion& assertion) {
    return Instant{std::chrono::seconds{assertion.expires.value_or(0)} + kAssertionLeeway + kClocksApart};
}

}  // namespace suite::gateway
