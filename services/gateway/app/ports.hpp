// What signing in needs of the world.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deadline.hpp"
#include "core/error.hpp"
#include "services/gateway/domain/id_claims.hpp"
#include "services/gateway/domain/session.hpp"

namespace suite::gateway {

/// Thread-safe, like all ports here.
class SessionStore {
  public:
    virtual ~SessionStore() = default;
    /// Also deletes the sessions that have ended by `rules`, and the one whose hash is `replaces` (none when empty).
    [[nodiscard]] virtual Status Create(const Session& session, const SessionRules& rules, const std::string& replaces,
                                        Deadline deadline) = 0;
    [[nodiscard]] virtual Result<std::optional<Session>> Find(const std::string& id_hash, Deadline deadline) = 0;
    /// Writes all but id and beginning; does nothing when it is gone: a session that was signed out stays so.
    [[nodiscard]] virtual Status Update(const Session& session, Deadline deadline) = 0;
    /// `session` under its new id in place of `old_hash`. UNAUTHENTICATED when that is gone.
    [[nodiscard]] virtual Status Rotate(const std::string& old_hash, const Session& session, Deadline deadline) = 0;
    [[nodiscard]] virtual Status Remove(const std::string& id_hash, Deadline deadline) = 0;
};

/// The roster's word on who works where.
class People {
  public:
    virtual ~People() = default;
    [[nodiscard]] virtual Result<std::vector<Registration>> RegistrationsOf(const Identity& identity,
                                                                            Deadline deadline) = 0;
};

/// What is kept in the browser, sealed, between leaving for the provider and coming back.
struct LoginAttempt {
    std::string state;
    std::string nonce;
    std::string verifier;  // PKCE (RFC 7636)
    std::string return_to;
    Instant begun_at{};
};

class IdentityProvider {
  public:
    virtual ~IdentityProvider() = default;
    /// Where to send the browser. UNAVAILABLE (sign-in-unavailable) when the provider cannot be asked how.
    [[nodiscard]] virtual Result<std::string> LoginUrl(const LoginAttempt& attempt,
                                                       const std::string& redirect_uri) = 0;
    /// Gives the code for an id_token and verifies its signature. UNAUTHENTICATED (sign-in-failed) with the reason for
    /// the log, or UNAVAILABLE.
    [[nodiscard]] virtual Result<IdClaims> Redeem(const std::string& code, const LoginAttempt& attempt,
                                                  const std::string& redirect_uri) = 0;
    /// Whether an `iss` beside the code (RFC 9207) is right, or rightly absent.
    [[nodiscard]] virtual Result<bool> IsOwnIssuer(const std::optional<std::string>& issuer) = 0;
    [[nodiscard]] virtual ExpectedClaims Expected(const LoginAttempt& attempt) const = 0;
    /// Where the provider's own session ends; "" when it does not say or cannot be asked.
    [[nodiscard]] virtual std::string SignOutUrl() = 0;
};

/// Random texts of at least 128 bits, safe in a URL, and hashes of them.
class Tokens {
  public:
    virtual ~Tokens() = default;
    [[nodiscard]] virtual std::string New() const = 0;
    [[nodiscard]] virtual std::string HashOf(std::string_view token) const = 0;
};

}  // namespace suite::gateway
