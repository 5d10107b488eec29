// What a provider's id_token must say before anyone is let in (OpenID Connect Core 1.0 §3.1.3.7).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/time.hpp"
#include "services/gateway/domain/session.hpp"

namespace suite::gateway {

/// A verified token's claims, read but not judged. Times in seconds since 1970.
struct IdClaims {
    std::string issuer;
    std::vector<std::string> audience;
    std::optional<std::string> authorized_party;
    std::optional<std::int64_t> expires;
    std::optional<std::int64_t> issued;
    std::optional<std::int64_t> not_before;
    std::string nonce;
    std::string subject;
    Identity identity;
};

struct ExpectedClaims {
    std::string issuer;
    std::string client_id;
    std::string nonce;
};

inline constexpr std::chrono::seconds kClockLeeway{60};
/// An id_token is fetched straight from the provider, so an old one is a replayed one.
inline constexpr std::chrono::seconds kOldestToken{600};

/// UNAUTHENTICATED with what is wrong, for the log only.
[[nodiscard]] Status CheckClaims(const IdClaims& claims, const ExpectedClaims& expected, Instant now);

}  // namespace suite::gateway
