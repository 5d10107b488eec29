// Signing in as in production: by https at a public name, nginx in front.
#include <catch2/catch.hpp>

#include "suite/nginx.hpp"
#include "tests/functional/sign_in/provider_process.hpp"
#include "tests/functional/support/browser.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using suite::devsuite::LoopbackPort;
using suite::devsuite::Nginx;
using suite::testing::Browser;
using suite::testing::CheckProblem;

constexpr auto kCookie = "__Host-sleutelbos";

}  // namespace

TEST_CASE("behind nginx the session cookie is a __Host- one and changes come from the public page only", "[ACC-01]") {
    const suite::testing::ProviderProcess provider(SUITE_INDEPENDENT_PROVIDER, {"RS256", R"({"basispoort_id":9001})"});
    auto port = LoopbackPort::Hold();
    REQUIRE(port);
    const auto url = "https://localhost:" + std::to_string(port->Number());
    suite::testing::SuiteFixture fixture(
        suite::sql::Dialect::kSqlite,
        suite::testing::WithSignIn{
            .provider = suite::devsuite::SignInProvider{.issuer = provider.Url(), .client_secret_file = {}},
            .gateway_environment = {"SLEUTELBOS_GATEWAY_TRUSTED_PROXIES=127.0.0.1"},
            .public_url = url});
    const auto demo = suite::testing::LoadDemo(fixture);
    const suite::testing::TempDir folder;
    const auto gateway = fixture.Suite().Url();
    const auto nginx = Nginx::Start({.folder = folder.Path(), .gateway = gateway.substr(7)}, std::move(*port));
    REQUIRE(nginx);

    Browser browser(url, {.ca_file = nginx->Ca()});
    const auto arrived = browser.Visit("/auth/login?returnTo=/licenties");
    CAPTURE(arrived.body, fixture.Suite().LogTail("gateway", 5));
    CHECK(arrived.url == url + "/licenties");
    std::string cookie;
    for (const auto& set : arrived.cookies) {
        if (set.starts_with(std::string(kCookie) + "=")) cookie = set;
        CHECK_THAT(set, Catch::StartsWith("__Host-"));
    }
    for (const auto* attribute : {"; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"})
        CHECK_THAT(cookie, Catch::Contains(attribute));
    CHECK_THAT(cookie, !Catch::Contains("Domain"));

    const auto session = browser.Api("GET", "/session");
    REQUIRE(session.status == 200);
    CHECK(session.json.at("personId") == demo.coordinator);
    CHECK_THAT(session.headers.at("strict-transport-security"), Catch::Contains("max-age="));
    const auto link = "/schools/" + demo.school + "/licences/" + demo.licences.at("demo-3") + "/groups/";
    CHECK(browser.Api("PUT", link + demo.groups.at("G4")).status == 200);
    const auto from = [&](const std::string& origin) {
        return browser.Raw("PUT", "/api/v1" + link + demo.groups.at("G5"), "",
                           {{"X-Sleutelbos", "1"}, {"Origin", origin}});
    };
    CheckProblem(from("https://sleutelbos.example"), 403, "not-own-page");
    CheckProblem(from(gateway), 403, "not-own-page");
    CHECK(from(url).status == 200);

    const auto out = browser.Raw("POST", "/auth/logout", "", {{"X-Sleutelbos", "1"}, {"Origin", url}});
    CHECK(out.status == 200);
    CHECK_FALSE(browser.SessionCookie(kCookie));
    CheckProblem(browser.Api("GET", "/session"), 401, "unauthenticated");
}
