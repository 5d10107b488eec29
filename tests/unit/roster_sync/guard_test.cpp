#include "services/roster_sync/domain/guard.hpp"

#include <catch2/catch.hpp>

#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

TEST_CASE("removals are held when they exceed both the share and the count", "[ROS-09]") {
    struct Row {
        Removals removals;
        bool held;
    };
    const Row rows[] = {
        {{.present = 100, .removed = 0}, false},
        {{.present = 100, .removed = 10}, false},  // 10 % is not more than 10 %
        {{.present = 100, .removed = 11}, true},
        {{.present = 20, .removed = 5}, false},  // a quarter, but not more than 5
        {{.present = 20, .removed = 6}, true},
        {{.present = 60, .removed = 6}, false},
        {{.present = 59, .removed = 6}, true},
        {{.present = 6, .removed = 6}, true},
        {{.present = 3, .removed = 3}, false},
        {{.present = 3, .removed = 3, .nothing_named = true}, true},
        {{.present = 0, .removed = 0, .nothing_named = true}, false},
        {{.present = 100, .removed = 20, .expected = 12}, false},
        {{.present = 100, .removed = 20, .expected = 9}, true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.removals.present, row.removals.removed, row.removals.expected, row.removals.nothing_named);
        CHECK(HoldsRemovals(row.removals, {}) == row.held);
        CHECK_FALSE(HoldsRemovals(row.removals, {.enabled = false}));
    }
    CHECK(HoldsRemovals({.present = 100, .removed = 3}, {.percent = 1, .count = 1}));
}

TEST_CASE("in July and August a quarter may go before it looks like an accident", "[ROS-09]") {
    const Removals fifth{.present = 100, .removed = 20};
    const Removals third{.present = 100, .removed = 33};
    for (const auto* day : {"2026-07-01", "2026-08-31"}) {
        CHECK_FALSE(HoldsRemovals(fifth, {}, Day(day)));
        CHECK(HoldsRemovals(third, {}, Day(day)));
        CHECK(HoldsRemovals({.present = 100, .removed = 1, .nothing_named = true}, {}, Day(day)));
    }
    for (const auto* day : {"2026-06-30", "2026-09-01", "2026-11-21"}) CHECK(HoldsRemovals(fifth, {}, Day(day)));
}

IncomingRoster Pupils(int count, int first = 1) {
    IncomingRoster roster{.groups = {BaseGroup("G8")}};
    roster.groups[0].year_group = "8";
    for (int i = 0; i < count; ++i) {
        roster.pupils.push_back(PupilRecord(first + i, "Kind", 10 + i));
        roster.pupils.back().year_group.clear();
        roster.pupils.back().group = "G8";
    }
    return roster;
}

TEST_CASE("a snapshot without most of the pupils removes nobody and still brings additions and changes", "[ROS-09]") {
    World world;
    world.Take(Pupils(40));
    auto broken = Pupils(10);
    broken.pupils[0].name.family = "Anders";
    broken.pupils.push_back(PupilRecord(500, "Nieuw", 99));

    const auto result = world.TakeSnapshot(broken);

    CHECK(result.pupils == Counts{.added = 1, .changed = 1, .unchanged = 9, .held = 30});
    CHECK(result.held_pupils.size() == 30);
    CHECK(result.changes.removed_pupils.empty());
    CHECK(world.state.pupils.size() == 41);
}

TEST_CASE("deletions in a delta are guarded like those of a snapshot", "[ROS-09]") {
    World world;
    world.Take(Pupils(40));
    IncomingRoster delta;
    for (int i = 1; i <= 6; ++i) delta.pupils.push_back(Deleting(PupilRecord(i, "", i)));
    CHECK(world.Preview(delta).pupils == Counts{.held = 6});
    delta.pupils.pop_back();
    CHECK(world.Preview(delta).pupils == Counts{.removed = 5});
}

TEST_CASE("a snapshot that names nobody is held however small the school", "[ROS-09]") {
    World world;
    auto roster = Pupils(2);
    roster.staff.push_back(StaffRecord(9, "juf@school.test", 50));
    world.Take(roster);
    const auto result = world.TakeSnapshot({});
    CHECK(result.changes.Empty());
    CHECK(result.groups.held == 1);
    CHECK(result.pupils.held == 2);
    CHECK(result.staff.held == 1);
}

TEST_CASE("group 8 leaving in summer does not trip the guard, in November it does", "[ROS-09][ROS-10]") {
    for (const auto& [day, held] : {std::pair{"2026-08-20", false}, std::pair{"2026-11-20", true}}) {
        World world;
        world.Take(Pupils(20));
        IncomingRoster rest{.groups = {BaseGroup("G8")}, .pupils = {PupilRecord(500, "Blijver", 1)}};
        rest.groups[0].year_group = "8";
        world.options.today = Day(day);
        CAPTURE(day);
        const auto result = world.TakeSnapshot(rest);
        CHECK(result.pupils.held == (held ? 20 : 0));
        CHECK(result.pupils.removed == (held ? 0 : 20));
    }
}

TEST_CASE("last year's groups may all go at once when their year is over", "[ROS-09][ROS-10]") {
    World world;
    world.options.today = Day("2026-06-01");
    IncomingRoster old_year;
    IncomingRoster new_year;
    for (int i = 0; i < 12; ++i) {
        old_year.groups.push_back(BaseGroup("G" + std::to_string(i), i, 2025));
        new_year.groups.push_back(BaseGroup("G" + std::to_string(i), i, 2026));
    }
    world.Take(old_year);
    SECTION("after 31 July") {
        world.options.today = Day("2026-11-01");
        CHECK(world.TakeSnapshot(new_year).groups == Counts{.added = 12, .removed = 12});
    }
    SECTION("in July, when the new ones are there") {
        world.options.today = Day("2026-07-10");
        CHECK(world.TakeSnapshot(new_year).groups == Counts{.added = 12, .removed = 12});
    }
    SECTION("not in June") { CHECK(world.TakeSnapshot(new_year).groups == Counts{.added = 12, .held = 12}); }
}

TEST_CASE("a closing or merging school may lose everybody", "[ROS-09][ROS-11]") {
    IncomingSchool closed{.basispoort_id = 1001, .name = "De Regenboog", .active = false};
    IncomingSchool merged{.basispoort_id = 1001, .name = "De Regenboog", .merged_into_basispoort_id = 1002};
    for (const auto& school : {closed, merged}) {
        World world;
        world.Take(Pupils(40));
        CHECK(world.TakeSnapshot({.schools = {school}}).pupils == Counts{.removed = 40});
    }
}

TEST_CASE("a held deletion of a group leaves its members in it", "[ROS-09]") {
    World world;
    auto roster = Pupils(8);
    for (int i = 0; i < 9; ++i) roster.groups.push_back(BaseGroup("X" + std::to_string(i)));
    world.Take(roster);
    const auto before = world.state;
    IncomingRoster delta{.groups = {Deleting(BaseGroup("G8"))}};
    for (int i = 0; i < 9; ++i) delta.groups.push_back(Deleting(BaseGroup("X" + std::to_string(i))));
    CHECK(world.Take(delta).groups == Counts{.held = 10});
    CHECK(world.state == before);
}

}  // namespace
}  // namespace suite::roster_sync::test
