// Bearer tokens (JWT, RFC 7519) of our own making, on cjose, which nobody else includes.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/secret.hpp"
#include "core/time.hpp"
#include "crypto/rotating_key.hpp"

namespace suite::crypto {

/// Signs and verifies the gateway's own tokens with HS256: issuer and verifier are the same party, so a shared key in a
/// file is enough (docs/decisions/0006). Thread-safe.
class TokenSigner {
  public:
    /// `key`: 32 bytes.
    explicit TokenSigner(Secret key) : TokenSigner(RotatingKey{.current = std::move(key)}) {}
    /// Two keys of 32 bytes.
    explicit TokenSigner(RotatingKey key) : key_(std::move(key)) {}

    /// `version`: of the machine's or helpdesk member's client (services/gateway/domain/client.hpp); 0 for others.
    [[nodiscard]] Result<std::string> Sign(const Actor& actor, Instant now, std::chrono::seconds lifetime,
                                           std::int64_t version = 0) const;
    /// UNAUTHENTICATED (reason unauthenticated) for anything but a token of ours that is valid now. The message says
    /// what was wrong, for the log; callers are told nothing more than that. Only `alg` HS256 is accepted; header
    /// fields that name a key (jku, jwk, x5u, x5c) are refused.
    [[nodiscard]] Result<Actor> Verify(std::string_view token, Instant now) const;
    /// The same, with the first moment at which it is not valid any more, and the version that it was signed with.
    struct Verified {
        Actor actor;
        Instant expires;
        std::int64_t version = 0;
    };
    [[nodiscard]] Result<Verified> VerifyWhole(std::string_view token, Instant now) const;

  private:
    RotatingKey key_;
};

}  // namespace suite::crypto
