// Who moved to another group is counted apart from who changed (ROS-08).
#include <catch2/catch.hpp>

#include "services/roster_sync/domain/batch.hpp"
#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

using Keys = std::vector<std::string>;

/// Base groups A and B, and composed groups PLUS and TAAL.
World WithGroups() {
    World world;
    world.Take({.groups = {BaseGroup("A"), BaseGroup("B"), ComposedGroup("PLUS"), ComposedGroup("TAAL")}});
    return world;
}

IncomingPupil InGroups(std::optional<std::string> base, Keys composed = {}) {
    auto record = PupilRecord(1, "Kind", 5);
    record.group = std::move(base);
    record.composed_groups = std::move(composed);
    return record;
}

IncomingStaff Teaching(Keys groups) {
    auto record = StaffRecord(9, "", 6);
    record.groups = std::move(groups);
    return record;
}

TEST_CASE("a pupil in another base group moved, whatever else changed along with it", "[ROS-08][ROS-10]") {
    auto world = WithGroups();
    CHECK(world.Take({.pupils = {InGroups("A")}}).pupils == Counts{.added = 1});
    CHECK(world.Take({.pupils = {InGroups("B")}}).pupils == Counts{.moved = 1});
    CHECK(world.Take({.pupils = {InGroups("B")}}).pupils == Counts{.unchanged = 1});
    auto renamed = InGroups("A", {"PLUS"});
    renamed.name.family = "Anders";
    CHECK(world.Take({.pupils = {renamed}}).pupils == Counts{.moved = 1});
    CHECK(world.state.pupils[0].name.family == "Anders");
}

TEST_CASE("a pupil without a group before or after, or with other composed groups, changed", "[ROS-08]") {
    auto world = WithGroups();
    world.Take({.pupils = {InGroups({})}});
    CHECK(world.Take({.pupils = {InGroups("A")}}).pupils == Counts{.changed = 1});
    CHECK(world.Take({.pupils = {InGroups("A", {"PLUS"})}}).pupils == Counts{.changed = 1});
    CHECK(world.Take({.pupils = {InGroups("A", {"TAAL"})}}).pupils == Counts{.changed = 1});
    CHECK(world.Take({.pupils = {InGroups({})}}).pupils == Counts{.changed = 1});
}

TEST_CASE("a new school year moves the pupils who stay", "[ROS-08][ROS-10]") {
    World world;
    world.Take({.groups = {BaseGroup("G5", 1, 2025)}, .pupils = {InGroups("G5")}});
    const auto result = world.TakeSnapshot({.groups = {BaseGroup("G6", 1, 2026)}, .pupils = {InGroups("G6")}});
    CHECK(result.groups == Counts{.added = 1, .removed = 1});
    CHECK(result.pupils == Counts{.moved = 1});
}

TEST_CASE("a teacher with other base groups moved, one with other composed groups changed", "[ROS-08]") {
    auto world = WithGroups();
    CHECK(world.Take({.staff = {Teaching({})}}).staff == Counts{.added = 1});
    CHECK(world.Take({.staff = {Teaching({"A"})}}).staff == Counts{.changed = 1});
    CHECK(world.Take({.staff = {Teaching({"B"})}}).staff == Counts{.moved = 1});
    CHECK(world.Take({.staff = {Teaching({"A", "B"})}}).staff == Counts{.moved = 1});
    CHECK(world.Take({.staff = {Teaching({"B", "A"})}}).staff == Counts{.unchanged = 1});
    CHECK(world.Take({.staff = {Teaching({"A", "B", "PLUS"})}}).staff == Counts{.changed = 1});
    CHECK(world.Take({.staff = {Teaching({"PLUS"})}}).staff == Counts{.changed = 1});
}

TEST_CASE("what moved adds up over schools", "[ROS-08]") {
    EntityCounts sum;
    sum.Add({.pupils = {.moved = 2}, .staff = {.moved = 1}}, 3);
    sum.Add({.pupils = {.changed = 1, .moved = 1}});
    CHECK(sum.pupils == Counts{.changed = 1, .moved = 7});
    CHECK(sum.staff == Counts{.moved = 3});
}

}  // namespace
}  // namespace suite::roster_sync::test
