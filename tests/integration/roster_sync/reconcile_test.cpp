#include "audit/audit.hpp"
#include "care.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

Dialect AnyDialect() { return GENERATE(Dialect::kSqlite, Dialect::kPostgres); }

Error Broken(Code code, std::string_view reason) {
    return {.code = code, .reason = std::string(reason), .message = "scripted"};
}

}  // namespace

TEST_CASE("a reconcile takes what Basispoort says as a snapshot", "[ROS-14][ACC-06]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 10));
    care.basispoort.schools[1001] = SchoolOf(1001, 2, 10);  // the first left, another came: the push was lost
    const auto school = *care.Find(1001);
    const Actor coordinator{.role = Role::kCoordinator, .school = school};
    const auto asked = care.reconcile.Ask(coordinator, school, Soon());
    REQUIRE(asked);
    CHECK(care.reconcile.Ask(kHelp, school, Soon())->id == asked->id);  // one is enough
    const auto log = care.database->Read(school, Soon(), [&](sql::Session& session) {
        return audit::ReadNewest(session, school, {.operation = "reconcile-asked", .limit = 10});
    });
    REQUIRE(log);
    REQUIRE(log->size() == 1);
    CHECK(log->front().role == "coordinator");
    CHECK(log->front().object_id == asked->id.ToString());
    care.WorkOff();
    const auto done = care.reconcile.Get(coordinator, school, asked->id, Soon());
    REQUIRE(done);
    CHECK(done->reconcile.status == ReconcileStatus::kDone);
    CHECK(done->reconcile.changed == 1);
    CHECK(care.State(1001).pupils.size() == 10);
    CHECK(care.applied == 1);

    REQUIRE(care.reconcile.Ask(coordinator, school, Soon()));
    care.WorkOff();
    CHECK(care.applied == 1);  // nothing new, nothing written
}

TEST_CASE("a reconcile of all goes on behind a school that fails, and names it", "[ROS-14]") {
    Care care(AnyDialect());
    for (const std::int64_t school : {1001, 1002, 1003})
        care.basispoort.schools[school] = SchoolOf(school, school * 100, 3);
    care.basispoort.broken[1002] = Broken(Code::kDataLoss, "invalid-answer");
    care.basispoort.broken[1004] = Broken(Code::kNotFound, reason::kSchoolUnknown);
    const auto asked = care.reconcile.Ask(kHelp, std::nullopt, Soon());
    REQUIRE(asked);
    care.WorkOff();
    const auto done = care.reconcile.Get(kHelp, std::nullopt, asked->id, Soon());
    REQUIRE(done);
    CHECK(done->reconcile.schools == 4);
    CHECK(done->reconcile.done == 4);
    CHECK(done->reconcile.changed == 2);
    CHECK(done->reconcile.failed == 2);
    REQUIRE(done->failures.size() == 2);
    CHECK(done->failures[0].basispoort_school_id == 1002);
    CHECK(done->failures[0].reason == "invalid-answer");
    CHECK(care.Find(1003));
    CHECK_FALSE(care.Find(1002));
}

TEST_CASE("an empty school from Basispoort is no data: everybody is held", "[ROS-14][ROS-09]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 4));
    care.basispoort.schools[1001] = SchoolOf(1001, 1, 0);
    REQUIRE(care.reconcile.Ask(kHelp, *care.Find(1001), Soon()));
    care.WorkOff();
    CHECK(care.State(1001).pupils.size() == 4);
    CHECK(care.removals.List(kHelp, std::nullopt, std::nullopt, 10, Soon())->size() == 1);
}

TEST_CASE("a run that was stopped, or met an outage, goes on where it was", "[ROS-14]") {
    Care care(AnyDialect());
    for (const std::int64_t school : {1001, 1002, 1003})
        care.basispoort.schools[school] = SchoolOf(school, school * 100, 3);
    REQUIRE(care.reconcile.Ask(kHelp, std::nullopt, Soon()));
    REQUIRE(care.reconcile.Work([](auto) { return false; }));  // stop after the first
    CHECK(care.basispoort.asked == std::vector<std::int64_t>{1001});
    care.basispoort.away = Broken(Code::kUnavailable, reason::kUnavailable);
    CHECK(care.reconcile.Work([](auto) { return true; }).error().reason == reason::kUnavailable);
    care.basispoort.away.reset();
    care.WorkOff();
    CHECK(care.basispoort.asked == std::vector<std::int64_t>{1001, 1002, 1003});
    CHECK(care.reconcile.List(kHelp, std::nullopt, std::nullopt, 10, Soon())->front().done == 3);
}

TEST_CASE("one school's run that meets an outage is tried again with growing pauses, and others go before it",
          "[ROS-14]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 10));
    care.Push(1002, SchoolOf(1002, 101, 10));
    care.basispoort.schools[1001] = SchoolOf(1001, 1, 11);
    care.basispoort.schools[1002] = SchoolOf(1002, 101, 11);
    care.basispoort.broken[1001] = Broken(Code::kUnavailable, reason::kUnavailable);
    const auto school = *care.Find(1001);
    const Actor coordinator{.role = Role::kCoordinator, .school = school};
    const auto asked = care.reconcile.Ask(coordinator, school, Soon());
    REQUIRE(asked);
    const auto now = [&] { return care.reconcile.Get(coordinator, school, asked->id, Soon())->reconcile; };
    std::size_t times = 0;
    for (const auto pause : {1, 2, 4, 8, 16, 32, 60, 60}) {
        CAPTURE(pause);
        care.WorkOff();
        CHECK(care.basispoort.asked.size() == ++times);
        CHECK(now().status == ReconcileStatus::kWaiting);
        CHECK(now().next_try_at == care.clock.Now() + std::chrono::minutes(pause));
        CHECK(now().failed == 0);
        care.clock.Forward(std::chrono::minutes(pause) - std::chrono::seconds(1));
        care.WorkOff();
        CHECK(care.basispoort.asked.size() == times);
        care.clock.Forward(std::chrono::seconds(1));
    }
    REQUIRE(care.reconcile.Ask(kHelp, *care.Find(1002), Soon()));
    care.WorkOff();
    CHECK(care.State(1002).pupils.size() == 11);

    care.basispoort.broken.clear();
    care.WorkOff();
    CHECK(now().status == ReconcileStatus::kWaiting);
    CHECK(care.reconcile.Ask(coordinator, school, Soon())->id == asked->id);  // whoever asks need not wait
    care.WorkOff();
    CHECK(now().status == ReconcileStatus::kDone);
    CHECK(now().changed == 1);
    CHECK_FALSE(now().next_try_at);
    CHECK(care.State(1001).pupils.size() == 11);
}

TEST_CASE("one school's run is given up after a day of outage, and says why", "[ROS-14]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 3));
    care.basispoort.away = Broken(Code::kDeadlineExceeded, reason::kDeadlineExceeded);
    const auto school = *care.Find(1001);
    const auto asked = care.reconcile.Ask(kHelp, school, Soon());
    const auto view = [&] { return *care.reconcile.Get(kHelp, school, asked->id, Soon()); };
    for (int hour = 0; hour < 24; ++hour) {
        care.WorkOff();
        CHECK(view().reconcile.status == ReconcileStatus::kWaiting);
        care.clock.Forward(std::chrono::hours(1));
    }
    care.WorkOff();
    CHECK(view().reconcile.status == ReconcileStatus::kDone);
    CHECK(view().reconcile.failed == 1);
    REQUIRE(view().failures.size() == 1);
    CHECK(view().failures[0].reason == reason::kDeadlineExceeded);
}

TEST_CASE("a newly consented school does not wait for the night when Basispoort was away", "[ROS-12][ROS-14]") {
    Care care(AnyDialect());
    care.basispoort.granted["2026-11-21"] = {1005};
    care.basispoort.schools[1005] = SchoolOf(1005, 1, 3);
    care.basispoort.broken[1005] = Broken(Code::kUnavailable, reason::kUnavailable);
    REQUIRE(care.consent());
    care.WorkOff();
    CHECK_FALSE(care.Find(1005));
    care.basispoort.broken.clear();
    care.clock.Forward(std::chrono::minutes(1));
    care.WorkOff();
    CHECK(care.State(1005).pupils.size() == 3);
}

TEST_CASE("a push that comes while a school is pulled is not undone", "[ROS-14]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 10));
    care.basispoort.schools[1001] = SchoolOf(1001, 1, 9);
    care.basispoort.while_pulling = [&] {
        care.basispoort.while_pulling = {};
        care.Push(1001, SchoolOf(1001, 50, 1));
        care.basispoort.schools[1001] = SchoolOf(1001, 1, 10) + SchoolOf(1001, 50, 1);
    };
    REQUIRE(care.reconcile.Ask(kHelp, *care.Find(1001), Soon()));
    care.WorkOff();
    CHECK(care.basispoort.asked.size() == 2);
    CHECK(care.State(1001).pupils.size() == 11);
}

TEST_CASE("the daily run is asked for once a day, at its hour", "[ROS-14]") {
    Care care(AnyDialect());
    REQUIRE(care.reconcile.Schedule());  // a fresh installation: tomorrow
    CHECK_FALSE(*care.reconcile.Work([](auto) { return true; }));
    care.clock.Forward(std::chrono::hours(14));  // 02:00 UTC = 03:00 in the Netherlands
    REQUIRE(care.reconcile.Schedule());
    CHECK_FALSE(*care.reconcile.Work([](auto) { return true; }));
    care.clock.Forward(std::chrono::hours(1));
    REQUIRE(care.reconcile.Schedule());
    REQUIRE(care.reconcile.Schedule());
    care.WorkOff();
    const auto runs = care.reconcile.List(kHelp, std::nullopt, std::nullopt, 10, Soon());
    REQUIRE(runs->size() == 1);
    CHECK(runs->front().cause == ReconcileCause::kSchedule);
}

TEST_CASE("reconciles are the school's and the helpdesk's, and need access to Basispoort", "[ROS-14][ACC-03]") {
    Care care(Dialect::kSqlite);
    care.Push(1001, SchoolOf(1001, 1, 2));
    const auto school = *care.Find(1001);
    const Actor coordinator{.role = Role::kCoordinator, .school = school};
    CHECK(care.reconcile.Ask({.role = Role::kTeacher, .school = school}, school, Soon()).error().reason ==
          reason::kForbidden);
    CHECK(care.reconcile.Ask({.role = Role::kCoordinator, .school = SchoolId{9}}, school, Soon()).error().reason ==
          reason::kSchoolUnknown);
    CHECK(care.reconcile.Ask(coordinator, std::nullopt, Soon()).error().reason == reason::kForbidden);
    const auto all = care.reconcile.Ask(kHelp, std::nullopt, Soon());
    CHECK(care.reconcile.Get(coordinator, school, all->id, Soon()).error().reason == reason::kReconcileUnknown);
    const ReconcileRoster off(care.store, care.clock, care.ids, care.deliver, nullptr, {}, [] {}, [] {});
    CHECK(off.Ask(kHelp, std::nullopt, Soon()).error().reason == reason::kBasispoortOff);
}
