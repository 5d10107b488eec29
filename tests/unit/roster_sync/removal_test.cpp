#include "services/roster_sync/domain/removal.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

constexpr Instant kNow{std::chrono::days(20000)};

HeldRemoval Waiting() {
    return {.id = RemovalId{1}, .school = SchoolId{1}, .created_at = kNow, .expires_at = kNow + kRemovalTerm};
}

}  // namespace

TEST_CASE("a snapshot says anew what waits, a delta adds, and takes off whom it names", "[ROS-09]") {
    using enum BatchKind;
    CHECK(WaitingAfter(kSnapshot, {1, 2, 3}, {4}, {1}) == Subjects{4});
    CHECK(WaitingAfter(kSnapshot, {1, 2, 3}, {}, {}).empty());
    CHECK(WaitingAfter(kDelta, {1, 2, 3}, {5}, {2}) == Subjects{1, 3, 5});
    CHECK(WaitingAfter(kDelta, {1, 2}, {}, {1, 2}).empty());
    CHECK(WaitingAfter(kDelta, {}, {}, {7}).empty());
}

TEST_CASE("only what waits can be decided, in time and with a reason", "[ROS-09]") {
    CHECK(MayDecide(Waiting(), "klopt", kNow));
    CHECK(MayDecide(Waiting(), "", kNow).error().fields.at(0).pointer == "/reason");
    CHECK(MayDecide(Waiting(), std::string(501, 'x'), kNow).error().reason == reason::kInvalidRequest);
    CHECK(MayDecide(Waiting(), "klopt", kNow + kRemovalTerm).error().reason == reason::kRemovalExpired);
    for (const auto status : {RemovalStatus::kApproved, RemovalStatus::kDropped, RemovalStatus::kReplaced}) {
        auto removal = Waiting();
        removal.status = status;
        CHECK(MayDecide(removal, "klopt", kNow).error().reason == reason::kRemovalDecided);
    }
    auto expired = Waiting();
    expired.status = RemovalStatus::kExpired;
    CHECK(MayDecide(expired, "klopt", kNow).error().reason == reason::kRemovalExpired);
}

TEST_CASE("approving removes who is still there, and people leave the groups that go", "[ROS-09]") {
    World world;
    auto pupil = PupilRecord(1, "Eerste", 2);
    pupil.group = "A";
    auto teacher = StaffRecord(9, "juf@school.example", 3);
    teacher.groups = {"A"};
    world.Take({.groups = {BaseGroup("A", 1)}, .pupils = {pupil}, .staff = {teacher}});
    const auto person = world.state.pupils.front().id;
    const auto group = world.state.groups.front().id;

    auto pupils = RemovalOf(world.state, Entity::kPupil, {person.value, 999999});
    CHECK(pupils.removed_pupils == std::vector{person});
    CHECK(pupils.removed_staff.empty());

    const auto groups = RemovalOf(world.state, Entity::kGroup, {group.value});
    CHECK(groups.removed_groups == std::vector{group});
    REQUIRE(groups.pupils.size() == 1);
    CHECK_FALSE(groups.pupils.front().base_group);
    REQUIRE(groups.staff.size() == 1);
    CHECK(groups.staff.front().groups.empty());
    CHECK(RemovalOf(world.state, Entity::kStaff, {123}).Empty());
}

TEST_CASE("a batch that names a person confirms that one, also when nothing changes", "[ROS-09]") {
    World world;
    const IncomingRoster roster{.groups = {BaseGroup("A", 1)}, .pupils = {PupilRecord(1, "Eerste", 2)}};
    world.Take(roster);
    const auto again = world.Take(roster);
    CHECK(again.confirmed_pupils == std::vector{world.state.pupils.front().id});
    CHECK(again.confirmed_groups == std::vector{world.state.groups.front().id});
    CHECK(world.Take({.pupils = {Deleting(PupilRecord(1, "Eerste", 2))}}).confirmed_pupils.empty());
}

}  // namespace suite::roster_sync::test
