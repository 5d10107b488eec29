// Redis is a cache: without it, with it hanging and after it, entitlements are right.
#include <catch2/catch.hpp>
#include <csignal>

#include "tests/functional/support/steps.hpp"

namespace {

using suite::sql::Dialect;
using suite::testing::Api;
using suite::testing::Caller;
using suite::testing::Demo;
using suite::testing::EntitlementPath;
using suite::testing::LinkGroup;
using suite::testing::LoadDemo;
using suite::testing::SuiteFixture;

/// Unlinks and links a group and asks at each turn: an answer out of an old mapping would show.
class Turns {
  public:
    Turns(Api& api, const Demo& demo)
        : demo_(demo),
          coordinator_(api.Coordinator(demo.school, demo.coordinator)),
          method_software_(api.Machine("method-software")) {}

    void Run() {
        CheckReason("groupLicence");
        Unlink();
        CheckReason("groupNotLinked");
        CheckReason("groupNotLinked");
        Link();
        CheckReason("groupLicence");
        CheckReason("groupLicence");
    }
    void Unlink() { CHECK(coordinator_.Delete(LinkPath()).status == 200); }
    void Link() { LinkGroup(coordinator_, demo_.school, Licence(), demo_.groups.at("G5")); }
    void CheckReason(const std::string& reason) {
        const auto answer =
            method_software_.Get(EntitlementPath(demo_.school, "personId=" + demo_.pupil, "cijferpad-5"));
        CAPTURE(answer.body);
        REQUIRE(answer.status == 200);
        CHECK(answer.json.at("reason") == reason);
        CHECK(answer.json.at("entitled") == (reason == "groupLicence"));
    }

  private:
    [[nodiscard]] const std::string& Licence() const { return demo_.licences.at("demo-1"); }
    [[nodiscard]] std::string LinkPath() const {
        return "/schools/" + demo_.school + "/licences/" + Licence() + "/groups/" + demo_.groups.at("G5");
    }

    const Demo& demo_;
    Caller& coordinator_;
    Caller& method_software_;
};

}  // namespace

TEST_CASE("entitlements stay right while Redis is dead and when it comes back", "[LIC-08][LIC-13]") {
    SuiteFixture fixture(Dialect::kSqlite);
    const auto demo = LoadDemo(fixture);
    Turns turns(fixture.Api(), demo);
    turns.Run();
    fixture.Suite().KillService("redis");
    turns.Run();
    REQUIRE(fixture.Suite().StartService("redis"));
    turns.Run();
    CHECK_FALSE(fixture.Suite().CheckAlive());
}

TEST_CASE("what a Redis that hung still holds is not believed", "[LIC-08][LIC-13]") {
    SuiteFixture fixture(Dialect::kSqlite);
    const auto demo = LoadDemo(fixture);
    Turns turns(fixture.Api(), demo);
    turns.CheckReason("groupLicence");  // now in Redis
    const auto redis = fixture.Suite().Pid("redis");
    REQUIRE(redis);
    REQUIRE(::kill(*redis, SIGSTOP) == 0);
    turns.CheckReason("groupLicence");
    turns.Unlink();
    turns.CheckReason("groupNotLinked");
    REQUIRE(::kill(*redis, SIGCONT) == 0);
    turns.CheckReason("groupNotLinked");
    turns.Link();
    turns.CheckReason("groupLicence");
}
