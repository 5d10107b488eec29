#include "services/roster_sync/domain/joins.hpp"

#include <catch2/catch.hpp>

#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

/// Group A with one pupil, group B empty, both of this school year.
World RunningSchool() {
    World world;
    auto pupil = PupilRecord(1, "Eerste", 3);
    pupil.group = "A";
    world.Take({.groups = {BaseGroup("A", 1), BaseGroup("B", 2)}, .pupils = {pupil}});
    return world;
}

std::vector<roster::GroupJoin> JoinsOf(World& world, const IncomingRoster& incoming, const char* day) {
    world.options.today = Day(day);
    return MidYearJoins(world.state, world.Preview(incoming).changes, Day(day));
}

IncomingRoster PupilIn(std::int64_t id, const char* group) {
    auto pupil = PupilRecord(id, "Nieuw", 1);
    pupil.group = group;
    return {.pupils = {pupil}};
}

}  // namespace

TEST_CASE("a pupil who comes into a group with pupils while the lessons run is a join", "[ROS-15]") {
    auto world = RunningSchool();
    const auto joins = JoinsOf(world, PupilIn(2, "A"), "2026-11-21");
    REQUIRE(joins.size() == 1);
    CHECK(joins.front().group == world.state.groups.front().id);
}

TEST_CASE("forming groups in August, filling an empty group and staying where one is are no joins", "[ROS-15]") {
    auto world = RunningSchool();
    CHECK(JoinsOf(world, PupilIn(2, "A"), "2026-08-20").empty());
    CHECK(JoinsOf(world, PupilIn(2, "B"), "2026-11-21").empty());
    CHECK(JoinsOf(world, PupilIn(1, "A"), "2026-11-21").empty());  // renamed, same group
}

TEST_CASE("moving to another running group is a join of that group only", "[ROS-15]") {
    auto world = RunningSchool();
    world.Take(PupilIn(3, "B"));
    const auto joins = JoinsOf(world, PupilIn(1, "B"), "2027-02-01");
    REQUIRE(joins.size() == 1);
    CHECK(joins.front().pupil == world.state.pupils.front().id);
}

TEST_CASE("a group of last school year gives no joins", "[ROS-15]") {
    auto world = RunningSchool();
    CHECK(JoinsOf(world, PupilIn(2, "A"), "2027-10-01").empty());
}

TEST_CASE("coming into a running composed group is a join too", "[ROS-15]") {
    World world;
    auto first = PupilRecord(1, "Eerste", 2);
    first.composed_groups = {"PLUS"};
    world.Take({.groups = {ComposedGroup("PLUS", 1)}, .pupils = {first}});
    auto second = PupilRecord(2, "Tweede", 1);
    second.composed_groups = {"PLUS"};
    CHECK(JoinsOf(world, {.pupils = {second}}, "2026-11-21").size() == 1);
}

}  // namespace suite::roster_sync::test
