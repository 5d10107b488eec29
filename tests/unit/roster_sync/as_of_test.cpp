#include "services/roster_sync/app/as_of.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

World TwoGroups() {
    World world;
    auto first = PupilRecord(1, "Zwart", 3);
    first.group = "A";
    auto second = PupilRecord(2, "Bakker", 4);
    second.group = "B";
    second.composed_groups = {"PLUS"};
    auto teacher = StaffRecord(9, "juf@school.example", 5);
    teacher.groups = {"A"};
    auto coordinator = StaffRecord(8, "ict@school.example", 6);
    coordinator.roles = {roster::StaffRole::kIctCoordinator};
    world.Take({.groups = {BaseGroup("A", 1), BaseGroup("B", 2), ComposedGroup("PLUS", 7)},
                .pupils = {first, second},
                .staff = {teacher, coordinator}});
    return world;
}

}  // namespace

TEST_CASE("lists of the past filter, sort and page like those of today", "[ROS-11]") {
    const auto world = TwoGroups();
    const auto groups = GroupsOf(world.state, {}, {});
    REQUIRE(groups);
    REQUIRE(groups->items.size() == 3);
    CHECK(groups->items[0].group.name == "Groep A");
    CHECK(groups->items[0].pupil_count == 1);
    CHECK(groups->items[2].group.kind == roster::GroupKind::kComposed);

    const auto first = PupilsOf(world.state, {}, {.limit = 1});
    REQUIRE(first->items.size() == 1);
    CHECK(first->items[0].pupil.name.family == "Bakker");
    CHECK(first->items[0].base_group->name == "Groep B");
    CHECK(first->items[0].composed_groups.at(0).name == "Groep PLUS");
    const auto second = PupilsOf(world.state, {}, {.cursor = first->next_cursor, .limit = 1});
    REQUIRE(second->items.size() == 1);
    CHECK(second->items[0].pupil.name.family == "Zwart");
    CHECK(second->next_cursor.empty());
    CHECK(PupilsOf(world.state, {}, {.cursor = "NDE"}).error().reason == reason::kInvalidCursor);

    CHECK(PupilsOf(world.state, {.q = "zwar"}, {})->items.size() == 1);
    CHECK(PupilsOf(world.state, {.basispoort_id = 2}, {})->items.size() == 1);
    CHECK(PupilsOf(world.state, {.group = groups->items[0].group.id}, {})->items.size() == 1);
    CHECK(PupilsOf(world.state, {.eck_id = "none"}, {})->items.empty());
    CHECK(StaffOf(world.state, StaffKind::kTeachers, {}, {})->items.size() == 1);
    CHECK(StaffOf(world.state, StaffKind::kIctCoordinators, {}, {})->items.size() == 1);
}

}  // namespace suite::roster_sync::test
