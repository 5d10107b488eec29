// The form of POST /oauth/token, read as RFC 6749 and RFC 7521 have it.
#pragma once

#include <expected>
#include <string>
#include <variant>

#include "http/http.hpp"
#include "services/gateway/app/authenticate_client.hpp"

namespace suite::gateway {

struct TokenForm {
    std::variant<SecretShown, AssertionShown> shown;
    std::string scope;  // "": all that the client has
};

/// RFC 6749 §5.2. The description never says which of several things was wrong with a client's credentials.
struct TokenRefusal {
    int status = 400;
    const char* error = "invalid_request";
    const char* description = "";
};

/// What a wrong secret, a wrong assertion and an unknown or revoked client get alike.
inline constexpr TokenRefusal kInvalidClient{401, "invalid_client", "unknown client, wrong secret or wrong assertion"};

/// `audiences` of the assertion are left to the caller.
[[nodiscard]] std::expected<TokenForm, TokenRefusal> ReadTokenForm(const http::Request& request);

}  // namespace suite::gateway
