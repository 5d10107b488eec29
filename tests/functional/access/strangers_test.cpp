// What partners and coordinators can ask for by keys of other systems: never somebody at another school.
#include <catch2/catch.hpp>

#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::EntitlementPath;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::SuiteFixture;

}  // namespace

TEST_CASE("a partner learns nothing of a person at another school", "[ACC-03][LIC-08][RES-09]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& method_software = api.Machine("method-software");
    const auto nobody = suite::PersonId{4711}.ToString();
    const auto ask = [&](const std::string& person) {
        return method_software.Get(EntitlementPath(demo.other_school, "personId=" + person, "cijferpad-5"));
    };
    CHECK(ask(demo.pupil).json.at("reason") == "personUnknown");
    CHECK(ask(demo.pupil).json == ask(nobody).json);

    const auto hand_in = [&](const std::string& person) {
        const json result{{"resultKey", "stranger"}, {"version", 1},           {"schoolId", demo.other_school},
                          {"personId", person},      {"productId", "p"},       {"kind", "test"},
                          {"testCode", "t"},         {"takenOn", "2026-01-15"}};
        return method_software.Post("/results", {{"results", {result}}});
    };
    const auto foreign = hand_in(demo.pupil);
    CAPTURE(foreign.body);
    REQUIRE(foreign.status == 200);
    CHECK(foreign.json.at("items").at(0).at("outcome") == "rejected");
    CHECK(foreign.json.at("items").at(0).at("reason") == "person-unknown");
    CHECK(foreign.json == hand_in(nobody).json);

    // The lists of one school never show a group or person of another, whatever is asked for.
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    const auto school = "/schools/" + demo.school;
    CHECK(ListOf(coordinator, school + "/pupils?groupId=" + demo.other_group).empty());
    CHECK(ListOf(coordinator, school + "/pupils?basispoortId=510001").empty());
    CHECK(ListOf(coordinator, school + "/teachers?basispoortId=9101").empty());
    CHECK(ListOf(coordinator, school + "/ict-coordinators?groupId=" + demo.other_group).empty());
}
