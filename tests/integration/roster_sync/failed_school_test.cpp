// A school of a batch that cannot be applied by a fault of ours.
#include "batches.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

using Schools = std::vector<std::int64_t>;

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

/// From now on the database refuses twins: an error that nobody planned for.
void RefuseTwins(Care& care) {
    REQUIRE(care.database->Write(SchoolScope::All(), Soon(), [](sql::Session& session) -> Status {
        SUITE_RETURN_IF_ERROR(
            session.Execute("CREATE UNIQUE INDEX no_twins ON pupil (family_name) WHERE family_name = 'Tweeling'"));
        return {};
    }));
}

/// Three pupils, of whom two cannot be stored.
std::string WithTwins(std::int64_t school, std::int64_t first) {
    const auto lines = Replaced(SchoolOf(school, first, 3), "Nummer " + std::to_string(first) + "\"", "Tweeling\"");
    return Replaced(lines, "Nummer " + std::to_string(first + 1) + "\"", "Tweeling\"");
}

/// Lines of school 1003 that say "onleesbaar" cannot be read back.
Result<IncomingRoster> ReadAllBut(std::string_view lines) {
    if (lines.find("onleesbaar") != std::string_view::npos)
        return Fail(Code::kDataLoss, reason::kInternal, "a stored line cannot be read");
    return ParseStored(lines);
}

std::string Unreadable(std::int64_t school, std::int64_t first) {
    return Replaced(SchoolOf(school, first, 2), "Kind", "onleesbaar");
}

std::vector<Reconcile> Reconciles(Care& care) {
    const auto runs = care.reconcile.List(kHelp, std::nullopt, std::nullopt, 100, Soon());
    REQUIRE(runs);
    return *runs;
}

}  // namespace

TEST_CASE("a school that cannot be applied is counted apart, holds up nobody and is healed by a reconcile",
          "[ROS-05][ROS-14]") {
    Care care(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Batches batches(care, {.reconcile_failures = true}, &ReadAllBut);
    RefuseTwins(care);
    const auto view =
        batches.Push(1, SchoolOf(1001, 1, 4) + WithTwins(1002, 101) + Unreadable(1003, 201) + SchoolOf(1004, 301, 5));
    CHECK(view.batch.status == BatchStatus::kApplied);
    CHECK(view.schools == 4);
    CHECK(view.schools_applied == 2);
    CHECK(view.schools_failed == 2);
    CHECK(view.counts.pupils.added == 9);
    CHECK(care.State(1001).pupils.size() == 4);
    CHECK(care.State(1004).pupils.size() == 5);
    CHECK_FALSE(care.Find(1002));
    CHECK_FALSE(care.Find(1003));
    CHECK(batches.TakeFailed() == Schools{1002, 1003});

    Schools asked_for;
    for (const auto& run : Reconciles(care)) {
        CHECK(run.cause == ReconcileCause::kFailure);
        CHECK(run.status == ReconcileStatus::kWaiting);
        asked_for.push_back(run.basispoort_school_id);
    }
    std::ranges::sort(asked_for);
    CHECK(asked_for == Schools{1002, 1003});
    care.basispoort.schools[1002] = SchoolOf(1002, 101, 3);
    care.basispoort.schools[1003] = SchoolOf(1003, 201, 2);
    care.WorkOff();
    CHECK(care.State(1002).pupils.size() == 3);
    CHECK(care.State(1003).pupils.size() == 2);
    CHECK(batches.View(view.batch.id).schools_failed == 2);  // what the batch itself came to
}

TEST_CASE("a school that fails stays as it was, and its coordinator sees that", "[ROS-05][ROS-08]") {
    Care care(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Batches batches(care, {.reconcile_failures = true});
    batches.Push(1, SchoolOf(1002, 101, 2));
    RefuseTwins(care);
    const auto before = care.State(1002);
    care.clock.Forward(std::chrono::minutes(1));
    CHECK(batches.Push(2, WithTwins(1002, 101)).schools_failed == 1);
    CHECK(batches.Push(3, WithTwins(1002, 101)).schools_failed == 1);
    CHECK(care.State(1002) == before);
    CHECK(Reconciles(care).size() == 1);  // one heals both
    const auto imports = care.Count("SELECT count(*) FROM roster_import WHERE status = 3 AND school_id = " +
                                    std::to_string(before.school.id.value));
    CHECK(imports == 2);
}

TEST_CASE("without access to Basispoort a failed school is counted and nothing is asked", "[ROS-05]") {
    Care care(Dialect::kSqlite);
    Batches batches(care, {}, &ReadAllBut);
    const auto id = batches.Fill(1, SchoolOf(1001, 1, 2) + Unreadable(1003, 201));
    const auto dry = batches.DryRun(id);
    CHECK(dry.schools == 2);
    CHECK(dry.schools_failed == 1);
    const auto view = batches.Apply(id);
    CHECK(view.schools_failed == 1);
    CHECK(view.counts == dry.counts);
    CHECK(batches.TakeFailed() == Schools{1003});
    CHECK(Reconciles(care).empty());
}
