#include "services/gateway/token_endpoint.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "log/log.hpp"
#include "services/gateway/domain/own_page.hpp"
#include "services/gateway/route.hpp"
#include "services/gateway/token_form.hpp"

namespace suite::gateway {
namespace {

constexpr std::chrono::seconds kDatabaseTime{2};

http::Response Refuse(const TokenRefusal& refusal) {
    http::Response response{
        .status = refusal.status,
        .body = nlohmann::ordered_json{{"error", refusal.error}, {"error_description", refusal.description}}.dump(),
        .headers = {{"Cache-Control", "no-store"}}};
    if (refusal.status == 401) response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"sleutelbos\"");
    if (refusal.status == 503) response.headers.emplace_back("Retry-After", "5");
    return response;
}

std::string KnownClient(const Error& error) {
    const auto client = error.metadata.find(kKnownClient);
    return client == error.metadata.end() ? std::string() : client->second;
}

/// nullopt when it wants what the client does not have.
std::optional<std::vector<std::string>> Narrowed(const std::vector<std::string>& scopes, const std::string& wanted) {
    if (wanted.empty()) return scopes;
    std::vector<std::string> narrowed;
    for (const auto scope : Split(wanted, ' ')) {
        if (std::ranges::find(scopes, scope) == scopes.end()) return std::nullopt;
        narrowed.emplace_back(scope);
    }
    return narrowed;
}

}  // namespace

std::vector<std::string> TokenEndpoint::AudiencesOf(const http::Request& request) const {
    const auto host = request.headers.find("host");
    const auto own = !public_url_.empty()            ? public_url_
                     : host == request.headers.end() ? std::string()
                                                     : LoopbackOrigin(host->second);
    if (own.empty()) return {};
    return {own, own + "/", own + std::string(kTokenPath), own + std::string(kBasePath) + std::string(kTokenPath)};
}

http::Response TokenEndpoint::operator()(const http::Request& request, const std::string& trace_id) const {
    auto form = ReadTokenForm(request);
    if (!form) return Refuse(form.error());
    if (auto* assertion = std::get_if<AssertionShown>(&form->shown)) assertion->audiences = AudiencesOf(request);
    const auto client =
        std::visit([&](const auto& shown) { return authenticate_(shown, Deadline::In(kDatabaseTime)); }, form->shown);
    if (!client) {
        const bool refused = client.error().code == Code::kUnauthenticated;
        log::Info(refused ? "token refused to a client" : "no token could be given",
                  {{"client", KnownClient(client.error())}, {"detail", client.error().message}, {"traceId", trace_id}});
        return Refuse(refused ? kInvalidClient
                              : TokenRefusal{503, "temporarily_unavailable", "no token can be given now; try again"});
    }
    const auto scopes = Narrowed(client->scopes, form->scope);
    if (!scopes) return Refuse({400, "invalid_scope", "the client does not have this scope"});
    const auto token = signer_.Sign(ActorOf(*client, *scopes), clock_.Now(), kTokenLifetime, client->version);
    if (!token) return Refuse({500, "server_error", "could not sign a token"});
    std::string scope;
    for (const auto& one : *scopes) scope += (scope.empty() ? "" : " ") + one;
    return {.status = 200,
            .body = nlohmann::ordered_json{{"access_token", *token},
                                           {"token_type", "Bearer"},
                                           {"expires_in", kTokenLifetime.count()},
                                           {"scope", scope}}
                        .dump(),
            .headers = {{"Cache-Control", "no-store"}}};
}

}  // namespace suite::gateway
