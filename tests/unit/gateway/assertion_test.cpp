#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "services/gateway/adapters/assertions.hpp"
#include "tests/unit/crypto/hmac.hpp"
#include "tests/unit/crypto/signing_key.hpp"

namespace suite::gateway {
namespace {

using crypto::test::KeySet;
using crypto::test::SigningKey;
using nlohmann::json;

const Instant kNow = *ParseInstant("2026-11-27T08:30:00Z");
const std::int64_t kSeconds = std::chrono::floor<std::chrono::seconds>(kNow).time_since_epoch().count();
const std::vector<std::string> kUs{"https://sleutelbos.example", "https://sleutelbos.example/oauth/token"};

Assertion Good() {
    return {.issuer = "las",
            .subject = "las",
            .audience = {kUs[1]},
            .expires = kSeconds + 60,
            .issued = kSeconds,
            .not_before = std::nullopt,
            .id = "1"};
}

json GoodClaims() {
    return {{"iss", "las"}, {"sub", "las"}, {"aud", kUs[1]}, {"exp", kSeconds + 60}, {"iat", kSeconds}, {"jti", "1"}};
}

const SigningKey& Rsa() {
    static const auto kKey = SigningKey::Rsa("rsa");
    return kKey;
}
const SigningKey& Ec() {
    static const auto kKey = SigningKey::Ec("ec");
    return kKey;
}

}  // namespace

TEST_CASE("an assertion is of the client and for us alone and at most five minutes long", "[ACC-04]") {
    const auto with = [](auto&& change) {
        auto assertion = Good();
        change(assertion);
        return assertion;
    };
    constexpr auto kLargest = std::numeric_limits<std::int64_t>::max();
    struct Row {
        Assertion assertion;
        std::string refusal;  // "" for none
    };
    const Row rows[] = {
        {Good(), ""},
        {with([](Assertion& a) { a.audience = {kUs[0]}; }), ""},
        {with([](Assertion& a) { a.issued.reset(); }), ""},
        {with([](Assertion& a) { a.issuer = "other"; }), "iss is not the client"},
        {with([](Assertion& a) { a.issuer = ""; }), "iss is not the client"},
        {with([](Assertion& a) { a.subject = "other"; }), "sub is not the client"},
        {with([](Assertion& a) { a.audience = {"https://other.example"}; }), "aud is not us"},
        {with([](Assertion& a) { a.audience = {kUs[0] + "/oauth"}; }), "aud is not us"},
        {with([](Assertion& a) { a.audience.push_back("https://other.example"); }), "aud names others besides us"},
        {with([](Assertion& a) { a.expires.reset(); }), "no exp"},
        {with([](Assertion& a) { a.expires = kSeconds - 29; }), ""},
        {with([](Assertion& a) { a.expires = kSeconds - 30; }), "expired"},
        {with([](Assertion& a) { a.expires = std::numeric_limits<std::int64_t>::min(); }), "expired"},
        {with([](Assertion& a) { a.expires = kSeconds + 330; }), ""},
        {with([](Assertion& a) { a.expires = kSeconds + 331; }), "exp is more than five minutes ahead"},
        {with([=](Assertion& a) { a.expires = kLargest; }), "exp is more than five minutes ahead"},
        {with([](Assertion& a) { a.issued = kSeconds + 30; }), ""},
        {with([](Assertion& a) { a.issued = kSeconds + 31; }), "issued in the future"},
        {with([](Assertion& a) { a.not_before = kSeconds + 30; }), ""},
        {with([=](Assertion& a) { a.not_before = kLargest; }), "not valid yet"},
        {with([](Assertion& a) { a.id = ""; }), "no jti"},
        {with([](Assertion& a) { a.id = std::string(256, 'x'); }), ""},
        {with([](Assertion& a) { a.id = std::string(257, 'x'); }), "jti is too long"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.refusal);
        const auto checked = CheckAssertion(row.assertion, "las", kUs, kNow);
        CHECK((checked ? "" : checked.error().message) == row.refusal);
        if (!checked) CHECK(checked.error().code == Code::kUnauthenticated);
        // Whatever is taken is remembered longer than it is taken.
        if (checked) {
            const auto until = RememberUntil(row.assertion);
            CHECK_FALSE(CheckAssertion(row.assertion, "las", kUs, until - std::chrono::seconds(60)));
        }
    }
    CHECK_FALSE(CheckAssertion(Good(), "", kUs, kNow));
    CHECK_FALSE(CheckAssertion(Good(), "las", {}, kNow));
}

TEST_CASE("assertions signed with RS256, PS256 and ES256 by a registered key are read", "[ACC-04]") {
    const auto keys = ReadKeySet(KeySet({Rsa().Public(), Ec().Public()}));
    REQUIRE(keys);
    const SignedAssertions reader;
    const auto payload = GoodClaims().dump();
    for (const auto& token :
         {Rsa().Sign({{"alg", "RS256"}, {"kid", "rsa"}}, payload), Rsa().Sign({{"alg", "PS256"}}, payload),
          Ec().Sign({{"alg", "ES256"}, {"kid", "ec"}, {"typ", "JWT"}}, payload)}) {
        CHECK(reader.ClaimedClient(token) == "las");
        const auto read = reader.Verify(token, *keys);
        REQUIRE(read);
        CHECK(CheckAssertion(*read, "las", kUs, kNow));
    }
}

TEST_CASE("assertions that no registered key signed are refused whatever they say", "[ACC-04]") {
    const auto keys = *ReadKeySet(KeySet({Rsa().Public(), Ec().Public()}));
    const auto other = SigningKey::Rsa("rsa");
    const auto payload = GoodClaims().dump();
    const auto good = Rsa().Sign({{"alg", "RS256"}, {"kid", "rsa"}}, payload);
    const auto parts = Split(good, '.');
    // Public keys are known to everybody, so an HMAC with one must never count (RFC 8725 §2.1).
    const auto public_text = Rsa().Public().dump();
    const SignedAssertions reader;
    struct Row {
        std::string token;
        std::string refusal;
    };
    const Row rows[] = {
        {crypto::test::TokenOf(R"({"alg":"none"})", payload, ""), "alg is none of RS256, PS256, ES256"},
        {crypto::test::SignedToken(public_text, R"({"alg":"HS256"})", payload), "alg is none of RS256, PS256, ES256"},
        {crypto::test::SignedToken(public_text, R"({"alg":"RS256","kid":"rsa"})", payload), "signature"},
        {other.Sign({{"alg", "RS256"}, {"kid", "rsa"}}, payload), "signature"},
        {Ec().Sign({{"alg", "ES256"}, {"kid", "rsa"}}, payload), "signed with a key that is not known"},
        {Rsa().Sign({{"alg", "RS256"}, {"kid", "rsa"}, {"jku", "https://evil.example"}}, payload),
         "header has a field that is not accepted"},
        {Rsa().Sign({{"alg", "RS256"}, {"kid", "rsa"}, {"jwk", other.Public()}}, payload),
         "header has a field that is not accepted"},
        {std::string(parts[0]) + "." + Base64UrlEncode(json(GoodClaims()).dump(1)) + "." + std::string(parts[2]),
         "signature"},
        {good + "=", "not three parts of base64url"},
        {"", "not three parts of base64url"},
        {std::string(20000, 'a'), "token too long"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.refusal);
        const auto read = reader.Verify(row.token, keys);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Code::kUnauthenticated);
        CHECK(read.error().message == row.refusal);
    }
    for (const auto* token : {"", "a", "a.b", "a.b.c", "a.e30.c.d", "a.!!.c"}) CHECK_FALSE(reader.ClaimedClient(token));
}

TEST_CASE("claims of another type or named twice are refused", "[ACC-04]") {
    for (const auto* payload :
         {"", "[]", "{}", R"({"iss":1,"aud":"x"})", R"({"iss":"a","iss":"b","aud":"x"})", R"({"aud":[]})",
          R"({"aud":"x","exp":"1"})", R"({"aud":"x","exp":1.5})", R"({"aud":"x","jti":7})", R"({"aud":"x","jti":""})",
          R"({"aud":"x","jti":"a\nb"})", R"({"aud":"x","sub":null})", R"({"aud":{"x":1}})"}) {
        CAPTURE(payload);
        CHECK_FALSE(ReadAssertion(payload));
    }
    CHECK(ReadAssertion(R"({"aud":"x","other":{"a":[1]}})"));
}

TEST_CASE("a key set is registered whole or not at all and without private halves", "[ACC-04]") {
    const auto with = [](json key, const char* name, const json& value) {
        key[name] = value;
        return key;
    };
    const auto stored = ReadKeySet(KeySet({with(Rsa().Public(), "x5c", {"MIIB"}), Ec().Public()}));
    REQUIRE(stored);
    CHECK(stored->find("x5c") == std::string::npos);
    CHECK(KeyNames(*stored) == std::vector<std::string>{"rsa (RSA)", "ec (EC)"});
    CHECK(ReadKeySet(*stored).value() == *stored);
    CHECK(ReadKeySet(KeySet({SigningKey::Ec("").Public()})));

    struct Row {
        std::string text;
        std::string part;
    };
    const json octets{{"kty", "oct"}, {"kid", "o"}};
    const Row rows[] = {
        {"", "not a JWK set"},
        {Rsa().Public().dump(), "not a JWK set"},
        {R"({"keys":[]})", "a key is none that we take"},
        {KeySet({Rsa().Private()}), "private or secret"},
        {KeySet({Ec().Public(), with(octets, "k", "AAAA")}), "private or secret"},
        {KeySet({Ec().Public(), octets}), "a key is none that we take"},
        {KeySet({SigningKey::Rsa("weak", 1024).Public()}), "a key is none that we take"},
        {KeySet({with(Rsa().Public(), "use", "enc")}), "a key is none that we take"},
        {KeySet({Rsa().Public(), with(Ec().Public(), "kid", "rsa")}), "a kid of its own"},
        {KeySet({Rsa().Public(), SigningKey::Ec("").Public()}), "a kid of its own"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.part);
        const auto read = ReadKeySet(row.text);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Code::kInvalidArgument);
        CHECK_THAT(read.error().message, Catch::Contains(row.part));
    }
}

}  // namespace suite::gateway
