// Staff sign in with an OpenID Connect provider (ACC-01): to the provider, and back.
#pragma once

#include <optional>
#include <string>

#include "services/gateway/app/sessions.hpp"

namespace suite::gateway {

/// What the provider sends along with the browser.
struct Returned {
    std::string code;
    std::string state;
    std::string error;
    std::optional<std::string> issuer{};
};

struct Departure {
    std::string url;
    LoginAttempt attempt;
};

struct Arrival {
    OpenSession open;
    std::string return_to;
};

inline constexpr std::chrono::minutes kLoginTime{15};  // to choose an account, find a password, open a letter
inline constexpr std::chrono::seconds kOpenTime{2};    // to ask the roster and store the session

/// Thread-safe.
class SignIn {
  public:
    SignIn(IdentityProvider& provider, const Sessions& sessions, const Tokens& tokens, const Clock& clock)
        : provider_(provider), sessions_(sessions), tokens_(tokens), clock_(clock) {}

    /// `return_to`: as the caller gave it; only a path of our own pages counts.
    [[nodiscard]] Result<Departure> Depart(const std::string& return_to, const std::string& redirect_uri) const;
    /// UNAUTHENTICATED (sign-in-failed) with the reason, for the log; PERMISSION_DENIED (no-access); UNAVAILABLE
    /// (sign-in-unavailable: the provider; unavailable: ours). `old_id`: a session that the browser has already, or "".
    [[nodiscard]] Result<Arrival> Arrive(const Returned& returned, const std::optional<LoginAttempt>& attempt,
                                         const std::string& redirect_uri, const std::string& old_id) const;

  private:
    IdentityProvider& provider_;
    const Sessions& sessions_;
    const Tokens& tokens_;
    const Clock& clock_;
};

}  // namespace suite::gateway
