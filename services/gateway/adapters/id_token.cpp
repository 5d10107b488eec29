#include "services/gateway/adapters/id_token.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "services/gateway/adapters/claims.hpp"

namespace suite::gateway {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxSchools = 100;

/// A Basispoort id: a positive number, or the digits of one.
std::optional<std::int64_t> BasispoortId(const Json& json) {
    std::optional<std::int64_t> id = WholeNumber(json);
    if (json.is_string()) {
        const auto& text = json.get_ref<const std::string&>();
        const bool digits = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
        if (const auto number = digits ? ParseInteger(text) : std::nullopt) id = *number;
    }
    return id && *id > 0 ? id : std::nullopt;
}

Result<Identity> WhoIsIt(const Claims& claims, const ClaimNames& names) {
    Identity identity;
    if (const auto* id = claims.Find(names.basispoort_id)) {
        identity.basispoort_id = BasispoortId(*id);
        if (!identity.basispoort_id) return claims.Refused("claim is malformed: " + names.basispoort_id);
    }
    SUITE_ASSIGN(const auto eck_id, claims.Text(names.eck_id));
    identity.eck_id = eck_id.value_or("");
    if (const auto* schools = claims.Find(names.schools)) {
        // An empty list would read as "no limit": it says that the person has no school.
        const bool fits = schools->is_array() && !schools->empty() && schools->size() <= kMaxSchools;
        if (!fits) return claims.Refused("claim is malformed: " + names.schools);
        for (const auto& entry : *schools) {
            const auto school = BasispoortId(entry);
            if (!school) return claims.Refused("claim is malformed: " + names.schools);
            identity.schools.push_back(*school);
        }
    }
    return identity;
}

}  // namespace

Result<IdClaims> ReadIdClaims(std::string_view payload, const ClaimNames& names) {
    SUITE_ASSIGN(const auto read, Claims::Parse(payload, reason::kSignInFailed));
    IdClaims claims;
    SUITE_ASSIGN(const auto issuer, read.Text("iss"));
    SUITE_ASSIGN(const auto subject, read.Text("sub"));
    SUITE_ASSIGN(const auto nonce, read.Text("nonce"));
    SUITE_ASSIGN(claims.authorized_party, read.Text("azp"));
    SUITE_ASSIGN(claims.audience, read.Audience());
    SUITE_ASSIGN(claims.expires, read.Time("exp"));
    SUITE_ASSIGN(claims.issued, read.Time("iat"));
    SUITE_ASSIGN(claims.not_before, read.Time("nbf"));
    SUITE_ASSIGN(claims.identity, WhoIsIt(read, names));
    claims.issuer = issuer.value_or("");
    claims.subject = subject.value_or("");
    claims.nonce = nonce.value_or("");
    return claims;
}

}  // namespace suite::gateway
