// The suite as tests start it: services stopped, killed and started again under it.
#include <catch2/catch.hpp>
#include <csignal>

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
