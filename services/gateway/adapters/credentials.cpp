#include "services/gateway/adapters/credentials.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "http/http.hpp"

namespace suite::gateway {

std::optional<Form> ParseForm(std::string_view body) {
    Form form;
    for (const auto pair : Split(body, '&')) {
        if (pair.empty()) continue;
        std::string text(pair);
        std::ranges::replace(text, '+', ' ');
        const auto equals = text.find('=');
        if (equals == std::string::npos) return std::nullopt;
        const auto name = http::PercentDecode(text.substr(0, equals));
        const auto value = http::PercentDecode(text.substr(equals + 1));
        if (!name || !value || !form.emplace(*name, *value).second) return std::nullopt;
    }
    return form;
}

/// Standard base64 of RFC 7617 to our base64url.
std::optional<std::pair<std::string, std::string>> ParseBasic(std::string_view authorization) {
    if (!AsciiLower(authorization.substr(0, 6)).starts_with("basic ")) return std::nullopt;
    std::string text(Trim(authorization.substr(6)));
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    while (!text.empty() && text.back() == '=') text.pop_back();
    const auto decoded = Base64UrlDecode(text);
    const auto colon = decoded ? decoded->find(':') : std::string::npos;
    if (colon == std::string::npos) return std::nullopt;
    const auto id = http::PercentDecode(decoded->substr(0, colon));
    const auto secret = http::PercentDecode(decoded->substr(colon + 1));
    if (!id || !secret) return std::nullopt;
    return std::pair(*id, *secret);
}

}  // namespace suite::gateway
