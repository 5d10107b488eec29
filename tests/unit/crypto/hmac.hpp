// HS256 by hand (RFC 2104), so that tests can sign tokens that our signer never would.
#pragma once

#include <string>
#include <string_view>

#include "core/text.hpp"
#include "crypto/crypto.hpp"

namespace suite::crypto::test {

inline std::string Sha256(std::string_view bytes) {
    const auto hex = Sha256Hex(bytes);
    std::string out;
    for (std::size_t i = 0; i < hex.size(); i += 2) out += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return out;
}

inline std::string Hmac(std::string key, std::string_view text) {
    key.resize(64, '\0');
    std::string inner;
    std::string outer;
    for (const char c : key) {
        inner += static_cast<char>(c ^ 0x36);
        outer += static_cast<char>(c ^ 0x5C);
    }
    return Sha256(outer + Sha256(inner.append(text)));
}

inline std::string SignedToken(const std::string& key, std::string_view header, std::string_view claims) {
    const auto text = Base64UrlEncode(header) + "." + Base64UrlEncode(claims);
    return text + "." + Base64UrlEncode(Hmac(key, text));
}

}  // namespace suite::crypto::test
