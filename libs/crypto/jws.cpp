#include "crypto/jws.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "crypto/cjose_handles.hpp"
#include "json/strict.hpp"

namespace suite::crypto {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kNesting = 8;
constexpr std::size_t kMaxKeys = 100;
constexpr std::size_t kMaxSet = 256U << 10U;  // bytes
constexpr std::size_t kRsaBytes = 256;        // 2048 bits
constexpr std::size_t kMaxExponent = 8;       // bytes; 65537 has three
constexpr std::size_t kP256Bytes = 32;        // one coordinate, leading zeros kept (RFC 7518 §6.2.1.2)

struct Algorithm {
    std::string_view name;
    std::string_view key_type;
};
constexpr std::array kAlgorithms{Algorithm{"RS256", "RSA"}, Algorithm{"PS256", "RSA"}, Algorithm{"ES256", "EC"}};
/// Thumbprints name a certificate and bring none.
constexpr std::array<std::string_view, 5> kHeaderFields{"alg", "kid", "typ", "x5t", "x5t#S256"};

std::unexpected<Error> Refused(std::string why) {
    return Fail(Code::kUnauthenticated, reason::kUnauthenticated, std::move(why));
}
std::unexpected<Error> BadSet(std::string why) {
    return Fail(Code::kInvalidArgument, reason::kInvalidAnswer, std::move(why));
}

/// "" for what is no text.
std::string TextOf(const Json& object, const char* name) {
    const auto it = object.find(name);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

bool MayVerify(const Json& key) {
    if (key.contains("use") && key["use"] != "sig") return false;
    if (!key.contains("key_ops")) return true;
    const auto& uses = key["key_ops"];
    return uses.is_array() && std::ranges::find(uses, Json("verify")) != uses.end();
}

/// The bytes of one member of a key. cjose 0.6 aborts the process at base64url that cannot be, so nothing goes to it
/// that was not decoded here first.
std::size_t BytesOf(const Json& key, const char* name) {
    return Base64UrlDecode(TextOf(key, name)).value_or("").size();
}

Jwk Import(const std::string& json) {
    cjose_err error{};
    return Jwk(cjose_jwk_import(json.data(), json.size(), &error));
}

/// Nothing when it is none that we accept.
std::vector<PublicKeys::Key> Usable(const Json& key) {
    if (!key.is_object() || !MayVerify(key)) return {};
    const auto type = TextOf(key, "kty");
    const auto alg = TextOf(key, "alg");
    const auto fits = [&](const Algorithm& known) {
        return known.key_type == type && (!key.contains("alg") || known.name == alg);
    };
    if (std::ranges::none_of(kAlgorithms, fits)) return {};
    Json open{{"kty", type}};
    if (type == "RSA") {
        const auto modulus = Base64UrlDecode(TextOf(key, "n"));
        if (!modulus || modulus->size() < kRsaBytes || modulus->front() == '\0') return {};
        const auto exponent = BytesOf(key, "e");
        if (exponent == 0 || exponent > kMaxExponent) return {};
        open["n"] = key["n"];
        open["e"] = key["e"];
    } else {
        if (TextOf(key, "crv") != "P-256" || BytesOf(key, "x") != kP256Bytes || BytesOf(key, "y") != kP256Bytes)
            return {};
        open["crv"] = "P-256";
        open["x"] = key["x"];
        open["y"] = key["y"];
    }
    PublicKeys::Key usable{.id = TextOf(key, "kid"), .type = type, .alg = alg, .json = open.dump()};
    if (!Import(usable.json)) return {};  // a point that is not on the curve, an exponent that is no number
    return {std::move(usable)};
}

struct Header {
    std::string_view key_type;
    std::string alg;
    std::string key_id;
    bool names_key = false;
};

Result<Header> ReadHeader(std::string_view token) {
    // cjose takes padding and more; a token has one spelling.
    const auto parts = Split(token, '.');
    if (parts.size() != 3 || !Base64UrlDecode(parts[1]) || !Base64UrlDecode(parts[2]))
        return Refused("not three parts of base64url");
    const auto text = Base64UrlDecode(parts[0]);
    if (!text) return Refused("not three parts of base64url");
    const auto json = json::ParseStrict(*text, kNesting);
    if (!json || !json->is_object()) return Refused("header is not JSON, or names a field twice");
    for (const auto& [name, value] : json->items()) {
        if (std::ranges::find(kHeaderFields, name) == kHeaderFields.end())
            return Refused("header has a field that is not accepted");
    }
    Header header{.alg = TextOf(*json, "alg"), .key_id = TextOf(*json, "kid"), .names_key = json->contains("kid")};
    const auto known = std::ranges::find(kAlgorithms, header.alg, &Algorithm::name);
    if (known == kAlgorithms.end()) return Refused("alg is none of RS256, PS256, ES256");
    if (header.names_key && header.key_id.empty()) return Refused("kid is no text");
    header.key_type = known->key_type;
    return header;
}

}  // namespace

Result<PublicKeys> PublicKeys::Parse(std::string_view text) {
    if (text.size() > kMaxSet) return BadSet("the key set is too large");
    const auto json = json::ParseStrict(text, kNesting);
    if (!json || !json->is_object() || !json->contains("keys") || !(*json)["keys"].is_array()) {
        return BadSet("not a JWK set");
    }
    if ((*json)["keys"].size() > kMaxKeys) return BadSet("the key set has too many keys");
    PublicKeys keys;
    for (const auto& entry : (*json)["keys"]) {
        for (auto& key : Usable(entry)) keys.keys_.push_back(std::move(key));
    }
    if (keys.keys_.empty()) return BadSet("the key set has no key that we accept");
    return keys;
}

Result<std::string> VerifySigned(std::string_view token, const PublicKeys& keys) {
    if (token.size() > kMaxSignedToken) return Refused("token too long");
    SUITE_ASSIGN(const auto header, ReadHeader(token));
    std::vector<const PublicKeys::Key*> candidates;
    for (const auto& key : keys.Keys()) {
        const bool fits = key.type == header.key_type && (key.alg.empty() || key.alg == header.alg);
        if (fits && (!header.names_key || key.id == header.key_id)) candidates.push_back(&key);
    }
    if (candidates.empty())
        return Fail(Code::kNotFound, reason::kUnauthenticated, "signed with a key that is not known");
    if (!header.names_key && candidates.size() > 1) return Refused("does not say which of the keys it is signed with");
    for (const auto* candidate : candidates) {
        cjose_err error{};
        const auto key = Import(candidate->json);
        const Jws jws(cjose_jws_import(token.data(), token.size(), &error));
        if (!key || !jws || !cjose_jws_verify(jws.get(), key.get(), &error)) continue;
        std::uint8_t* bytes = nullptr;
        std::size_t size = 0;
        if (!cjose_jws_get_plaintext(jws.get(), &bytes, &size, &error)) return Refused("payload");
        return std::string(bytes, bytes + size);
    }
    return Refused("signature");
}

}  // namespace suite::crypto
