#include "services/gateway/adapters/id_token.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "json/strict.hpp"

namespace suite::gateway {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kNesting = 8;
constexpr std::size_t kMaxText = 1024;
constexpr std::size_t kMaxSchools = 100;
constexpr std::size_t kMaxAudience = 20;

std::unexpected<Error> Refused(std::string why) {
    return Fail(Code::kUnauthenticated, reason::kSignInFailed, std::move(why));
}

std::optional<std::int64_t> Number(const Json& json) {
    if (json.is_number_unsigned()) {
        const auto value = json.get<std::uint64_t>();
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
        return static_cast<std::int64_t>(value);
    }
    if (json.is_number_integer()) return json.get<std::int64_t>();
    return std::nullopt;
}

/// A Basispoort id: a positive number, or the digits of one.
std::optional<std::int64_t> BasispoortId(const Json& json) {
    std::optional<std::int64_t> id = Number(json);
    if (json.is_string()) {
        const auto& text = json.get_ref<const std::string&>();
        const bool digits = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
        if (const auto number = digits ? ParseInteger(text) : std::nullopt) id = *number;
    }
    return id && *id > 0 ? id : std::nullopt;
}

/// Nothing for what is no decent text.
std::optional<std::string> PlainText(const Json& json) {
    if (!json.is_string()) return std::nullopt;
    auto text = json.get<std::string>();
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (text.empty() || text.size() > kMaxText || !IsCleanUtf8(text) || std::ranges::any_of(text, control))
        return std::nullopt;
    return text;
}

Result<std::vector<std::string>> Audience(const Json& claims) {
    const auto it = claims.find("aud");
    if (it == claims.end()) return Refused("no aud");
    const Json list = it->is_array() ? *it : Json::array({*it});
    if (list.empty() || list.size() > kMaxAudience) return Refused("aud is malformed");
    std::vector<std::string> audience;
    for (const auto& entry : list) {
        auto text = PlainText(entry);
        if (!text) return Refused("aud is malformed");
        audience.push_back(*std::move(text));
    }
    return audience;
}

Result<std::optional<std::int64_t>> Time(const Json& claims, const char* name) {
    const auto it = claims.find(name);
    if (it == claims.end()) return std::optional<std::int64_t>{};
    const auto number = Number(*it);
    if (!number) return Refused(std::string(name) + " is no whole number");
    return number;
}

Result<std::optional<std::string>> Text(const Json& claims, const std::string& name) {
    const auto it = claims.find(name);
    if (it == claims.end()) return std::optional<std::string>{};
    auto text = PlainText(*it);
    if (!text) return Refused("claim is malformed: " + name);
    return text;
}

Result<Identity> WhoIsIt(const Json& claims, const ClaimNames& names) {
    Identity identity;
    if (const auto it = claims.find(names.basispoort_id); it != claims.end()) {
        identity.basispoort_id = BasispoortId(*it);
        if (!identity.basispoort_id) return Refused("claim is malformed: " + names.basispoort_id);
    }
    SUITE_ASSIGN(const auto eck_id, Text(claims, names.eck_id));
    identity.eck_id = eck_id.value_or("");
    if (const auto it = claims.find(names.schools); it != claims.end()) {
        // An empty list would read as "no limit": it says that the person has no school.
        const bool fits = it->is_array() && !it->empty() && it->size() <= kMaxSchools;
        if (!fits) return Refused("claim is malformed: " + names.schools);
        for (const auto& entry : *it) {
            const auto school = BasispoortId(entry);
            if (!school) return Refused("claim is malformed: " + names.schools);
            identity.schools.push_back(*school);
        }
    }
    return identity;
}

}  // namespace

Result<IdClaims> ReadIdClaims(std::string_view payload, const ClaimNames& names) {
    const auto json = json::ParseStrict(payload, kNesting);
    if (!json || !json->is_object()) return Refused("claims are no JSON object, or one is named twice");
    IdClaims claims;
    SUITE_ASSIGN(const auto issuer, Text(*json, "iss"));
    SUITE_ASSIGN(const auto subject, Text(*json, "sub"));
    SUITE_ASSIGN(const auto nonce, Text(*json, "nonce"));
    SUITE_ASSIGN(claims.authorized_party, Text(*json, "azp"));
    SUITE_ASSIGN(claims.audience, Audience(*json));
    SUITE_ASSIGN(claims.expires, Time(*json, "exp"));
    SUITE_ASSIGN(claims.issued, Time(*json, "iat"));
    SUITE_ASSIGN(claims.not_before, Time(*json, "nbf"));
    SUITE_ASSIGN(claims.identity, WhoIsIt(*json, names));
    claims.issuer = issuer.value_or("");
    claims.subject = subject.value_or("");
    claims.nonce = nonce.value_or("");
    return claims;
}

}  // namespace suite::gateway
