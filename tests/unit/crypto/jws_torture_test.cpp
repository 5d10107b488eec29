// What attackers do to signed tokens: all of it refused, each for its own reason, told to the log only.
#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "crypto/jws.hpp"
#include "hmac.hpp"
#include "signing_key.hpp"

namespace suite::crypto {
namespace {

using nlohmann::json;
using test::KeySet;
using test::SigningKey;
using test::TokenOf;

constexpr std::string_view kPayload = R"({"sub":"9001"})";

struct World {
    SigningKey rsa = SigningKey::Rsa("rsa");
    SigningKey ec = SigningKey::Ec("ec");
    PublicKeys keys = *PublicKeys::Parse(KeySet({rsa.Public(), ec.Public()}));

    /// "" when accepted.
    [[nodiscard]] std::string Refusal(std::string_view token) const {
        const auto verified = VerifySigned(token, keys);
        if (verified) return "";
        CHECK(verified.error().reason == reason::kUnauthenticated);
        return verified.error().message;
    }
};

}  // namespace

TEST_CASE("no algorithm but the three is accepted: not none, not HMAC with the public key", "[ACC-01]") {
    const World world;
    const std::string wrong = "alg is none of RS256, PS256, ES256";
    for (const auto* header :
         {R"({"alg":"none","kid":"rsa"})", R"({"alg":"None","kid":"rsa"})", R"({"alg":"nOnE"})", R"({"alg":""})",
          R"({"alg":null})", R"({"kid":"rsa"})", R"({"alg":["RS256"]})", R"({"alg":"RS384","kid":"rsa"})",
          R"({"alg":"RS512","kid":"rsa"})", R"({"alg":"ES384"})", R"({"alg":"EdDSA"})", R"({"alg":"rs256"})",
          R"({"alg":"RSA-OAEP","kid":"rsa"})", R"({"alg":"dir"})"}) {
        CAPTURE(header);
        CHECK(world.Refusal(TokenOf(header, kPayload, "")) == wrong);
        CHECK(world.Refusal(TokenOf(header, kPayload, std::string(256, 'x'))) == wrong);
    }
    // The public key in each of the spellings that a library might take for an HMAC key.
    const auto modulus = *Base64UrlDecode(world.rsa.Public().at("n").get<std::string>());
    for (const auto& key : {world.rsa.Public().dump(), modulus, world.rsa.Public().at("n").get<std::string>()}) {
        const auto short_key = key.size() > 64 ? test::Sha256(key) : key;  // RFC 2104: longer keys are hashed
        for (const auto* header :
             {R"({"alg":"HS256","kid":"rsa"})", R"({"alg":"HS256"})", R"({"alg":"HS256","typ":"JWT"})"})
            CHECK(world.Refusal(test::SignedToken(short_key, header, kPayload)) == wrong);
    }
}

TEST_CASE("a token cannot bring its key, nor have something done to it", "[ACC-01]") {
    const World world;
    const auto evil = SigningKey::Rsa("rsa");
    const std::string wrong = "header has a field that is not accepted";
    const json extras{{"jku", "https://evil.example/keys"},
                      {"jwk", evil.Public()},
                      {"x5u", "https://evil.example/x"},
                      {"x5c", {"MIIB"}},
                      {"crit", {"exp"}},
                      {"zip", "DEF"},
                      {"enc", "A128GCM"},
                      {"cty", "JWT"}};
    for (const auto& [name, value] : extras.items()) {
        CAPTURE(name);
        json header{{"alg", "RS256"}, {"kid", "rsa"}};
        header[name] = value;
        CHECK(world.Refusal(evil.Sign(header, kPayload)) == wrong);
        CHECK(world.Refusal(world.rsa.Sign(header, kPayload)) == wrong);
    }
    CHECK(world.Refusal(TokenOf(R"({"alg":"RS256","kid":"rsa","b64":false})", kPayload, std::string(256, 'x'))) ==
          wrong);
}

TEST_CASE("another key's signature is none, whatever kid it claims", "[ACC-01]") {
    const World world;
    const auto evil = SigningKey::Rsa("rsa");
    const auto evil_ec = SigningKey::Ec("ec");
    CHECK(world.Refusal(evil.Sign({{"alg", "RS256"}, {"kid", "rsa"}}, kPayload)) == "signature");
    CHECK(world.Refusal(evil.Sign({{"alg", "PS256"}, {"kid", "rsa"}}, kPayload)) == "signature");
    CHECK(world.Refusal(evil_ec.Sign({{"alg", "ES256"}, {"kid", "ec"}}, kPayload)) == "signature");
    // A key of one kind named for an algorithm of the other.
    CHECK(world.Refusal(world.ec.Sign({{"alg", "ES256"}, {"kid", "rsa"}}, kPayload)) ==
          "signed with a key that is not known");
    CHECK(world.Refusal(world.rsa.Sign({{"alg", "RS256"}, {"kid", "ec"}}, kPayload)) ==
          "signed with a key that is not known");
    for (const auto* kid : {"../../dev/null", "rsa' OR 1=1", "RSA", "rsa "}) {
        CAPTURE(kid);
        CHECK(world.Refusal(world.rsa.Sign({{"alg", "RS256"}, {"kid", kid}}, kPayload)) ==
              "signed with a key that is not known");
    }
    CHECK(world.Refusal(world.rsa.Sign({{"alg", "RS256"}, {"kid", ""}}, kPayload)) == "kid is no text");
}

TEST_CASE("a changed token is refused, and so is a signature of nothing", "[ACC-01]") {
    const World world;
    for (const auto& token : {world.rsa.Sign({{"alg", "RS256"}, {"kid", "rsa"}}, kPayload),
                              world.ec.Sign({{"alg", "ES256"}, {"kid", "ec"}}, kPayload)}) {
        REQUIRE(world.Refusal(token) == "");
        const auto first = token.find('.');
        const auto second = token.rfind('.');
        const auto other = Base64UrlEncode(R"({"sub":"9002"})");
        CHECK(world.Refusal(token.substr(0, first + 1) + other + token.substr(second)) == "signature");
        CHECK(world.Refusal(token.substr(0, second + 1)) == "signature");
        CHECK(world.Refusal(token.substr(0, second + 1) + Base64UrlEncode(std::string(64, '\0'))) == "signature");
        CHECK(world.Refusal(token.substr(0, second + 1) + Base64UrlEncode(std::string(256, '\0'))) == "signature");
        for (std::size_t i = 0; i < token.size(); i += 7) {
            auto changed = token;
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            CAPTURE(i);
            CHECK_FALSE(world.Refusal(changed).empty());
        }
    }
}

TEST_CASE("a header that names a field twice, or is no JSON, is refused", "[ACC-01]") {
    const World world;
    for (const auto* header :
         {R"({"alg":"RS256","alg":"none","kid":"rsa"})", R"({"alg":"RS256","kid":"a","kid":"rsa"})", "", "x", "[]",
          "null", R"({"alg":"RS256")", R"("RS256")"}) {
        CAPTURE(header);
        CHECK(world.Refusal(TokenOf(header, kPayload, std::string(256, 'x'))) ==
              "header is not JSON, or names a field twice");
    }
}

TEST_CASE("what is no signed token at all is refused quickly", "[ACC-01][ACC-07]") {
    using namespace std::string_literals;
    const World world;
    CHECK(world.Refusal(std::string(1U << 20U, 'a')) == "token too long");
    CHECK(world.Refusal(world.rsa.Sign({{"alg", "RS256"}, {"kid", "rsa"}}, std::string(1U << 20U, 'p'))) ==
          "token too long");
    const auto token = world.rsa.Sign({{"alg", "RS256"}, {"kid", "rsa"}}, kPayload);
    for (const auto& text :
         {""s, "."s, ".."s, "..."s, "a.b.c"s, token + ".x", token + ".", " " + token, token + " ", token + "\n",
          token + "\0"s, token + "=", token.substr(0, token.rfind('.')), "\xFF\xFE.\xFF.\xFF"s, token + "." + token,
          // A JWE has five parts.
          Base64UrlEncode(R"({"alg":"RSA-OAEP","enc":"A128GCM"})") + ".a.b.c.d"}) {
        CAPTURE(text);
        CHECK_FALSE(world.Refusal(text).empty());
    }
}

}  // namespace suite::crypto
