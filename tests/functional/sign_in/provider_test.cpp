// A provider of our own making that hands out tokens wrong in one way each; and one that is away.
#include <catch2/catch.hpp>

#include "tests/functional/sign_in/odd_provider.hpp"
#include "tests/functional/support/browser.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Browser;
using suite::testing::LoadDemo;
using suite::testing::OddProvider;
using suite::testing::Page;
using suite::testing::SuiteFixture;
using suite::testing::WithSignIn;

struct World {
    OddProvider provider;
    SuiteFixture fixture{Dialect::kSqlite, WithSignIn{.provider = provider.Settings()}};
    suite::testing::Demo demo = LoadDemo(fixture);

    [[nodiscard]] Browser NewBrowser() { return Browser(fixture.Suite().Url()); }
    [[nodiscard]] std::string Log() { return fixture.Suite().LogTail("gateway", 3); }
};

}  // namespace

TEST_CASE("a provider signs people in, by Basispoort id and at the schools it names", "[ACC-01]") {
    World world;
    world.provider.Be("right");
    auto browser = world.NewBrowser();
    CHECK(browser.Visit("/auth/login").url == world.fixture.Suite().Url() + "/");
    CHECK(browser.Api("GET", "/session").json.at("role") == "coordinator");
    CHECK(world.provider.Seen().at("problems") == json::array());

    // Digits instead of a number; and only one of the two schools.
    world.provider.Be("right", {{"basispoort_id", "9008"}, {"instellingen", {1002, "1003"}}});
    browser = world.NewBrowser();
    browser.Visit("/auth/login");
    const auto session = browser.Api("GET", "/session");
    CHECK(session.json.at("school") == world.demo.other_school);
    CHECK(session.json.at("schools").size() == 1);

    world.provider.Be("right", {{"basispoort_id", 9001}, {"instellingen", {1002}}});
    browser = world.NewBrowser();
    CHECK(browser.Visit("/auth/login").status == 403);  // works there not at all
}

TEST_CASE("every wrong token is refused: the reason is in the log and not in the answer", "[ACC-01]") {
    World world;
    struct Row {
        const char* kind;
        const char* logged;
    };
    const Row rows[] = {
        {"nonce-other", "nonce is another"},
        {"nonce-none", "nonce is another"},
        {"alg-none", "alg is none of RS256, PS256, ES256"},
        {"hs256-public-key", "alg is none of RS256, PS256, ES256"},
        {"hs256-client-secret", "alg is none of RS256, PS256, ES256"},
        {"kid-other", "signed with a key that is not known"},
        {"key-other", "signature"},
        {"jku", "header has a field that is not accepted"},
        {"x5u", "header has a field that is not accepted"},
        {"jwk", "header has a field that is not accepted"},
        {"crit", "header has a field that is not accepted"},
        {"expired", "expired"},
        {"not-yet", "not valid yet"},
        {"future", "issued in the future"},
        {"old", "issued too long ago"},
        {"exp-none", "no exp"},
        {"exp-text", "exp is no whole number"},
        {"aud-other", "aud is not us"},
        {"aud-several", "several aud and no azp"},
        {"azp-other", "azp is not us"},
        {"iss-other", "iss is another issuer"},
        {"sub-none", "no sub"},
        {"claim-twice", "claims are no JSON object, or one is named twice"},
        {"id-malformed", "claim is malformed: basispoort_id"},
        {"schools-empty", "claim is malformed: instellingen"},
        {"nobody", "says neither a Basispoort id nor an ECK iD"},
        {"huge", "the provider's answer is too large"},
        {"large", "token too long"},
        {"garbage", "not three parts of base64url"},
        {"denied", "the provider refused"},
        {"mixed-up", "iss beside the code is missing or another"},
        {"token-text", "the provider's answer is no JSON"},
        {"token-none", "the provider gave no id_token"},
    };
    std::string first_body;
    for (const auto& row : rows) {
        CAPTURE(row.kind);
        world.provider.Be(row.kind);
        auto browser = world.NewBrowser();
        const auto page = browser.Visit("/auth/login");
        CHECK(page.status == 401);
        CHECK_FALSE(browser.SessionCookie());
        CHECK_THAT(page.body, Catch::Contains("Inloggen is niet gelukt"));
        CHECK_THAT(page.body, !Catch::Contains(row.logged));
        const auto log = world.Log();
        CAPTURE(log);
        CHECK_THAT(log, Catch::Contains(std::string("\"") + row.logged));
        CHECK_THAT(log, !Catch::Contains("eyJ"));  // no token, whole or in part
        // The same page for all, but for the number that finds the line in the log.
        const auto body = page.body.substr(0, page.body.find("dit nummer"));
        if (first_body.empty()) first_body = body;
        CHECK(body == first_body);
    }
    // Forged kids did not make us fetch the keys each time.
    CHECK(world.provider.Seen().at("keys").get<int>() <= 3);
    world.provider.Be("right");
    auto browser = world.NewBrowser();
    CHECK(browser.Visit("/auth/login").status == 404);  // "/" has no page yet: signed in
    CHECK(browser.SessionCookie());
}

TEST_CASE("after the provider changed its key the next sign-in succeeds, and what the old key signs does not",
          "[ACC-01]") {
    World world;
    world.provider.Be("right");
    world.NewBrowser().Visit("/auth/login");
    REQUIRE(world.provider.Seen().at("keys") == 1);
    world.provider.Be("rotate");
    auto browser = world.NewBrowser();
    browser.Visit("/auth/login");
    CHECK(browser.SessionCookie());
    CHECK(world.provider.Seen().at("keys") == 2);
    world.provider.Be("key-before");
    auto late = world.NewBrowser();
    CHECK(late.Visit("/auth/login").status == 401);
    CHECK_FALSE(late.SessionCookie());
    CHECK(world.provider.Seen().at("keys") == 2);  // no more than one such fetch a minute
}

TEST_CASE("a code works once", "[ACC-01]") {
    World world;
    world.provider.Be("right");
    auto browser = world.NewBrowser();
    browser.Visit("/auth/login");
    REQUIRE(browser.SessionCookie());
    CHECK(world.provider.Seen().at("token") == 1);
    // The attempt went with the sign-in: the link that came back is worth nothing any more.
    CHECK(browser.Visit("/auth/callback?code=x&state=y").status == 401);
    CHECK(world.provider.Seen().at("token") == 1);
}

TEST_CASE("a provider that fails, hangs or is away costs the sign-in only, and says so on a page", "[ACC-01]") {
    World world;
    const auto school = "/schools/" + world.demo.school;
    auto& machine = world.fixture.Api().Coordinator(world.demo.school, world.demo.coordinator);
    const auto unavailable = [&](const Page& page) {
        CHECK(page.status == 503);
        CHECK_THAT(page.body, Catch::Contains("Inloggen lukt nu even niet"));
        CHECK(page.headers.contains("retry-after"));
        CHECK(machine.Get(school).status == 200);
    };
    world.provider.Be("right");
    auto signed_in = world.NewBrowser();
    signed_in.Visit("/auth/login");
    REQUIRE(signed_in.SessionCookie());
    for (const auto* kind : {"token-500", "token-slow"}) {
        CAPTURE(kind);
        world.provider.Be(kind);
        auto browser = world.NewBrowser();
        unavailable(browser.Visit("/auth/login"));
        CHECK_FALSE(browser.SessionCookie());
        // It is let alone for a moment, then tried again.
        world.provider.Be("right");
        CHECK(suite::testing::Eventually([&] {
            browser.Visit("/auth/login");
            return browser.SessionCookie().has_value();
        }));
    }
    world.provider.Kill();
    REQUIRE(world.fixture.Suite().StopService("gateway") == 0);
    REQUIRE(world.fixture.Suite().StartService("gateway"));
    auto browser = world.NewBrowser();
    unavailable(browser.Visit("/auth/login"));
    unavailable(browser.Visit("/auth/login"));
    // Whoever is in stays in.
    CHECK(signed_in.Api("GET", school).status == 200);
}

TEST_CASE("without a provider signing in is off, and all else works", "[ACC-01]") {
    SuiteFixture fixture(Dialect::kSqlite);
    const auto demo = LoadDemo(fixture);
    Browser browser(fixture.Suite().Url());
    for (const auto* path : {"/auth/login", "/auth/callback?code=x&state=y"}) {
        const auto page = browser.Visit(path);
        CHECK(page.status == 404);
        CHECK_THAT(page.body, Catch::Contains("Inloggen is hier niet ingesteld"));
    }
    CHECK(fixture.Api().Coordinator(demo.school, demo.coordinator).Get("/schools/" + demo.school).status == 200);
}
