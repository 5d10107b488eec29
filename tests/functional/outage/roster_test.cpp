// A roster that is on its way while a service is away arrives all the same.
#include <catch2/catch.hpp>

#include "tests/functional/support/steps.hpp"

namespace {

using suite::sql::Dialect;
using suite::testing::ApplyRoster;
using suite::testing::CheckProblem;
using suite::testing::EntitlementPath;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::PupilLine;
using suite::testing::PushRoster;
using suite::testing::SchoolLine;
using suite::testing::SuiteFixture;

constexpr std::int64_t kSchool = 1001;  // of the demonstration
constexpr std::int64_t kNewPupil = 590001;

}  // namespace

TEST_CASE("a roster that came while licence and pincode were away is theirs after they return", "[ROS-13]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& method_software = api.Machine("method-software");
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    const auto entitlement = EntitlementPath(demo.school, "basispoortId=" + std::to_string(kNewPupil), "cijferpad-5");
    CHECK(method_software.Get(entitlement).json.at("reason") == "personUnknown");

    CHECK(fixture.Suite().StopService("licence") == 0);
    fixture.Suite().KillService("pincode");
    const auto batch = ApplyRoster(api, 2, "delta", PupilLine(kSchool, kNewPupil, "Nakomer", "G5"));
    CHECK(batch.at("counts").at("pupil").at("added") == 1);
    CheckProblem(method_software.Get(entitlement), 503, "unavailable");

    REQUIRE(fixture.Suite().StartService("licence"));
    REQUIRE(fixture.Suite().StartService("pincode"));
    method_software.GetUntil(
        entitlement, [](const auto& answer) { return answer.status == 200 && answer.json.at("entitled") == true; });
    const auto size = ListOf(coordinator, "/schools/" + demo.school + "/pupils?groupId=" + demo.groups.at("G5")).size();
    const auto codes = "/schools/" + demo.school + "/groups/" + demo.groups.at("G5") + "/pincodes";
    coordinator.GetUntil(
        codes, [&](const auto& answer) { return answer.status == 200 && answer.json.at("items").size() == size; });
}

TEST_CASE("a batch that was committed is applied although roster-sync was killed", "[ROS-05]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    constexpr int kSchools = 20;
    constexpr int kPupils = 50;
    std::string ndjson;
    for (int school = 1; school <= kSchools; ++school) {
        ndjson += SchoolLine(7200 + school, "School " + std::to_string(school), "", "");
        for (int pupil = 1; pupil <= kPupils; ++pupil) {
            ndjson += PupilLine(7200 + school, 600000 + school * 1000 + pupil, "Leerling" + std::to_string(pupil), "");
        }
    }
    const auto batch = PushRoster(api, 1, "snapshot", ndjson);
    fixture.Suite().KillService("roster-sync");
    REQUIRE(fixture.Suite().StartService("roster-sync"));
    const auto applied = api.Machine("basispoort").GetUntil(batch, [](const auto& answer) {
        return answer.status == 200 && answer.json.at("status") == "applied";
    });
    CAPTURE(applied.body);
    CHECK(applied.json.at("counts").at("pupil").at("added") == kSchools * kPupils);
    CHECK(applied.json.at("counts").at("school").at("added") == kSchools);
    const auto schools = ListOf(api.Helpdesk(), "/schools");
    CHECK(schools.size() == kSchools);
    for (const auto& school : schools) {
        CHECK(ListOf(api.Helpdesk(), "/schools/" + school.at("id").get<std::string>() + "/pupils").size() == kPupils);
    }
}
