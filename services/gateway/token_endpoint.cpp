#include "services/gateway/token_endpoint.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "crypto/crypto.hpp"
#include "services/gateway/adapters/credentials.hpp"
#include "services/gateway/domain/headers.hpp"

namespace suite::gateway {
namespace {

constexpr std::size_t kMaxForm = 16U << 10U;  // bytes

http::Response Refuse(int status, const char* error, const char* description) {
    http::Response response{.status = status,
                            .body = nlohmann::ordered_json{{"error", error}, {"error_description", description}}.dump(),
                            .headers = {{"Cache-Control", "no-store"}}};
    if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"sleutelbos\"");
    return response;
}

}  // namespace

http::Response TokenEndpoint::operator()(const http::Request& request) const {
    if (request.body.size() > kMaxForm) return Refuse(413, "invalid_request", "the form is too large");
    const auto type = request.headers.find("content-type");
    if (type == request.headers.end() || !IsMediaType(type->second, "application/x-www-form-urlencoded")) {
        return Refuse(400, "invalid_request", "send a form: application/x-www-form-urlencoded");
    }
    const auto form = ParseForm(request.body);
    if (!form) return Refuse(400, "invalid_request", "the form is malformed");
    const auto field = [&](const char* name) {
        const auto it = form->find(name);
        return it == form->end() ? std::string() : it->second;
    };
    if (field("grant_type") != "client_credentials") {
        return Refuse(400, "unsupported_grant_type", "grant_type is client_credentials");
    }
    std::pair credentials{field("client_id"), field("client_secret")};
    if (const auto header = request.headers.find("authorization"); header != request.headers.end()) {
        if (!credentials.second.empty()) return Refuse(400, "invalid_request", "one way to authenticate, not two");
        const auto basic = ParseBasic(header->second);
        if (!basic) return Refuse(401, "invalid_client", "Authorization is not Basic");
        credentials = *basic;
    }
    const auto client = clients_.Find(credentials.first, credentials.second);
    if (!client) return Refuse(401, "invalid_client", "unknown client or wrong secret");

    Actor actor{.role = Role::kMachine,
                .school = {},
                .person = {},
                .client_id = client->id,
                .las = client->las,
                .scopes = client->scopes};
    if (const auto wanted = field("scope"); !wanted.empty()) {
        actor.scopes.clear();
        for (const auto scope : Split(wanted, ' ')) {
            if (std::ranges::find(client->scopes, scope) == client->scopes.end()) {
                return Refuse(400, "invalid_scope", "the client does not have this scope");
            }
            actor.scopes.emplace_back(scope);
        }
    }
    const auto token = signer_.Sign(actor, clock_.Now(), kTokenLifetime);
    if (!token) return Refuse(500, "server_error", "could not sign a token");
    std::string scope;
    for (const auto& one : actor.scopes) scope += (scope.empty() ? "" : " ") + one;
    return {.status = 200,
            .body = nlohmann::ordered_json{{"access_token", *token},
                                           {"token_type", "Bearer"},
                                           {"expires_in", kTokenLifetime.count()},
                                           {"scope", scope}}
                        .dump(),
            .headers = {{"Cache-Control", "no-store"}}};
}

}  // namespace suite::gateway
