// A second provider that shares no code with the stand-in, nor with us: what works with both is what the standards say.
#include <catch2/catch.hpp>

#include "tests/functional/sign_in/provider_process.hpp"
#include "tests/functional/support/browser.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using suite::testing::Browser;
using suite::testing::ProviderProcess;
using suite::testing::SuiteFixture;

}  // namespace

TEST_CASE("staff sign in at a provider that others wrote, by each algorithm", "[ACC-01]") {
    const auto* algorithm = GENERATE("RS256", "PS256", "ES256");
    CAPTURE(algorithm);
    const ProviderProcess provider(SUITE_INDEPENDENT_PROVIDER, {algorithm, R"({"basispoort_id":9001})"});
    // It knows no secrets: who it is that redeems the code, PKCE says.
    SuiteFixture fixture(suite::sql::Dialect::kSqlite,
                         suite::testing::WithSignIn{.provider = suite::devsuite::SignInProvider{
                                                        .issuer = provider.Url(), .client_secret_file = {}}});
    const auto demo = suite::testing::LoadDemo(fixture);
    Browser browser(fixture.Suite().Url());
    const auto arrived = browser.Visit("/auth/login?returnTo=/licenties");
    CAPTURE(fixture.Suite().LogTail("gateway", 5));
    CHECK(arrived.url == fixture.Suite().Url() + "/licenties");
    const auto session = browser.Api("GET", "/session");
    REQUIRE(session.status == 200);
    CHECK(session.json.at("personId") == demo.coordinator);
    CHECK(session.json.at("role") == "coordinator");
    CHECK(browser.Api("GET", "/schools/" + demo.school + "/licences").status == 200);
    const auto out = browser.Raw("POST", "/auth/logout", "", {{"X-Sleutelbos", "1"}, {"Origin", browser.Origin()}});
    REQUIRE(out.status == 200);
    CHECK_THAT(out.json.at("signOutUrl").get<std::string>(), Catch::StartsWith(provider.Url()));
    CHECK(browser.Api("GET", "/session").status == 401);
}
