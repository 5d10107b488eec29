#include "services/gateway/adapters/openid_provider.hpp"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "crypto/crypto.hpp"
#include "http/http.hpp"
#include "json/strict.hpp"

namespace suite::gateway {
namespace {

constexpr std::size_t kNesting = 8;

std::unexpected<Error> Refused(std::string why) {
    return Fail(Code::kUnauthenticated, reason::kSignInFailed, std::move(why));
}

std::string Form(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    std::string form;
    for (const auto& [name, value] : fields) {
        form += form.empty() ? "" : "&";
        form += std::string(name) + "=" + http::PercentEncode(value);
    }
    return form;
}

std::string WithQuery(const std::string& url, const std::string& query) {
    return url + (url.find('?') == std::string::npos ? "?" : "&") + query;
}

/// RFC 6749 §2.3.1: id and secret are form-encoded first; standard base64.
std::string Basic(const std::string& id, const std::string& secret) {
    auto text = Base64UrlEncode(http::PercentEncode(id) + ":" + http::PercentEncode(secret));
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return "Basic " + text;
}

}  // namespace

Result<std::string> OpenIdProvider::LoginUrl(const LoginAttempt& attempt, const std::string& redirect_uri) {
    SUITE_ASSIGN(const auto metadata, cache_.Metadata());
    const auto challenge = Base64UrlEncode(crypto::Sha256(attempt.verifier));
    return WithQuery(metadata.authorization_endpoint, Form({{"response_type", "code"},
                                                            {"client_id", settings_.client_id},
                                                            {"redirect_uri", redirect_uri},
                                                            {"scope", settings_.scope},
                                                            {"state", attempt.state},
                                                            {"nonce", attempt.nonce},
                                                            {"code_challenge", challenge},
                                                            {"code_challenge_method", "S256"}}));
}

Result<IdClaims> OpenIdProvider::Redeem(const std::string& code, const LoginAttempt& attempt,
                                        const std::string& redirect_uri) {
    SUITE_ASSIGN(const auto metadata, cache_.Metadata());
    http::ClientRequest request{
        .method = "POST",
        .url = metadata.token_endpoint,
        .headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}},
        .body = Form({{"grant_type", "authorization_code"},
                      {"code", code},
                      {"redirect_uri", redirect_uri},
                      {"code_verifier", attempt.verifier}})};
    if (settings_.client_secret.empty()) {
        request.body += "&" + Form({{"client_id", settings_.client_id}});
    } else {
        request.headers.emplace_back("Authorization", Basic(settings_.client_id, settings_.client_secret.Reveal()));
    }
    SUITE_ASSIGN(const auto answer, cache_.Send(std::move(request)));
    if (answer.status != 200) return Refused("the provider refuses the code: status " + std::to_string(answer.status));
    const auto json = json::ParseStrict(answer.body, kNesting);
    if (!json || !json->is_object()) return Refused("the provider's answer is no JSON");
    const auto token = json->find("id_token");
    if (token == json->end() || !token->is_string()) return Refused("the provider gave no id_token");
    SUITE_ASSIGN(const auto payload, cache_.Verify(token->get_ref<const std::string&>()));
    return ReadIdClaims(payload, settings_.claims);
}

Result<bool> OpenIdProvider::IsOwnIssuer(const std::optional<std::string>& issuer) {
    if (issuer) return *issuer == settings_.issuer;
    SUITE_ASSIGN(const auto metadata, cache_.Metadata());
    return !metadata.issuer_beside_code;
}

ExpectedClaims OpenIdProvider::Expected(const LoginAttempt& attempt) const {
    return {.issuer = settings_.issuer, .client_id = settings_.client_id, .nonce = attempt.nonce};
}

std::string OpenIdProvider::SignOutUrl() {
    const auto metadata = cache_.Metadata();
    if (!metadata || metadata->end_session_endpoint.empty()) return "";
    return WithQuery(metadata->end_session_endpoint, Form({{"client_id", settings_.client_id}}));
}

}  // namespace suite::gateway
