// What became of deliveries, and what a school was (ROS-05, ROS-08, ROS-11, ROS-15), through REST.
#include <catch2/catch.hpp>

#include "tests/functional/roster_care/school.hpp"

namespace {

using nlohmann::json;
using suite::Date;
using suite::DutchDay;
using suite::SystemClock;
using suite::sql::Dialect;
using suite::testing::ApplyRoster;
using suite::testing::CheckProblem;
using suite::testing::GroupLine;
using suite::testing::IdOfSchool;
using suite::testing::kSchool;
using suite::testing::ListOf;
using suite::testing::PupilLine;
using suite::testing::SuiteFixture;
using suite::testing::WholeSchool;

}  // namespace

TEST_CASE("a commit can be tried first, and says then what it said before", "[ROS-05]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    ApplyRoster(api, 1, "snapshot", WholeSchool(kSchool, 100, 5));
    auto& basispoort = api.Machine("basispoort");
    const auto opened =
        basispoort.Post("/roster-batches", {{"source", "basispoort"}, {"sequence", 2}, {"kind", "delta"}});
    const auto batch = "/roster-batches/" + opened.json.at("id").get<std::string>();
    const auto lines = PupilLine(kSchool, 200, "Nieuw", "5A") + PupilLine(kSchool, 201, "Fout", "9Z");
    REQUIRE(basispoort.Send("PUT", batch + "/parts/1", lines).status == 200);
    const auto dry = basispoort.Post(batch + "/commit?dryRun=true", json::object());
    CAPTURE(dry.body);
    REQUIRE(dry.status == 202);
    CHECK(dry.json.at("dryRun") == true);
    CHECK(dry.json.at("status") == "open");
    CHECK(dry.json.at("counts").at("pupil").at("added") == 1);
    CHECK(dry.json.at("rejections").size() == 1);
    CheckProblem(basispoort.Post(batch + "/commit", {{"dryRun", true}}), 400, "invalid-request");
    REQUIRE(basispoort.Post(batch + "/commit", {{"parts", 1}}).status == 202);
    const auto run =
        basispoort.GetUntil(batch, [](const auto& answer) { return answer.json.at("status") == "applied"; });
    CHECK(run.json.at("counts") == dry.json.at("counts"));
    CHECK(ListOf(basispoort, "/roster-batches").size() == 2);
    // Sent again: the same answer, no write.
    CHECK(basispoort.Send("PUT", batch + "/parts/1", lines).status == 200);

    const auto csv = basispoort.Get(batch + "/rejections.csv");
    CHECK(csv.status == 200);
    CHECK(csv.headers.at("content-type") == "text/csv; charset=utf-8");
    CHECK(csv.headers.at("content-disposition").find("attachment") == 0);
    CHECK(csv.body.find("\"unknown-group\"") != std::string::npos);
    CHECK(csv.body.find("Fout") == std::string::npos);
    const auto school = IdOfSchool(api, kSchool);
    auto& coordinator = api.Coordinator(school);
    const auto imports = "/schools/" + school + "/roster-imports";
    const auto import = imports + "/" + ListOf(coordinator, imports).at(0).at("id").get<std::string>();
    CHECK(ListOf(coordinator, import + "/rejections").at(0).at("name") == "Test Fout");
    CHECK(coordinator.Get(import + "/rejections.csv").body.find("Test Fout") != std::string::npos);

    const auto moved = ApplyRoster(api, 3, "delta", GroupLine(kSchool, "5B") + PupilLine(kSchool, 200, "Anders", "5B"));
    CHECK(moved.at("counts").at("pupil").at("moved") == 1);
    CHECK(moved.at("counts").at("pupil").at("changed") == 0);
}

TEST_CASE("method software and the teacher learn of a pupil who joins a running group", "[ROS-15]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    ApplyRoster(api, 1, "snapshot", WholeSchool(kSchool, 100, 5));
    ApplyRoster(api, 2, "delta", PupilLine(kSchool, 200, "Nieuw", "5A"));
    const auto path = "/schools/" + IdOfSchool(api, kSchool) + "/group-joins";
    const auto today = DutchDay(SystemClock().Now());
    const bool forming = std::chrono::year_month_day{today.days}.month() == std::chrono::August;
    const auto joins = ListOf(api.Machine("method-software"), path);
    REQUIRE(joins.size() == (forming ? 0 : 1));
    if (forming) return;
    CHECK(joins.at(0).at("number") == 1);
    CHECK(joins.at(0).at("pupilName").is_null());
    CHECK(ListOf(api.Coordinator(IdOfSchool(api, kSchool)), path).at(0).at("pupilName") == "Test Nieuw");
    CHECK(ListOf(api.Machine("method-software"), path + "?after=1").empty());
    CheckProblem(api.Machine("order-system").Get(path), 403, "forbidden");
}

TEST_CASE("a school can be read as it was yesterday, not as it will be", "[ROS-11]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    ApplyRoster(api, 1, "snapshot", WholeSchool(kSchool, 100, 5) + GroupLine(kSchool, "6A"));
    const auto school = IdOfSchool(api, kSchool);
    auto& coordinator = api.Coordinator(school);
    const auto today = DutchDay(SystemClock().Now());
    const auto on = [&](const char* list, int days) {
        return "/schools/" + school + "/" + list + "?asOf=" + Date{today.days + std::chrono::days(days)}.ToString();
    };
    CHECK(ListOf(coordinator, on("pupils", 0)).size() == 5);
    CHECK(ListOf(coordinator, on("groups", 0)).size() == 2);
    CHECK(ListOf(coordinator, on("pupils", -1)).empty());
    CHECK(ListOf(coordinator, on("teachers", -1)).empty());
    CheckProblem(coordinator.Get(on("pupils", 1)), 400, "invalid-request");
    CheckProblem(coordinator.Get("/schools/" + school + "/groups?asOf=gisteren"), 400, "invalid-request");
}
