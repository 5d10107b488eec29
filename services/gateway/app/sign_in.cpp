#include "services/gateway/app/sign_in.hpp"

#include "core/reasons.hpp"
#include "services/gateway/domain/own_page.hpp"

namespace suite::gateway {
namespace {

std::unexpected<Error> Refused(std::string why) {
    return Fail(Code::kUnauthenticated, reason::kSignInFailed, std::move(why));
}

}  // namespace

Result<Departure> SignIn::Depart(const std::string& return_to, const std::string& redirect_uri) const {
    LoginAttempt attempt{.state = tokens_.New(),
                         .nonce = tokens_.New(),
                         .verifier = tokens_.New(),
                         .return_to = SafeReturnTo(return_to),
                         .begun_at = clock_.Now()};
    SUITE_ASSIGN(auto url, provider_.LoginUrl(attempt, redirect_uri));
    return Departure{.url = std::move(url), .attempt = std::move(attempt)};
}

Result<Arrival> SignIn::Arrive(const Returned& returned, const std::optional<LoginAttempt>& attempt,
                               const std::string& redirect_uri, const std::string& old_id) const {
    // Without an attempt of this very browser somebody may be signing it in with an account of theirs.
    if (!attempt) return Refused("no sign-in was begun in this browser");
    if (clock_.Now() - attempt->begun_at >= kLoginTime) return Refused("the sign-in was begun too long ago");
    if (returned.state.empty() || returned.state != attempt->state) return Refused("state is another");
    SUITE_ASSIGN(const bool own_issuer, provider_.IsOwnIssuer(returned.issuer));
    if (!own_issuer) return Refused("iss beside the code is missing or another");
    if (!returned.error.empty()) return Refused("the provider refused");
    if (returned.code.empty()) return Refused("no code");
    SUITE_ASSIGN(const auto claims, provider_.Redeem(returned.code, *attempt, redirect_uri));
    SUITE_RETURN_IF_ERROR(CheckClaims(claims, provider_.Expected(*attempt), clock_.Now()));
    // From here on: the provider may have taken its time.
    SUITE_ASSIGN(auto open, sessions_.Begin(claims.identity, old_id, Deadline::In(kOpenTime)));
    return Arrival{.open = std::move(open), .return_to = attempt->return_to};
}

}  // namespace suite::gateway
