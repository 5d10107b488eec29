#include "services/gateway/token_form.hpp"

#include "services/gateway/adapters/credentials.hpp"
#include "services/gateway/domain/headers.hpp"

namespace suite::gateway {
namespace {

constexpr std::size_t kMaxForm = 16U << 10U;  // bytes
constexpr std::string_view kJwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

std::unexpected<TokenRefusal> Malformed(const char* what) {
    return std::unexpected(TokenRefusal{400, "invalid_request", what});
}

}  // namespace

std::expected<TokenForm, TokenRefusal> ReadTokenForm(const http::Request& request) {
    if (request.body.size() > kMaxForm)
        return std::unexpected(TokenRefusal{413, "invalid_request", "the form is too large"});
    const auto type = request.headers.find("content-type");
    if (type == request.headers.end() || !IsMediaType(type->second, "application/x-www-form-urlencoded")) {
        return Malformed("send a form: application/x-www-form-urlencoded");
    }
    const auto form = ParseForm(request.body);
    if (!form) return Malformed("the form is malformed");
    const auto field = [&](const char* name) {
        const auto it = form->find(name);
        return it == form->end() ? std::string() : it->second;
    };
    if (field("grant_type") != "client_credentials")
        return std::unexpected(TokenRefusal{400, "unsupported_grant_type", "grant_type is client_credentials"});

    const auto authorization = request.headers.find("authorization");
    const bool by_header = authorization != request.headers.end();
    const bool by_secret = !field("client_secret").empty();
    const bool by_assertion = form->contains("client_assertion") || form->contains("client_assertion_type");
    if (int{by_header} + int{by_secret} + int{by_assertion} > 1) return Malformed("one way to authenticate, not two");
    TokenForm read{.shown = SecretShown{.client_id = field("client_id"), .secret = field("client_secret")},
                   .scope = field("scope")};
    if (by_assertion) {
        if (field("client_assertion_type") != kJwtBearer)
            return Malformed("client_assertion_type is urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        if (field("client_assertion").empty()) return Malformed("client_assertion is missing");
        read.shown = AssertionShown{.token = field("client_assertion"), .client_id = field("client_id")};
    }
    if (by_header) {
        auto basic = ParseBasic(authorization->second);
        if (!basic) return std::unexpected(TokenRefusal{401, "invalid_client", "Authorization is not Basic"});
        read.shown = SecretShown{.client_id = std::move(basic->first), .secret = std::move(basic->second)};
    }
    return read;
}

}  // namespace suite::gateway
