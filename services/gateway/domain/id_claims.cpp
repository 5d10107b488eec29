#include "services/gateway/domain/id_claims.hpp"

#include <algorithm>

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

std::unexpected<Error> Refused(std::string why) {
    return Fail(Code::kUnauthenticated, reason::kSignInFailed, std::move(why));
}

}  // namespace

Status CheckClaims(const IdClaims& claims, const ExpectedClaims& expected, Instant now) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto leeway = kClockLeeway.count();
    if (claims.issuer != expected.issuer) return Refused("iss is another issuer");
    if (std::ranges::find(claims.audience, expected.client_id) == claims.audience.end())
        return Refused("aud is not us");
    if (claims.audience.size() > 1 && !claims.authorized_party) return Refused("several aud and no azp");
    if (claims.authorized_party && *claims.authorized_party != expected.client_id) return Refused("azp is not us");
    if (!claims.expires) return Refused("no exp");
    // Subtract from ours, never add to theirs: a claim may be the largest number there is.
    if (*claims.expires <= seconds - leeway) return Refused("expired");
    if (!claims.issued) return Refused("no iat");
    if (*claims.issued > seconds + leeway) return Refused("issued in the future");
    if (*claims.issued < seconds - kOldestToken.count()) return Refused("issued too long ago");
    if (claims.not_before && *claims.not_before > seconds + leeway) return Refused("not valid yet");
    if (expected.nonce.empty() || claims.nonce != expected.nonce) return Refused("nonce is another");
    if (claims.subject.empty()) return Refused("no sub");
    if (!claims.identity.basispoort_id && claims.identity.eck_id.empty())
        return Refused("says neither a Basispoort id nor an ECK iD");
    return {};
}

}  // namespace suite::gateway
