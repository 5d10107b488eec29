// Basispoort is asked (ROS-14), and says which schools want us (ROS-12).
#include <catch2/catch.hpp>

#include "tests/functional/roster_care/school.hpp"

namespace {

using nlohmann::json;
using suite::Deadline;
using suite::DutchDay;
using suite::SchoolScope;
using suite::SystemClock;
using suite::sql::Dialect;
using suite::testing::Api;
using suite::testing::ApplyRoster;
using suite::testing::Caller;
using suite::testing::EntitlementPath;
using suite::testing::Eventually;
using suite::testing::IdOfSchool;
using suite::testing::kSchool;
using suite::testing::ListOf;
using suite::testing::OnlyItem;
using suite::testing::PupilLine;
using suite::testing::SuiteFixture;
using suite::testing::WholeSchool;
using suite::testing::WithBasispoort;

json Reconciled(Caller& caller, const std::string& path) {
    const auto asked = caller.Post(path, json::object());
    CAPTURE(asked.body);
    REQUIRE(asked.status == 202);
    return caller
        .GetUntil(path + "/" + asked.json.at("id").get<std::string>(),
                  [](const auto& answer) { return answer.json.at("status") == "done"; })
        .json;
}

}  // namespace

TEST_CASE("a lost push is healed by a reconcile, of one school and of all", "[ROS-14]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect, WithBasispoort{WholeSchool(kSchool, 100, 12) + WholeSchool(7002, 200, 3)});
    auto& api = fixture.Api();
    ApplyRoster(api, 1, "snapshot", WholeSchool(kSchool, 100, 11));
    const auto school = IdOfSchool(api, kSchool);
    auto& coordinator = api.Coordinator(school);
    const auto base = "/schools/" + school;

    const auto done = Reconciled(coordinator, base + "/roster-reconciles");
    CHECK(done.at("cause") == "asked");
    CHECK(done.at("changed") == 1);
    CHECK(ListOf(coordinator, base + "/pupils").size() == 12);
    CHECK(ListOf(coordinator, base + "/roster-imports").at(0).at("origin") == "reconcile");
    CHECK(Reconciled(coordinator, base + "/roster-reconciles").at("changed") == 0);

    const auto all = Reconciled(api.Helpdesk(), "/roster-reconciles");
    CHECK(all.at("basispoortSchoolId").is_null());
    CHECK(all.at("schools") == 2);
    CHECK(all.at("changed") == 1);
    CHECK(ListOf(api.Helpdesk(), "/schools/" + IdOfSchool(api, 7002) + "/pupils").size() == 3);
    CHECK(ListOf(api.Helpdesk(), "/roster-reconciles").size() == 3);
}

TEST_CASE("a gap in the batches starts a reconcile by itself", "[ROS-14]") {
    SuiteFixture fixture(Dialect::kSqlite, WithBasispoort{WholeSchool(kSchool, 100, 12)});
    auto& api = fixture.Api();
    ApplyRoster(api, 1, "snapshot", WholeSchool(kSchool, 100, 10));
    const auto batch = ApplyRoster(api, 3, "delta", PupilLine(kSchool, 110, "Kind110", "5A"));
    CHECK(batch.at("gap") == true);
    auto& helpdesk = api.Helpdesk();
    helpdesk.GetUntil("/roster-reconciles", [](const auto& answer) {
        const auto& items = answer.json.at("items");
        return items.size() == 1 && items.at(0).at("status") == "done";
    });
    CHECK(OnlyItem(helpdesk, "/roster-reconciles").at("cause") == "gap");
    CHECK(ListOf(helpdesk, "/schools/" + IdOfSchool(api, kSchool) + "/pupils").size() == 12);
}

TEST_CASE("a school of a batch that cannot be applied is counted and heals by itself", "[ROS-05][ROS-14]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect, WithBasispoort{WholeSchool(kSchool, 100, 3) + WholeSchool(7002, 200, 4)});
    auto& api = fixture.Api();
    // The database refuses twins: an error that nobody planned for.
    REQUIRE(fixture.OpenDatabase("roster-sync")
                ->Write(SchoolScope::All(), Deadline::In(std::chrono::seconds(20)),
                        [](suite::sql::Session& session) -> suite::Status {
                            SUITE_RETURN_IF_ERROR(session.Execute(
                                "CREATE UNIQUE INDEX no_twins ON pupil (family_name) WHERE family_name = 'Tweeling'"));
                            return {};
                        }));
    const auto batch = ApplyRoster(api, 1, "delta",
                                   WholeSchool(kSchool, 100, 3) + WholeSchool(7002, 200, 2) +
                                       PupilLine(7002, 202, "Tweeling", "5A") + PupilLine(7002, 203, "Tweeling", "5A"));
    CHECK(batch.at("status") == "applied");
    CHECK(batch.at("schools") == 2);
    CHECK(batch.at("schoolsApplied") == 1);
    CHECK(batch.at("schoolsFailed") == 1);
    CHECK(batch.at("counts").at("pupil").at("added") == 3);
    auto& helpdesk = api.Helpdesk();
    helpdesk.GetUntil("/roster-reconciles", [](const auto& answer) {
        const auto& items = answer.json.at("items");
        return items.size() == 1 && items.at(0).at("status") == "done";
    });
    const auto run = OnlyItem(helpdesk, "/roster-reconciles");
    CHECK(run.at("cause") == "failure");
    CHECK(run.at("basispoortSchoolId") == 7002);
    CHECK(run.at("failed") == 0);
    CHECK(ListOf(helpdesk, "/schools/" + IdOfSchool(api, 7002) + "/pupils").size() == 4);
}

TEST_CASE("half an answer, a server error and an unknown school change nothing and are named", "[ROS-14][ROS-09]") {
    SuiteFixture fixture(Dialect::kSqlite, WithBasispoort{WholeSchool(kSchool, 100, 12)});
    auto& api = fixture.Api();
    ApplyRoster(api, 1, "snapshot", WholeSchool(kSchool, 100, 12) + WholeSchool(7009, 900, 2));
    const auto base = "/schools/" + IdOfSchool(api, kSchool);
    auto& basispoort = fixture.Basispoort();
    const auto reason_of = [&](const std::string& of_school) -> std::string {
        const auto done = Reconciled(api.Helpdesk(), of_school + "/roster-reconciles");
        CHECK(done.at("failed") == 1);
        return done.at("failures").at(0).at("reason");
    };
    basispoort.Fault(R"({"path":"/instellingen/7001$","kind":"half"})");
    CHECK(reason_of(base) == "invalid-answer");
    CHECK(reason_of("/schools/" + IdOfSchool(api, 7009)) == "school-unknown");
    basispoort.ClearFaults();
    basispoort.Fault(R"({"path":"/instellingen/7001","kind":"answer","status":500,"text":"stuk"})");
    // Away, as far as one can see: it is tried again.
    const auto asked = api.Helpdesk().Post(base + "/roster-reconciles", json::object());
    REQUIRE(asked.status == 202);
    const auto path = base + "/roster-reconciles/" + asked.json.at("id").get<std::string>();
    const auto put_off =
        api.Helpdesk().GetUntil(path, [](const auto& answer) { return !answer.json.at("nextTryAt").is_null(); });
    CHECK(put_off.json.at("status") == "waiting");
    CHECK(ListOf(api.Helpdesk(), base + "/pupils").size() == 12);
    basispoort.ClearFaults();
    CHECK(Reconciled(api.Helpdesk(), base + "/roster-reconciles").at("failed") == 0);
    CHECK(api.Helpdesk().Get(path).json.at("status") == "done");
}

TEST_CASE("a school that takes its tick away loses access at once, and one that gives it is taken in", "[ROS-12]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect, WithBasispoort{WholeSchool(kSchool, 100, 4) + WholeSchool(7002, 200, 3)});
    auto& api = fixture.Api();
    ApplyRoster(api, 1, "snapshot", WholeSchool(kSchool, 100, 4));
    const auto school = IdOfSchool(api, kSchool);
    const auto today = DutchDay(SystemClock().Now()).ToString();
    fixture.Basispoort().Consent(kSchool, false, today);
    fixture.Basispoort().Consent(7002, true, today);
    // Consents are read when roster-sync starts, and every quarter of an hour.
    fixture.Suite().KillService("roster-sync");
    REQUIRE(fixture.Suite().StartService("roster-sync"));
    api.Machine("method-software")
        .GetUntil(EntitlementPath(school, "basispoortId=100", "taal-5"), [](const auto& answer) {
            return answer.status == 200 && answer.json.at("reason") == "consentWithdrawn";
        });
    CHECK(api.Helpdesk().Get("/schools/" + school).json.at("consent") == false);
    CHECK(Eventually([&] { return ListOf(api.Helpdesk(), "/schools?basispoortId=7002").size() == 1; }));
    const auto refused = ApplyRoster(api, 2, "delta", PupilLine(kSchool, 105, "Kind105", "5A"));
    CHECK(refused.at("counts").at("pupil").at("rejected") == 1);
    const auto rejections =
        ListOf(api.Machine("basispoort"), "/roster-batches/" + refused.at("id").get<std::string>() + "/rejections");
    CHECK(rejections.at(0).at("reason") == "no-consent");
}
