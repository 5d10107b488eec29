#include "services/gateway/adapters/assertions.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "crypto/jws.hpp"
#include "services/gateway/adapters/claims.hpp"

namespace suite::gateway {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kNesting = 8;
/// RFC 7518 §6: members of which one alone gives a key away.
constexpr std::array kPrivateMembers{"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

std::unexpected<Error> Refused(std::string why) {
    return Fail(Code::kUnauthenticated, reason::kInvalidClient, std::move(why));
}
std::unexpected<Error> BadSet(std::string why) {
    return Fail(Code::kInvalidArgument, reason::kInvalidRequest, std::move(why));
}

}  // namespace

Result<Assertion> ReadAssertion(std::string_view payload) {
    SUITE_ASSIGN(const auto claims, Claims::Parse(payload, reason::kInvalidClient));
    Assertion assertion;
    SUITE_ASSIGN(const auto issuer, claims.Text("iss"));
    SUITE_ASSIGN(const auto subject, claims.Text("sub"));
    SUITE_ASSIGN(const auto id, claims.Text("jti"));
    SUITE_ASSIGN(assertion.audience, claims.Audience());
    SUITE_ASSIGN(assertion.expires, claims.Time("exp"));
    SUITE_ASSIGN(assertion.issued, claims.Time("iat"));
    SUITE_ASSIGN(assertion.not_before, claims.Time("nbf"));
    assertion.issuer = issuer.value_or("");
    assertion.subject = subject.value_or("");
    assertion.id = id.value_or("");
    return assertion;
}

Result<std::string> SignedAssertions::ClaimedClient(std::string_view token) const {
    if (token.size() > crypto::kMaxSignedToken) return Refused("assertion too long");
    const auto parts = Split(token, '.');
    const auto payload = parts.size() == 3 ? Base64UrlDecode(parts[1]) : std::nullopt;
    if (!payload) return Refused("assertion is not three parts of base64url");
    SUITE_ASSIGN(auto assertion, ReadAssertion(*payload));
    return std::move(assertion.subject);
}

Result<Assertion> SignedAssertions::Verify(std::string_view token, const std::string& key_set) const {
    SUITE_ASSIGN(const auto keys, crypto::PublicKeys::Parse(key_set));
    const auto payload = crypto::VerifySigned(token, keys);
    if (!payload) return Refused(payload.error().message);
    return ReadAssertion(*payload);
}

Result<std::string> ReadKeySet(std::string_view text) {
    const auto json = json::ParseStrict(text, kNesting);
    if (!json || !json->is_object() || !json->contains("keys") || !(*json)["keys"].is_array())
        return BadSet("not a JWK set: {\"keys\": [...]}");
    const auto& entries = (*json)["keys"];
    if (entries.size() > kMaxClientKeys) return BadSet("at most ten keys");
    for (const auto& entry : entries) {
        for (const auto* name : kPrivateMembers) {
            if (entry.is_object() && entry.contains(name))
                return BadSet("the set holds a private or secret key; give public keys only, and make new ones");
        }
    }
    const auto keys = crypto::PublicKeys::Parse(text);
    if (!keys || keys->Keys().size() != entries.size())
        return BadSet("a key is none that we take: RSA of at least 2048 bits, or EC on P-256, for signing");
    Json open = Json::array();
    std::set<std::string> ids;
    for (const auto& key : keys->Keys()) {
        if (keys->Keys().size() > 1 && (key.id.empty() || !ids.insert(key.id).second))
            return BadSet("of several keys each has a kid of its own");
        if (!IsCleanUtf8(key.id)) return BadSet("a kid is no text");
        auto stored = Json::parse(key.json);
        if (!key.id.empty()) stored["kid"] = key.id;
        if (!key.alg.empty()) stored["alg"] = key.alg;
        open.push_back(std::move(stored));
    }
    return Json{{"keys", open}}.dump();
}

std::vector<std::string> KeyNames(const std::string& key_set) {
    std::vector<std::string> names;
    const auto keys = crypto::PublicKeys::Parse(key_set);
    if (!keys) return names;
    for (const auto& key : keys->Keys()) names.push_back(key.id.empty() ? key.type : key.id + " (" + key.type + ")");
    return names;
}

}  // namespace suite::gateway
