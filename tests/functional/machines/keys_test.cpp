// private_key_jwt, with two gateways on one database.
#include <catch2/catch.hpp>
#include <fstream>

#include "core/time.hpp"
#include "tests/functional/machines/gateways.hpp"
#include "tests/unit/crypto/hmac.hpp"
#include "tests/unit/crypto/signing_key.hpp"

namespace {

using nlohmann::json;
using suite::crypto::test::KeySet;
using suite::crypto::test::SignedToken;
using suite::crypto::test::SigningKey;
using suite::crypto::test::TokenOf;
using suite::sql::Dialect;
using suite::testing::AskToken;
using suite::testing::Eventually;
using suite::testing::Gateways;
using suite::testing::kPublicUrl;
using suite::testing::Probe;
using suite::testing::SecretForm;
using suite::testing::TempDir;

const std::string kId = "las-keys";

std::int64_t Now() {
    return std::chrono::floor<std::chrono::seconds>(suite::SystemClock().Now()).time_since_epoch().count();
}

/// Claims of a good assertion, with `changes`; null takes one away.
std::string Claims(const json& changes = json::object()) {
    json claims{{"iss", kId}, {"sub", kId}, {"aud", kPublicUrl + "/oauth/token"}, {"exp", Now() + 120}, {"jti", "j"}};
    claims.merge_patch(changes);
    return claims.dump();
}

std::string Form(const std::string& assertion) {
    return "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=" +
           assertion;
}

struct World {
    explicit World(Dialect dialect) : gateways(dialect) {
        const auto file = dir.Path() / "keys.json";
        std::ofstream(file) << KeySet({rsa.Public(), ec.Public()});
        gateways.Ctl({"add", kId, "--name", "LAS", "--scope", "entitlements:read", "--keys", file});
    }
    TempDir dir;
    SigningKey rsa = SigningKey::Rsa("rsa");
    SigningKey ec = SigningKey::Ec("ec");
    Gateways gateways;
};

}  // namespace

TEST_CASE("an assertion counts once at whichever gateway and after both were killed", "[ACC-04]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto urls = world.gateways.Urls();
    const auto form = Form(world.ec.Sign({{"alg", "ES256"}, {"kid", "ec"}}, Claims()));
    const auto given = AskToken(urls[0], form);
    REQUIRE(given.status == 200);
    CHECK(Probe(urls[0], given.token) == 200);
    CHECK(Probe(urls[1], given.token) == 200);
    CHECK(AskToken(urls[1], form).status == 401);
    CHECK(AskToken(urls[0], form).status == 401);
    CHECK_THAT(world.gateways.Logs(), Catch::Contains("jti was used before"));
    CHECK(Eventually([&] { return !world.gateways.Ctl({"show", kId}).at("keysUsedAt").is_null(); }));

    world.gateways.KillBoth();
    urls = world.gateways.Urls();
    for (const auto& url : urls) CHECK(AskToken(url, form).status == 401);
    for (const auto* alg : {"RS256", "PS256"}) {
        const auto signed_by_rsa = Form(world.rsa.Sign({{"alg", alg}, {"kid", "rsa"}}, Claims({{"jti", alg}})));
        CHECK(AskToken(urls[1], signed_by_rsa).status == 200);
        CHECK(AskToken(urls[0], signed_by_rsa).status == 401);
    }

    // Without its keys it has nothing to show any more.
    world.gateways.Ctl({"keys", kId, "--none"});
    for (const auto& url : urls)
        CHECK(AskToken(url, Form(world.ec.Sign({{"alg", "ES256"}, {"kid", "ec"}}, Claims({{"jti", "n"}})))).status ==
              401);
}

TEST_CASE("a forged or misdirected assertion gets one answer for all and the reason is in the log", "[ACC-04]") {
    World world(Dialect::kSqlite);
    // Somebody else's key, registered with somebody else.
    const auto other = SigningKey::Ec("other");
    const auto file = world.dir.Path() / "other.json";
    std::ofstream(file) << KeySet({other.Public()});
    world.gateways.Ctl({"add", "other", "--name", "Other", "--scope", "entitlements:read", "--keys", file});
    const auto sign = [&](const json& changes) {
        return world.ec.Sign({{"alg", "ES256"}, {"kid", "ec"}}, Claims(changes));
    };
    const auto public_text = world.rsa.Public().dump();
    struct Row {
        std::string assertion;
        std::string logged;
    };
    const Row rows[] = {
        {sign({{"aud", "https://other.example/oauth/token"}}), "aud is not us"},
        {sign({{"aud", {kPublicUrl, "https://other.example"}}}), "aud names others besides us"},
        {TokenOf(R"({"alg":"none"})", Claims(), ""), "alg is none of RS256, PS256, ES256"},
        {SignedToken(public_text, R"({"alg":"HS256"})", Claims()), "alg is none of RS256, PS256, ES256"},
        {other.Sign({{"alg", "ES256"}, {"kid", "other"}}, Claims()), "signed with a key that is not known"},
        {other.Sign({{"alg", "ES256"}, {"kid", "ec"}}, Claims()), "signature"},
        {sign({{"iss", "other"}}), "iss is not the client"},
        {sign({{"sub", "nobody"}, {"iss", "nobody"}}), "no such client"},
        {sign({{"exp", Now() - 60}}), "expired"},
        {sign({{"exp", Now() + 400}}), "exp is more than five minutes ahead"},
        {sign({{"exp", nullptr}}), "no exp"},
        {sign({{"jti", nullptr}}), "no jti"},
        {sign({{"nbf", Now() + 200}}), "not valid yet"},
        {"a.b.c", "assertion is not three parts of base64url"},
    };
    const auto url = world.gateways.Urls()[0];
    const auto wrong_secret = AskToken(url, SecretForm(kId, "x"));
    REQUIRE(wrong_secret.status == 401);
    for (const auto& row : rows) {
        CAPTURE(row.logged);
        const auto answer = AskToken(url, Form(row.assertion));
        CHECK(answer.status == 401);
        CHECK(answer.body == wrong_secret.body);
        const auto logs = world.gateways.Logs();
        CHECK_THAT(logs, Catch::Contains(row.logged));
        if (row.assertion.size() > 20) CHECK(logs.find(row.assertion.substr(20)) == std::string::npos);
    }
    // None of them used the name up.
    CHECK(AskToken(url, Form(sign(json::object()))).status == 200);
}
