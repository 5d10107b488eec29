#include "crypto/jws.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "signing_key.hpp"

namespace suite::crypto {
namespace {

using nlohmann::json;
using test::KeySet;
using test::SigningKey;

constexpr std::string_view kPayload = R"({"sub":"9001"})";

const SigningKey& Rsa() {
    static const auto kKey = SigningKey::Rsa("rsa");
    return kKey;
}
const SigningKey& Ec() {
    static const auto kKey = SigningKey::Ec("ec");
    return kKey;
}
json With(json object, const char* name, json value) {
    object[name] = std::move(value);
    return object;
}
json Without(json object, const char* name) {
    object.erase(name);
    return object;
}

std::string Outcome(const Result<std::string>& verified) { return verified ? *verified : verified.error().message; }

}  // namespace

TEST_CASE("a token that an issuer signed with RS256, PS256 or ES256 gives its payload", "[ACC-01]") {
    const auto keys = PublicKeys::Parse(KeySet({Rsa().Public(), Ec().Public()}));
    REQUIRE(keys);
    for (const auto* alg : {"RS256", "PS256"}) {
        CAPTURE(alg);
        CHECK(Outcome(VerifySigned(Rsa().Sign({{"alg", alg}, {"kid", "rsa"}}, kPayload), *keys)) == kPayload);
    }
    CHECK(Outcome(VerifySigned(Ec().Sign({{"alg", "ES256"}, {"kid", "ec"}, {"typ", "JWT"}}, kPayload), *keys)) ==
          kPayload);
    // A thumbprint says which key it is and brings none.
    CHECK(Outcome(VerifySigned(Ec().Sign({{"alg", "ES256"}, {"kid", "ec"}, {"x5t", "AAAA"}}, kPayload), *keys)) ==
          kPayload);
}

TEST_CASE("without a kid the one key that fits is used, if there is just one", "[ACC-01]") {
    const auto other = SigningKey::Rsa("other");
    const auto one = PublicKeys::Parse(KeySet({Rsa().Public(), Ec().Public()}));
    const auto two = PublicKeys::Parse(KeySet({Rsa().Public(), other.Public()}));
    REQUIRE(one);
    REQUIRE(two);
    const auto token = Rsa().Sign({{"alg", "RS256"}}, kPayload);
    CHECK(Outcome(VerifySigned(token, *one)) == kPayload);
    CHECK(Outcome(VerifySigned(token, *two)) == "does not say which of the keys it is signed with");
}

TEST_CASE("a key that is not in the set is told apart: the issuer may have a new one", "[ACC-01]") {
    const auto keys = PublicKeys::Parse(KeySet({Rsa().Public()}));
    REQUIRE(keys);
    const auto fresh = SigningKey::Rsa("fresh");
    const auto unknown = VerifySigned(fresh.Sign({{"alg", "RS256"}, {"kid", "fresh"}}, kPayload), *keys);
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == Code::kNotFound);
    // Two keys may share a kid while the issuer changes them.
    const auto both = PublicKeys::Parse(KeySet({With(fresh.Public(), "kid", "rsa"), Rsa().Public()}));
    REQUIRE(both);
    CHECK(Outcome(VerifySigned(Rsa().Sign({{"alg", "RS256"}, {"kid", "rsa"}}, kPayload), *both)) == kPayload);
}

TEST_CASE("a key counts only for what it is for", "[ACC-01]") {
    const auto token = Rsa().Sign({{"alg", "RS256"}, {"kid", "rsa"}}, kPayload);
    struct Row {
        json key;
        bool used;
    };
    const Row rows[] = {
        {With(Rsa().Public(), "use", "sig"), true},
        {With(Rsa().Public(), "use", "enc"), false},
        {With(Rsa().Public(), "use", 1), false},
        {With(Rsa().Public(), "alg", "RS256"), true},
        {With(Rsa().Public(), "alg", "PS256"), false},
        {With(Rsa().Public(), "alg", "RSA-OAEP"), false},
        {With(Rsa().Public(), "alg", nullptr), false},
        {With(Rsa().Public(), "key_ops", {"verify"}), true},
        {With(Rsa().Public(), "key_ops", {"encrypt"}), false},
        {With(Rsa().Public(), "key_ops", "verify"), false},
        {With(Rsa().Public(), "x5c", {"MIIB"}), true},  // read and never used
        {Rsa().Private(), true},  // a provider's blunder is not ours: only the public half is kept
    };
    for (const auto& row : rows) {
        CAPTURE(row.key.dump());
        const auto keys = PublicKeys::Parse(KeySet({row.key, Ec().Public()}));
        REQUIRE(keys);
        CHECK(VerifySigned(token, *keys).has_value() == row.used);
        for (const auto& key : keys->Keys()) CHECK(key.json.find("\"d\"") == std::string::npos);
    }
}

TEST_CASE("keys that are weak, of another kind or no keys at all are left out", "[ACC-01]") {
    const auto small = SigningKey::Rsa("small", 1024).Public();
    const auto p384 = SigningKey::Ec("p384", CJOSE_JWK_EC_P_384).Public();
    const json octets{{"kty", "oct"}, {"k", "AAAA"}, {"kid", "o"}};
    const json rows[] = {
        small, p384, octets, With(Rsa().Public(), "kty", "rsa"), With(Rsa().Public(), "n", "!"),
        With(Rsa().Public(), "n", 7), Without(Rsa().Public(), "n"), Without(Rsa().Public(), "e"),
        Without(Ec().Public(), "y"), With(Ec().Public(), "y", "AAAA"), With(Ec().Public(), "crv", "P-384"),
        // Base64url of a length that cannot be: cjose 0.6 ends the process at it.
        With(Ec().Public(), "x", "AAAAA"), With(Ec().Public(), "y", "A"), With(Rsa().Public(), "e", "AQABA"),
        With(Rsa().Public(), "e", "AQ=="), With(Rsa().Public(), "e", ""), json::array(), json("key"), json(nullptr)};
    for (const auto& row : rows) {
        CAPTURE(row.dump());
        CHECK(PublicKeys::Parse(KeySet({row})).error().message == "the key set has no key that we accept");
        const auto keys = PublicKeys::Parse(KeySet({row, Rsa().Public()}));
        REQUIRE(keys);
        CHECK(keys->Keys().size() == 1);
    }
}

TEST_CASE("what is no key set is refused", "[ACC-01]") {
    const auto deep = std::string(50, '[') + std::string(50, ']');
    for (const auto& text :
         {std::string(), std::string("{}"), std::string("[]"), std::string("null"), std::string(R"({"keys":{}})"),
          std::string(R"({"keys":[],"keys":[]})"), R"({"keys":[)" + deep + "]}", std::string(1U << 20U, ' ')}) {
        CAPTURE(text.substr(0, 40));
        const auto keys = PublicKeys::Parse(text);
        REQUIRE_FALSE(keys);
        CHECK(keys.error().reason == reason::kInvalidAnswer);
    }
    std::string many = R"({"keys":[1)";
    for (int i = 0; i < 200; ++i) many += ",1";
    CHECK(PublicKeys::Parse(many + "]}").error().message == "the key set has too many keys");
}

}  // namespace suite::crypto
