// A LAS sends a school without most of its pupils (ROS-09): seen, understood and decided through REST.
#include <catch2/catch.hpp>

#include "tests/functional/roster_care/school.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::ApplyRoster;
using suite::testing::CheckProblem;
using suite::testing::Entitlement;
using suite::testing::EntitlementPath;
using suite::testing::IdOfSchool;
using suite::testing::kSchool;
using suite::testing::LinkGroup;
using suite::testing::ListOf;
using suite::testing::OnceKnown;
using suite::testing::OnlyItem;
using suite::testing::OrderOf;
using suite::testing::PushRoster;
using suite::testing::PutOrder;
using suite::testing::SuiteFixture;
using suite::testing::WholeSchool;

}  // namespace

TEST_CASE("a coordinator sees who would go and what they lose, and approves", "[ROS-09]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    ApplyRoster(api, 1, "snapshot", WholeSchool(kSchool, 100, 30));
    const auto school = IdOfSchool(api, kSchool);
    auto& coordinator = api.Coordinator(school);
    const auto base = "/schools/" + school;
    const auto group = OnlyItem(coordinator, base + "/groups").at("id").get<std::string>();
    REQUIRE(OnceKnown([&] {
                return api.Machine("order-system").Put("/orders/care-1", OrderOf(school, "taal-5"));
            }).status == 200);
    const auto licence = OnlyItem(coordinator, base + "/licences").at("id").get<std::string>();
    LinkGroup(coordinator, school, licence, group);
    CHECK(Entitlement(api, school, "basispoortId=129", "taal-5").at("entitled") == true);

    const auto path = PushRoster(api, 2, "snapshot", WholeSchool(kSchool, 100, 10));
    auto& basispoort = api.Machine("basispoort");
    const auto batch = basispoort.GetUntil(path, [](const auto& answer) {
        return answer.json.at("status") == "held" && answer.json.at("timeline").size() == 5;
    });
    CHECK(batch.json.at("counts").at("pupil").at("held") == 20);
    std::vector<std::string> stages;
    for (const auto& step : batch.json.at("timeline")) stages.push_back(step.at("stage"));
    CHECK(stages == std::vector<std::string>{"received", "checked", "held", "applied", "visible"});
    CHECK(ListOf(coordinator, base + "/pupils").size() == 30);

    const auto held = OnlyItem(coordinator, base + "/held-removals");
    CHECK(held.at("status") == "waiting");
    CHECK(held.at("count") == 20);
    CHECK(OnlyItem(api.Helpdesk(), "/held-removals").at("schoolId") == school);
    const auto removal = base + "/held-removals/" + held.at("id").get<std::string>();
    const auto preview = coordinator.Get(removal);
    REQUIRE(preview.status == 200);
    CHECK(preview.json.at("titlesKnown") == true);
    REQUIRE(preview.json.at("subjects").size() == 20);
    const auto& first = preview.json.at("subjects").at(0);
    CHECK(first.at("name") == "Test Kind110");
    CHECK(first.at("group") == "Groep 5A");
    CHECK(first.at("titles").size() == 1);

    CheckProblem(coordinator.Post(removal + "/approve", json::object()), 400, "invalid-request");
    const auto approved = coordinator.Post(removal + "/approve", {{"reason", "Ze zijn verhuisd."}});
    CAPTURE(approved.body);
    REQUIRE(approved.status == 200);
    CHECK(approved.json.at("status") == "approved");
    CHECK(approved.json.at("decidedByRole") == "coordinator");
    CHECK(ListOf(coordinator, base + "/pupils").size() == 10);
    CHECK(ListOf(api.Helpdesk(), "/held-removals").empty());
    api.Machine("method-software")
        .GetUntil(EntitlementPath(school, "basispoortId=129", "taal-5"),
                  [](const auto& answer) { return answer.json.at("reason") == "personUnknown"; });
    const auto again = coordinator.Post(removal + "/drop", {{"reason", "Toch niet."}});
    CheckProblem(again, 409, "removal-decided");
    CHECK(again.json.at("detail").get<std::string>().find("Iemand anders") != std::string::npos);
    const auto imports = ListOf(coordinator, base + "/roster-imports");
    REQUIRE(imports.size() == 3);
    CHECK(imports.at(0).at("origin") == "decision");
    CHECK(imports.at(1).at("status") == "held");
}

TEST_CASE("with the licence service away the preview still names who would go", "[ROS-09]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    ApplyRoster(api, 1, "snapshot", WholeSchool(kSchool, 100, 20));
    const auto school = IdOfSchool(api, kSchool);
    auto& coordinator = api.Coordinator(school);
    const auto path = PushRoster(api, 2, "snapshot", WholeSchool(kSchool, 100, 2));
    api.Machine("basispoort").GetUntil(path, [](const auto& answer) { return answer.json.at("status") == "held"; });
    fixture.Suite().KillService("licence");
    const auto removals = "/schools/" + school + "/held-removals";
    const auto preview = coordinator.Get(removals + "/" + OnlyItem(coordinator, removals).at("id").get<std::string>());
    REQUIRE(preview.status == 200);
    CHECK(preview.json.at("titlesKnown") == false);
    CHECK(preview.json.at("subjects").size() == 18);
}
