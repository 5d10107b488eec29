// What a session lives through: gateways that die, a roster that changes, a roster that is away.
#include <catch2/catch.hpp>

#include "tests/functional/support/browser.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using suite::sql::Dialect;
using suite::testing::ApplyRoster;
using suite::testing::Browser;
using suite::testing::CheckProblem;
using suite::testing::Eventually;
using suite::testing::LoadDemo;
using suite::testing::SuiteFixture;
using suite::testing::WithSignIn;

std::string Staff(int id, const std::string& end_date, const std::string& roles) {
    return R"({"type":"staff","op":"upsert","schoolId":1001,"id":)" + std::to_string(id) +
           R"(,"data":{"persoonsgegevens":{"voornaam":"Marieke","achternaam":"Sleutelaar"},"emailadres":)" +
           R"("marieke.sleutelaar@regenboog.example","einddatum":)" +
           (end_date.empty() ? "null" : '"' + end_date + '"') + R"(,"rollen":[)" + roles +
           R"(],"groepen":["G8"],"subgroepen":[]}})" + "\n";
}

}  // namespace

TEST_CASE("a session survives a killed and a restarted gateway, on either database", "[ACC-01]") {
    SuiteFixture fixture(GENERATE(Dialect::kSqlite, Dialect::kPostgres), WithSignIn{});
    const auto demo = LoadDemo(fixture);
    Browser browser(fixture.Suite().Url());
    browser.SignInAs("coordinator");
    const auto cookie = browser.SessionCookie();
    const auto licences = "/schools/" + demo.school + "/licences";
    REQUIRE(browser.Api("GET", licences).status == 200);
    for (int round = 0; round < 3; ++round) {
        fixture.Suite().KillService("gateway");
        REQUIRE(fixture.Suite().StartService("gateway"));
        CHECK(browser.Api("GET", licences).status == 200);
    }
    CHECK(fixture.Suite().StopService("gateway") == 0);
    REQUIRE(fixture.Suite().StartService("gateway"));
    CHECK(browser.Api("GET", licences).status == 200);
    CHECK(browser.Api("GET", "/session").json.at("school") == demo.school);
    CHECK(browser.SessionCookie() == cookie);

    // The database holds nothing that opens a session, and no name.
    auto database = fixture.OpenDatabase("gateway");
    const auto rows = database->Read(
        suite::SchoolScope::All(), suite::Deadline::In(std::chrono::seconds(5)),
        [](suite::sql::Session& db) { return db.Query("SELECT id_hash, identity, registrations FROM session"); });
    REQUIRE(rows);
    REQUIRE(rows->size() == 1);
    for (std::size_t column = 0; column < 3; ++column) {
        CHECK_THAT(rows->front().Text(column), !Catch::Contains(*cookie));
        CHECK_THAT(rows->front().Text(column), !Catch::Contains("Sleutelaar"));
    }
}

TEST_CASE("a role that the roster takes away is gone at the next check, and so is who left",
          "[ACC-01][ACC-02][ROS-04]") {
    SuiteFixture fixture(Dialect::kSqlite,
                         WithSignIn{.gateway_environment = {"SLEUTELBOS_GATEWAY_SESSION_CHECK_SECONDS=1"}});
    const auto demo = LoadDemo(fixture);
    Browser browser(fixture.Suite().Url());
    browser.SignInAs("coordinator");
    const auto licences = "/schools/" + demo.school + "/licences";
    REQUIRE(browser.Api("GET", licences).status == 200);

    ApplyRoster(fixture.Api(), 2, "delta", Staff(9001, "", R"("Leerkracht")"));
    CHECK(Eventually([&] { return browser.Api("GET", licences).status == 403; }));
    CHECK(browser.Api("GET", "/session").json.at("role") == "teacher");

    ApplyRoster(fixture.Api(), 3, "delta", Staff(9001, "2020-01-01", R"("Leerkracht","ICTCoordinator")"));
    CHECK(Eventually([&] { return browser.Api("GET", licences).status == 401; }));
    // It does not come back with the rights: the session was ended.
    ApplyRoster(fixture.Api(), 4, "delta", Staff(9001, "", R"("Leerkracht","ICTCoordinator")"));
    CheckProblem(browser.Api("GET", licences), 401, "unauthenticated");
    browser.SignInAs("coordinator");
    CHECK(browser.Api("GET", licences).status == 200);
}

TEST_CASE("while the roster cannot be asked a session goes on for a while, then nothing is let through", "[ACC-01]") {
    SuiteFixture fixture(Dialect::kSqlite,
                         WithSignIn{.gateway_environment = {"SLEUTELBOS_GATEWAY_SESSION_CHECK_SECONDS=1",
                                                            "SLEUTELBOS_GATEWAY_SESSION_UNCHECKED_SECONDS=5"}});
    const auto demo = LoadDemo(fixture);
    Browser browser(fixture.Suite().Url());
    browser.SignInAs("coordinator");
    const auto licences = "/schools/" + demo.school + "/licences";
    REQUIRE(browser.Api("GET", licences).status == 200);
    fixture.Suite().KillService("roster-sync");
    CHECK(browser.Api("GET", licences).status == 200);  // the licence service has a copy of its own
    CHECK(Eventually([&] { return browser.Api("GET", licences).status == 503; }));
    CheckProblem(browser.Api("GET", licences), 503, "unavailable");
    // A token is checked by its signature alone and goes on.
    CHECK(fixture.Api().Coordinator(demo.school, demo.coordinator).Get(licences).status == 200);
    REQUIRE(fixture.Suite().StartService("roster-sync"));
    CHECK(Eventually([&] { return browser.Api("GET", licences).status == 200; }));
}
