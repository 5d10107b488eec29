#include "roster/apply.hpp"

#include <catch2/catch.hpp>

#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

roster::Pupil PupilOf(std::int64_t id, std::string family) {
    roster::Pupil pupil;
    pupil.id = PersonId{id};
    pupil.name.family = std::move(family);
    return pupil;
}

TEST_CASE("applied changes replace, add and remove by id, and the same changes again do nothing", "[ROS-13]") {
    roster::SchoolState state;
    state.pupils = {PupilOf(3, "Drie"), PupilOf(1, "Een"), PupilOf(2, "Twee")};
    roster::SchoolChanges changes;
    changes.pupils = {PupilOf(4, "Vier"), PupilOf(1, "Anders")};
    changes.removed_pupils = {PersonId{2}, PersonId{77}};

    roster::Apply(state, changes);

    CHECK(state.pupils == std::vector{PupilOf(1, "Anders"), PupilOf(3, "Drie"), PupilOf(4, "Vier")});
    const auto once = state;
    roster::Apply(state, changes);
    CHECK(state == once);
}

TEST_CASE("complete changes forget all that they do not name", "[ROS-13]") {
    roster::SchoolState state;
    state.school.name = "De Regenboog";
    state.pupils = {PupilOf(1, "Een")};
    state.staff.resize(1);
    roster::SchoolChanges changes;
    changes.complete = true;
    changes.pupils = {PupilOf(2, "Twee")};
    roster::Apply(state, changes);
    CHECK(state.pupils == std::vector{PupilOf(2, "Twee")});
    CHECK(state.staff.empty());
    CHECK(state.school.name == "De Regenboog");
}

TEST_CASE("a pupil's own year group wins over the group's", "[ROS-03]") {
    roster::SchoolState state;
    state.groups.resize(1);
    state.groups[0].id = GroupId{5};
    state.groups[0].year_group = "C";
    auto pupil = PupilOf(1, "Een");
    CHECK(roster::EffectiveYearGroup(state, pupil).empty());
    pupil.base_group = GroupId{5};
    CHECK(roster::EffectiveYearGroup(state, pupil) == "C");
    pupil.year_group = "4";
    CHECK(roster::EffectiveYearGroup(state, pupil) == "4");
}

}  // namespace
}  // namespace suite::roster_sync::test
