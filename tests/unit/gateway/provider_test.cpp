#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "services/gateway/adapters/id_token.hpp"
#include "services/gateway/adapters/login_cookie.hpp"
#include "services/gateway/adapters/openid_provider.hpp"
#include "services/gateway/adapters/session_cookie.hpp"
#include "services/gateway/domain/cookie.hpp"
#include "sign_in_fakes.hpp"
#include "tests/unit/crypto/signing_key.hpp"

namespace suite::gateway {
namespace {

using crypto::test::SigningKey;
using nlohmann::json;

const std::string kIssuer = "https://op.example";

json Metadata() {
    return {{"issuer", kIssuer},
            {"authorization_endpoint", kIssuer + "/auth?tenant=nl"},
            {"token_endpoint", kIssuer + "/token"},
            {"jwks_uri", kIssuer + "/keys"}};
}

const SigningKey& Key(const std::string& kid) {
    static std::map<std::string, SigningKey> keys;
    if (!keys.contains(kid)) keys.emplace(kid, SigningKey::Ec(kid));
    return keys.at(kid);
}

std::string TokenBy(const std::string& kid) {
    return Key(kid).Sign({{"alg", "ES256"}, {"kid", kid}}, R"({"sub":"x"})");
}

/// A provider that answers what it is told and counts what it is asked.
struct Provider {
    test::MovingClock clock{};
    json metadata = Metadata();
    std::string keys = crypto::test::KeySet({Key("k1").Public()});
    int status = 200;
    bool away = false;
    std::map<std::string, int> asked{};
    http::ClientRequest last{};
    SendHttp send = [this](const http::ClientRequest& request) -> Result<http::ClientResponse> {
        ++asked[request.url];
        last = request;
        if (away) return Fail(Code::kUnavailable, reason::kUnavailable, "no connection");
        const bool for_keys = request.url.ends_with("/keys");
        return http::ClientResponse{.status = status, .headers = {}, .body = for_keys ? keys : metadata.dump()};
    };
    ProviderCache cache{kIssuer, send, clock};

    void After(std::chrono::milliseconds time) { clock.now += time; }
    [[nodiscard]] int Asked(const std::string& path) { return asked[kIssuer + path]; }
};

constexpr const char* kWellKnown = "/.well-known/openid-configuration";

}  // namespace

TEST_CASE("a provider's metadata must be its own and say how to sign in safely", "[ACC-01]") {
    const auto outcome = [](const json& metadata) {
        const auto parsed = ParseMetadata(metadata.dump(), kIssuer);
        return parsed ? std::string() : parsed.error().message;
    };
    const auto with = [](const char* name, const json& value) {
        auto metadata = Metadata();
        metadata[name] = value;
        return metadata;
    };
    CHECK(outcome(Metadata()) == "");
    CHECK(outcome(with("issuer", "https://evil.example")) == "provider's metadata: of another issuer");
    CHECK(outcome(with("issuer", kIssuer + "/")) == "provider's metadata: of another issuer");
    for (const auto* endpoint : {"authorization_endpoint", "token_endpoint", "jwks_uri"}) {
        for (const json& bad : {json("http://op.example/x"), json("ftp://op.example"), json(""), json(7), json(nullptr),
                                json("https://op.example@evil.example/"), json("https://op.example/#x"),
                                json("https://op.example/a b"), json("/auth"), json("https://")}) {
            CAPTURE(endpoint, bad.dump());
            CHECK_FALSE(outcome(with(endpoint, bad)).empty());
        }
        CHECK(outcome(with(endpoint, "http://127.0.0.1:8080/x")) == "");
    }
    CHECK_FALSE(outcome(with("end_session_endpoint", "http://evil.example")).empty());
    CHECK_FALSE(outcome(with("code_challenge_methods_supported", {"plain"})).empty());
    CHECK(outcome(with("code_challenge_methods_supported", {"plain", "S256"})) == "");
    CHECK_FALSE(outcome(with("response_types_supported", {"id_token"})).empty());
    CHECK_FALSE(outcome(with("id_token_signing_alg_values_supported", {"HS256", "none"})).empty());
    CHECK_FALSE(ParseMetadata("", kIssuer));
    CHECK_FALSE(ParseMetadata(R"({"issuer":"a","issuer":"b"})", kIssuer));
    CHECK(MetadataUrl("https://op.example/nl/") == "https://op.example/nl/.well-known/openid-configuration");
}

TEST_CASE("metadata and keys are asked for once an hour, and serve on while the provider is away", "[ACC-01]") {
    Provider provider;
    for (int i = 0; i < 10; ++i) {
        CHECK(provider.cache.Metadata());
        CHECK(provider.cache.Verify(TokenBy("k1")));
        provider.After(std::chrono::minutes(1));
    }
    CHECK(provider.Asked(kWellKnown) == 1);
    CHECK(provider.Asked("/keys") == 1);
    provider.away = true;
    provider.After(std::chrono::hours(2));
    CHECK(provider.cache.Metadata());
    CHECK(provider.cache.Verify(TokenBy("k1")));
    provider.away = false;
    provider.After(std::chrono::minutes(2));
    CHECK(provider.cache.Metadata());
    CHECK(provider.cache.Verify(TokenBy("k1")));
    CHECK(provider.Asked("/keys") >= 2);
}

TEST_CASE("a new key is fetched when a token names it, unknown ones fetch at most once a minute", "[ACC-01]") {
    Provider provider;
    REQUIRE(provider.cache.Verify(TokenBy("k1")));
    provider.After(std::chrono::seconds(1));
    provider.keys = crypto::test::KeySet({Key("k1").Public(), Key("k2").Public()});
    CHECK(provider.cache.Verify(TokenBy("k2")));
    CHECK(provider.Asked("/keys") == 2);
    // Forged tokens make no storm.
    for (int i = 0; i < 50; ++i) {
        const auto forged = provider.cache.Verify(TokenBy("k3"));
        REQUIRE_FALSE(forged);
        CHECK(forged.error().reason == reason::kSignInFailed);
        provider.After(std::chrono::seconds(1));
    }
    CHECK(provider.Asked("/keys") == 2);
    provider.After(std::chrono::seconds(10));
    CHECK_FALSE(provider.cache.Verify(TokenBy("k3")));
    CHECK(provider.Asked("/keys") == 3);
    // The old key goes: what it signed is nothing any more.
    provider.keys = crypto::test::KeySet({Key("k2").Public()});
    provider.After(std::chrono::hours(1) + std::chrono::seconds(1));
    CHECK(provider.cache.Verify(TokenBy("k2")));
    CHECK_FALSE(provider.cache.Verify(TokenBy("k1")));
    // Keys that cannot be used leave those that could.
    provider.keys = "{}";
    provider.After(std::chrono::hours(2));
    CHECK(provider.cache.Verify(TokenBy("k2")));
}

TEST_CASE("a provider without an answer is let alone for five seconds", "[ACC-01]") {
    Provider provider;
    provider.away = true;
    for (int i = 0; i < 10; ++i) {
        const auto metadata = provider.cache.Metadata();
        REQUIRE_FALSE(metadata);
        CHECK(metadata.error().reason == reason::kSignInUnavailable);
    }
    CHECK(provider.Asked(kWellKnown) == 1);
    provider.After(std::chrono::seconds(5));
    provider.away = false;
    CHECK(provider.cache.Metadata());
    CHECK(provider.last.timeout == std::chrono::milliseconds(3000));
    CHECK(provider.last.max_response_bytes == 256U << 10U);
}

TEST_CASE("a login link carries state, nonce and the challenge of the verifier", "[ACC-01]") {
    Provider provider;
    OpenIdProvider openid({.issuer = kIssuer, .client_id = "sleutel bos"}, provider.send, provider.clock);
    // The example of RFC 7636, appendix B.
    const LoginAttempt attempt{
        .state = "s&1", .nonce = "n", .verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", .return_to = "/"};
    const auto url = openid.LoginUrl(attempt, "https://us.example/auth/callback");
    REQUIRE(url);
    CHECK(*url ==
          "https://op.example/auth?tenant=nl&response_type=code&client_id=sleutel%20bos&redirect_uri=https%3A%2F%2F"
          "us.example%2Fauth%2Fcallback&scope=openid&state=s%261&nonce=n&code_challenge="
          "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
    CHECK(*openid.IsOwnIssuer(std::nullopt));
    CHECK(*openid.IsOwnIssuer(kIssuer));
    CHECK_FALSE(*openid.IsOwnIssuer("https://evil.example"));
}

TEST_CASE("claims are read strictly: a malformed one is never overlooked", "[ACC-01]") {
    const ClaimNames names;
    const auto outcome = [&](const std::string& payload) {
        const auto claims = ReadIdClaims(payload, names);
        return claims ? std::string() : claims.error().message;
    };
    const auto right = ReadIdClaims(
        R"({"iss":"i","aud":"a","sub":"s","exp":2,"iat":1,"nbf":1,"nonce":"n","azp":"a","basispoort_id":"9001",)"
        R"("eck_id":"https://ketenid.nl/x","instellingen":[1001,"1002"],"other":{"deep":[1]}})",
        names);
    REQUIRE(right);
    CHECK(right->audience == std::vector<std::string>{"a"});
    CHECK(right->identity ==
          Identity{.basispoort_id = 9001, .eck_id = "https://ketenid.nl/x", .schools = {1001, 1002}});
    CHECK(ReadIdClaims(R"({"aud":["a","b"]})", names)->audience.size() == 2);
    for (const auto* payload : {"", "[]", "null", "7", R"({"aud":"a","aud":"b"})", R"({"aud":"a")"}) {
        CAPTURE(payload);
        CHECK(outcome(payload) == "claims are no JSON object, or one is named twice");
    }
    for (const auto* claim : {R"("iss":7)",
                              R"("iss":"")",
                              R"("sub":["s"])",
                              R"("nonce":null)",
                              R"("azp":{})",
                              R"("exp":"1")",
                              R"("exp":1.5)",
                              R"("exp":1e400)",
                              R"("exp":99999999999999999999)",
                              R"("iat":true)",
                              R"("nbf":null)",
                              R"("basispoort_id":0)",
                              R"("basispoort_id":-1)",
                              R"("basispoort_id":"-1")",
                              R"("basispoort_id":"+1")",
                              R"("basispoort_id":"")",
                              R"("basispoort_id":1.0)",
                              R"("basispoort_id":null)",
                              R"("basispoort_id":[9001])",
                              R"("basispoort_id":18446744073709551615)",
                              R"("basispoort_id":"99999999999999999999")",
                              R"("eck_id":"")",
                              R"("eck_id":7)",
                              R"("eck_id":"a\u0000b")",
                              R"("eck_id":"a\nb")",
                              R"("instellingen":[])",
                              R"("instellingen":"1001")",
                              R"("instellingen":[null])",
                              R"("instellingen":[1001,"x"])"}) {
        CAPTURE(claim);
        CHECK_FALSE(outcome(R"({"aud":"a",)" + std::string(claim) + "}").empty());
    }
    for (const auto* aud : {R"({"aud":[]})", R"({"aud":[1]})", R"({"aud":{}})", R"({"aud":null})", "{}"}) {
        CAPTURE(aud);
        CHECK_FALSE(outcome(aud).empty());
    }
    CHECK(ReadIdClaims(R"({"aud":"a","bp":7})", {.basispoort_id = "bp"})->identity.basispoort_id == 7);
}

TEST_CASE("what a browser carries to the provider and back opens with our key only", "[ACC-01]") {
    const LoginCookie cookie({.current = Secret(std::string(32, 'k'))});
    const LoginAttempt attempt{.state = "s",
                               .nonce = "n",
                               .verifier = "v",
                               .return_to = "/a?b=c",
                               .begun_at = *ParseInstant("2026-11-23T08:30:00Z")};
    const auto sealed = cookie.Seal(attempt);
    CHECK(CookieValue("c=" + sealed, "c") == sealed);
    const auto opened = cookie.Open(sealed);
    REQUIRE(opened);
    CHECK(opened->state == "s");
    CHECK(opened->verifier == "v");
    CHECK(opened->return_to == "/a?b=c");
    CHECK(opened->begun_at == attempt.begun_at);
    CHECK(cookie.Seal(attempt) != sealed);
    CHECK_FALSE(LoginCookie({.current = Secret(std::string(32, 'x'))}).Open(sealed));
    // A key that another one takes over from still opens, and seals nothing any more.
    const LoginCookie next({.current = Secret(std::string(32, 'x')), .other = Secret(std::string(32, 'k'))});
    CHECK(next.Open(sealed));
    CHECK_FALSE(cookie.Open(next.Seal(attempt)));
    CHECK_FALSE(cookie.Open(""));
    CHECK_FALSE(cookie.Open("1."));
    auto changed = sealed;
    changed[10] = changed[10] == 'A' ? 'B' : 'A';
    CHECK_FALSE(cookie.Open(changed));
}

TEST_CASE("a session's cookie is one that we made", "[ACC-01]") {
    const SessionCookie cookie({.current = Secret(std::string(32, 'k'))});
    const auto sealed = cookie.Seal("the-id-of-a-session");
    CHECK(CookieValue("c=" + sealed, "c") == sealed);
    CHECK(cookie.Open(sealed) == "the-id-of-a-session");
    CHECK_FALSE(SessionCookie({.current = Secret(std::string(32, 'x'))}).Open(sealed));
    // Neither the id itself nor what is sealed for something else.
    CHECK_FALSE(cookie.Open("the-id-of-a-session"));
    CHECK_FALSE(cookie.Open(LoginCookie({.current = Secret(std::string(32, 'k'))}).Seal({})));
    CHECK_FALSE(cookie.Open(""));
}

}  // namespace suite::gateway
