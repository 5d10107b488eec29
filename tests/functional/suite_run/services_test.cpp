// The suite as tests start it: services stopped, killed and started again under it.
#include <catch2/catch.hpp>
#include <csignal>

#include "http_client/http_client.hpp"
#include "tests/functional/support/suite_fixture.hpp"

namespace {

using suite::sql::Dialect;
using suite::testing::Eventually;
using suite::testing::SuiteFixture;

}  // namespace

TEST_CASE("a stopped service costs its own routes only and comes back without a hand", "[NFR]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    SuiteFixture fixture(dialect);
    auto& method_software = fixture.Api().Machine("method-software");
    REQUIRE(method_software.Get("/entitlements/probe").status == 200);

    CHECK(fixture.Suite().StopService("licence") == 0);
    CHECK(method_software.Get("/entitlements/probe").status == 503);
    CHECK(fixture.Api().Helpdesk().Get("/schools?basispoortId=1001").status == 200);
    CHECK_FALSE(fixture.Suite().CheckAlive());

    const auto started = fixture.Suite().StartService("licence");
    REQUIRE(started);
    CHECK(Eventually([&] { return method_software.Get("/entitlements/probe").status == 200; }));
}

TEST_CASE("a process that dies is named, one that is killed on purpose is not") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& suite = fixture.Suite();
    suite.KillService("pincode");
    CHECK_FALSE(suite.CheckAlive());

    const auto pid = suite.Pid("licence");
    REQUIRE(pid);
    REQUIRE(::kill(*pid, SIGKILL) == 0);
    std::optional<suite::devsuite::Death> death;
    REQUIRE(Eventually([&] { return (death = suite.CheckAlive()).has_value(); }));
    CHECK(death->name == "licence");
    CHECK(death->exit_code == 128 + SIGKILL);
}

TEST_CASE("a suite that is started again goes on with its keys and clients") {
    SuiteFixture fixture(Dialect::kSqlite);
    const std::string token = fixture.Api().Machine("order-system").Token();
    fixture.Restart();
    suite::testing::Caller before(fixture.Api().Url(), token);
    CHECK(before.Get("/schools?basispoortId=1001").status == 200);
    CHECK(fixture.Api().Machine("order-system").Get("/schools?basispoortId=1001").status == 200);
}

TEST_CASE("a stand-in for Basispoort is where it was when it is started again", "[ROS-14]") {
    SuiteFixture fixture(Dialect::kSqlite, suite::testing::WithBasispoort{R"({"type":"school","op":"upsert",)"
                                                                          R"("schoolId":1001,"data":{"naam":"X"}})"});
    auto& suite = fixture.Suite();
    const auto before = suite.Basispoort();
    REQUIRE(before);
    suite::http::Client roster_sync({.ca_file = suite.DataFile("certs/ca.pem"),
                                     .certificate_file = suite.DataFile("certs/roster-sync.pem"),
                                     .key_file = suite.DataFile("certs/roster-sync.key")});
    const auto schools = [&] { return roster_sync.Send({.url = before->url + "/rest/v2/instellingen"}); };
    CHECK(schools()->body == "[1001]");
    CHECK(std::ranges::count(fixture.Basispoort().Requests(), "/rest/v2/instellingen",
                             &suite::testing::BasispoortRequest::path) == 1);

    suite.KillService("basispoort");
    CHECK_FALSE(schools());
    CHECK_FALSE(suite.CheckAlive());
    REQUIRE(suite.StartService("basispoort"));
    CHECK(suite.Basispoort()->url == before->url);
    CHECK(suite.Basispoort()->control_url == before->control_url);
    CHECK(schools()->body == "[1001]");
}

TEST_CASE("a suite without Basispoort's roster has no stand-in") {
    SuiteFixture fixture(Dialect::kSqlite);
    CHECK_FALSE(fixture.Suite().Basispoort());
    CHECK_FALSE(std::filesystem::exists(fixture.Suite().DataFile("certs")));
}
