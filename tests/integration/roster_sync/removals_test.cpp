#include "care.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

Dialect AnyDialect() { return GENERATE(Dialect::kSqlite, Dialect::kPostgres); }

struct Emptied : Care {
    explicit Emptied(Dialect dialect) : Care(dialect) {
        Push(1001, SchoolOf(1001, 1, 20), BatchKind::kSnapshot);
        school = *Find(1001);
        coordinator = {.role = Role::kCoordinator, .school = school, .person = PersonId{77}};
    }
    /// The source has lost all but the first `left` pupils.
    RosterImport Lose(int left) { return Push(1001, SchoolOf(1001, 1, left), BatchKind::kSnapshot); }
    HeldRemoval Waiting() {
        const auto list = removals.List(coordinator, school, std::nullopt, 10, Soon());
        REQUIRE(list);
        REQUIRE_FALSE(list->empty());
        return list->front();
    }
    SchoolId school;
    Actor coordinator;
};

}  // namespace

TEST_CASE("a school that loses its pupils keeps them until the coordinator approves", "[ROS-09]") {
    Emptied school(AnyDialect());
    const auto import = school.Lose(5);
    CHECK(import.status == ImportStatus::kHeld);
    CHECK(import.counts.pupils.held == 15);
    CHECK(school.State(1001).pupils.size() == 20);

    const auto held = school.Waiting();
    CHECK(held.status == RemovalStatus::kWaiting);
    CHECK(held.subjects.size() == 15);
    CHECK(held.import == import.id);
    const auto person = PersonId{held.subjects.front()};
    school.titles.titles[person] = {"Taal 5"};
    const auto preview = school.removals.Preview(school.coordinator, school.school, held.id, Soon());
    REQUIRE(preview);
    CHECK(preview->subjects.size() == 15);
    CHECK(preview->products_known);
    CHECK(preview->subjects.front().group == "5A");
    const auto loser = std::ranges::find(preview->subjects, person.value, &RemovalSubject::id);
    CHECK(loser->titles == std::vector<std::string>{"Taal 5"});
    CHECK(loser->name.starts_with("Kind Nummer"));

    CHECK(school.removals.Approve(school.coordinator, school.school, held.id, " ", Soon()).error().fields.size() == 1);
    const auto approved = school.removals.Approve(school.coordinator, school.school, held.id, "verhuisd", Soon());
    REQUIRE(approved);
    CHECK(approved->status == RemovalStatus::kApproved);
    CHECK(approved->decision->by == PersonId{77});
    CHECK(school.State(1001).pupils.size() == 5);
    CHECK(school.removals.Drop(school.coordinator, school.school, held.id, "toch niet", Soon()).error().reason ==
          reason::kRemovalDecided);
    CHECK(school.Waiting().decision->reason == "verhuisd");
}

TEST_CASE("a dropped removal leaves everybody, and comes back when the source says it again", "[ROS-09]") {
    Emptied school(AnyDialect());
    school.Lose(5);
    const auto held = school.Waiting();
    REQUIRE(school.removals.Drop(kHelp, school.school, held.id, "storing bij het LAS", Soon()));
    CHECK(school.State(1001).pupils.size() == 20);
    school.clock.Forward(std::chrono::hours(24));
    school.Lose(5);
    CHECK(school.Waiting().id != held.id);
    CHECK(school.Waiting().status == RemovalStatus::kWaiting);
}

TEST_CASE("the same source again keeps the one question, another one replaces it, a healed one takes it back",
          "[ROS-09]") {
    Emptied school(AnyDialect());
    school.Lose(5);
    const auto first = school.Waiting();
    school.clock.Forward(std::chrono::hours(24));
    school.Lose(5);
    CHECK(school.Waiting().id == first.id);
    CHECK(school.Waiting().expires_at == first.expires_at);
    // Five of them are named again by a delta: ten are left of the same question.
    school.Push(1001, SchoolOf(1001, 6, 5));
    CHECK(school.Waiting().id == first.id);
    CHECK(school.Waiting().subjects.size() == 10);
    school.clock.Forward(std::chrono::hours(24));
    school.Lose(3);
    CHECK(school.Waiting().id != first.id);
    CHECK(school.Waiting().subjects.size() == 17);
    school.clock.Forward(std::chrono::hours(24));
    school.Lose(20);
    CHECK(school.Waiting().status == RemovalStatus::kReplaced);
    CHECK(school.State(1001).pupils.size() == 20);
}

TEST_CASE("nobody decides for fourteen days: nothing is removed, and nothing waits", "[ROS-09]") {
    Emptied school(AnyDialect());
    school.Lose(0);
    const auto held = school.Waiting();
    school.clock.Forward(kRemovalTerm);
    CHECK(school.removals.Approve(school.coordinator, school.school, held.id, "klopt", Soon()).error().reason ==
          reason::kRemovalExpired);
    REQUIRE(school.house());
    CHECK(school.Waiting().status == RemovalStatus::kExpired);
    CHECK(school.State(1001).pupils.size() == 20);
}

TEST_CASE("held removals are the school's and the helpdesk's", "[ROS-09][ACC-03]") {
    Emptied school(Dialect::kSqlite);
    school.Lose(5);
    const auto held = school.Waiting();
    const Actor stranger{.role = Role::kCoordinator, .school = SchoolId{5}};
    const Actor teacher{.role = Role::kTeacher, .school = school.school};
    CHECK(school.removals.Preview(stranger, school.school, held.id, Soon()).error().reason == reason::kSchoolUnknown);
    CHECK(school.removals.Preview(teacher, school.school, held.id, Soon()).error().reason == reason::kForbidden);
    CHECK(school.removals.Preview(school.coordinator, school.school, RemovalId{1}, Soon()).error().reason ==
          reason::kRemovalUnknown);
    CHECK(school.removals.List(school.coordinator, std::nullopt, std::nullopt, 10, Soon()).error().reason ==
          reason::kForbidden);
    const auto all = school.removals.List(kHelp, std::nullopt, std::nullopt, 10, Soon());
    REQUIRE(all);
    CHECK(all->size() == 1);
}

TEST_CASE("without the licence service the preview still names who would go", "[ROS-09]") {
    Emptied school(Dialect::kSqlite);
    school.Lose(5);
    school.titles.away = true;
    const auto preview = school.removals.Preview(school.coordinator, school.school, school.Waiting().id, Soon());
    REQUIRE(preview);
    CHECK_FALSE(preview->products_known);
    CHECK(preview->subjects.size() == 15);
}

TEST_CASE("additions and changes of the same delivery go through", "[ROS-09]") {
    Emptied school(AnyDialect());
    const auto import = school.Push(1001, SchoolOf(1001, 100, 3), BatchKind::kSnapshot);
    CHECK(import.counts.pupils.added == 3);
    CHECK(import.counts.pupils.held == 20);
    CHECK(school.State(1001).pupils.size() == 23);
}

TEST_CASE("a list pages through what came at the same moment", "[ROS-09]") {
    Emptied school(AnyDialect());
    std::string more;
    for (int i = 0; i < 4; ++i) {
        const auto key = std::to_string(i);
        more += R"({"type":"group","op":"upsert","schoolId":1001,"id":"X)" + key +
                R"(","schoolYear":"2026-2027","data":{"naam":"X)" + key + R"("}})" + "\n";
    }
    school.Push(1001, more);
    const auto only_school = R"({"type":"school","op":"upsert","schoolId":1001,"data":{"naam":"School 1001"}})";
    school.Push(1001, only_school, BatchKind::kSnapshot);
    const auto all = school.removals.List(kHelp, school.school, std::nullopt, 10, Soon());
    REQUIRE(all);
    REQUIRE(all->size() == 2);  // pupils and groups
    REQUIRE(all->at(0).created_at == all->at(1).created_at);
    const ListPlace after{.at = all->at(0).created_at, .id = all->at(0).id.value};
    for (const auto& scope : {std::optional(school.school), std::optional<SchoolId>{}}) {
        const auto rest = school.removals.List(kHelp, scope, after, 10, Soon());
        REQUIRE(rest);
        REQUIRE(rest->size() == 1);
        CHECK(rest->front().id == all->at(1).id);
    }
}
