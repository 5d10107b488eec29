// A provider's key pair, so that tests can sign tokens as a provider does, and as it never would.
#pragma once

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/text.hpp"
#include "crypto/cjose_handles.hpp"

namespace suite::crypto::test {

class SigningKey {
  public:
    static SigningKey Rsa(const std::string& kid, std::size_t bits = 2048) {
        cjose_err error{};
        static const std::uint8_t kExponent[] = {1, 0, 1};
        return {Jwk(cjose_jwk_create_RSA_random(bits, kExponent, sizeof(kExponent), &error)), kid};
    }
    static SigningKey Ec(const std::string& kid, cjose_jwk_ec_curve curve = CJOSE_JWK_EC_P_256) {
        cjose_err error{};
        return {Jwk(cjose_jwk_create_EC_random(curve, &error)), kid};
    }

    /// The entry of a JWK set.
    [[nodiscard]] nlohmann::json Public() const { return Export(false); }
    [[nodiscard]] nlohmann::json Private() const { return Export(true); }
    /// The token's header is exactly `header` (texts, lists and objects), signed with what its alg says.
    [[nodiscard]] std::string Sign(const nlohmann::json& header, std::string_view payload) const {
        cjose_err error{};
        const JoseHeader jose(cjose_header_new(&error));
        for (const auto& [name, value] : header.items()) {
            const auto text = value.is_string() ? value.get<std::string>() : value.dump();
            const auto set = value.is_string() ? cjose_header_set : cjose_header_set_raw;  // raw takes no bare text
            REQUIRE(set(jose.get(), name.c_str(), text.c_str(), &error));
        }
        const Jws jws(cjose_jws_sign(key_.get(), jose.get(), reinterpret_cast<const std::uint8_t*>(payload.data()),
                                     payload.size(), &error));
        REQUIRE(jws);
        const char* text = nullptr;
        REQUIRE(cjose_jws_export(jws.get(), &text, &error));
        return text;
    }

  private:
    SigningKey(Jwk key, const std::string& kid) : key_(std::move(key)) {
        cjose_err error{};
        REQUIRE(key_);
        if (!kid.empty()) REQUIRE(cjose_jwk_set_kid(key_.get(), kid.data(), kid.size(), &error));
    }
    [[nodiscard]] nlohmann::json Export(bool with_private) const {
        cjose_err error{};
        char* text = cjose_jwk_to_json(key_.get(), with_private, &error);
        REQUIRE(text != nullptr);
        auto json = nlohmann::json::parse(text);
        cjose_get_dealloc()(text);
        return json;
    }
    Jwk key_;
};

/// A token of these parts, whatever the signature is worth.
inline std::string TokenOf(std::string_view header, std::string_view payload, std::string_view signature) {
    return Base64UrlEncode(header) + "." + Base64UrlEncode(payload) + "." + Base64UrlEncode(signature);
}

inline std::string KeySet(std::initializer_list<nlohmann::json> keys) {
    return nlohmann::json{{"keys", nlohmann::json::array_t(keys)}}.dump();
}

}  // namespace suite::crypto::test
