#include "services/gateway/adapters/provider_metadata.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "json/strict.hpp"
#include "services/gateway/domain/own_page.hpp"

namespace suite::gateway {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kNesting = 8;
constexpr std::size_t kMaxUrl = 2048;

std::unexpected<Error> Bad(std::string why) {
    return Fail(Code::kInvalidArgument, reason::kInvalidAnswer, "provider's metadata: " + std::move(why));
}

std::string TextOf(const Json& json, const char* name) {
    const auto it = json.find(name);
    return it != json.end() && it->is_string() ? it->get<std::string>() : std::string();
}

/// Whether a list that may be absent holds the value: what is not said is not ruled out.
bool MayDo(const Json& json, const char* list, std::string_view value) {
    const auto it = json.find(list);
    if (it == json.end()) return true;
    return it->is_array() && std::ranges::find(*it, Json(value)) != it->end();
}

}  // namespace

bool IsProviderUrl(std::string_view url) {
    const bool plain = url.size() <= kMaxUrl && std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7F; });
    if (!plain || url.find('#') != std::string_view::npos) return false;
    constexpr std::string_view kHttps = "https://";
    constexpr std::string_view kHttp = "http://";
    const auto host_of = [&](std::string_view scheme) {
        const auto rest = url.substr(scheme.size());
        return rest.substr(0, rest.find_first_of("/?"));
    };
    // "user@host" would show one name and go to another.
    if (url.starts_with(kHttps)) return !host_of(kHttps).empty() && host_of(kHttps).find('@') == std::string_view::npos;
    return url.starts_with(kHttp) && !LoopbackOrigin(host_of(kHttp)).empty();
}

std::string MetadataUrl(std::string_view issuer) {
    if (issuer.ends_with('/')) issuer.remove_suffix(1);
    return std::string(issuer) + "/.well-known/openid-configuration";
}

Result<ProviderMetadata> ParseMetadata(std::string_view text, std::string_view issuer) {
    const auto json = json::ParseStrict(text, kNesting);
    if (!json || !json->is_object()) return Bad("not JSON");
    ProviderMetadata metadata{.issuer = TextOf(*json, "issuer"),
                              .authorization_endpoint = TextOf(*json, "authorization_endpoint"),
                              .token_endpoint = TextOf(*json, "token_endpoint"),
                              .jwks_uri = TextOf(*json, "jwks_uri"),
                              .end_session_endpoint = TextOf(*json, "end_session_endpoint")};
    if (metadata.issuer != issuer) return Bad("of another issuer");
    for (const auto* url : {&metadata.authorization_endpoint, &metadata.token_endpoint, &metadata.jwks_uri}) {
        if (!IsProviderUrl(*url)) return Bad("an endpoint is missing, or is neither https nor loopback");
    }
    if (!metadata.end_session_endpoint.empty() && !IsProviderUrl(metadata.end_session_endpoint))
        return Bad("end_session_endpoint is neither https nor loopback");
    if (!MayDo(*json, "response_types_supported", "code")) return Bad("no code flow");
    if (!MayDo(*json, "code_challenge_methods_supported", "S256")) return Bad("no PKCE with S256");
    const auto* algorithms = "id_token_signing_alg_values_supported";
    if (!MayDo(*json, algorithms, "RS256") && !MayDo(*json, algorithms, "PS256") && !MayDo(*json, algorithms, "ES256"))
        return Bad("signs with none of RS256, PS256, ES256");
    metadata.issuer_beside_code = json->value("authorization_response_iss_parameter_supported", Json()) == true;
    return metadata;
}

}  // namespace suite::gateway
