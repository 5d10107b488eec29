// A child keeps its id when it goes to another school, by itself or with a merger (ROS-11).
#include <catch2/catch.hpp>

#include "services/roster_sync/domain/identity.hpp"
#include "services/roster_sync/domain/merger.hpp"
#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

roster::Pupil MakePupil(std::int64_t id, std::optional<std::int64_t> basispoort_id, std::string eck, std::string las) {
    roster::Pupil pupil;
    pupil.id = PersonId{id};
    pupil.keys = {.basispoort_id = basispoort_id, .eck_id = std::move(eck), .las_key = std::move(las)};
    pupil.name.family = "Jansen";
    return pupil;
}

roster::SchoolState School(std::int64_t id, std::vector<roster::Pupil> pupils) {
    roster::SchoolState state;
    state.school.id = SchoolId{id};
    state.pupils = std::move(pupils);
    return state;
}

}  // namespace

TEST_CASE("a new pupil gets the id it has at another school, by Basispoort id, else ECK iD", "[ROS-11]") {
    const auto here = School(1, {MakePupil(10, 500, "", "")});
    roster::SchoolChanges changes{.school_id = SchoolId{1}};
    changes.pupils = {MakePupil(10, 500, "", ""), MakePupil(11, 501, "eck-a", ""), MakePupil(12, {}, "eck-b", ""),
                      MakePupil(13, {}, "", "las-c")};
    CHECK(KeysOfNewPupils(here, changes).size() == 3);
    KeepIdentities(here,
                   {{.school = SchoolId{2}, .id = PersonId{71}, .keys = {501, "eck-z", ""}},
                    {.school = SchoolId{2}, .id = PersonId{72}, .keys = {{}, "eck-b", ""}},
                    {.school = SchoolId{2}, .id = PersonId{73}, .keys = {{}, "", "las-c"}}},
                   changes);
    CHECK(changes.pupils[0].id == PersonId{10});
    CHECK(changes.pupils[1].id == PersonId{71});
    CHECK(changes.pupils[2].id == PersonId{72});
    CHECK(changes.pupils[3].id == PersonId{13});  // a LAS key means something within one school only
}

TEST_CASE("nobody gets an id that the school uses for somebody else", "[ROS-11]") {
    const auto here = School(1, {MakePupil(71, 499, "", "")});
    roster::SchoolChanges changes{.school_id = SchoolId{1}};
    changes.pupils = {MakePupil(11, 501, "", ""), MakePupil(12, 502, "eck", "")};
    KeepIdentities(here,
                   {{.school = SchoolId{2}, .id = PersonId{71}, .keys = {501, "", ""}},
                    {.school = SchoolId{3}, .id = PersonId{71}, .keys = {502, "", ""}}},
                   changes);
    CHECK(changes.pupils[0].id == PersonId{11});
    CHECK(changes.pupils[1].id == PersonId{12});
}

TEST_CASE("a merger takes along whom the new school lacks, with id and keys and without a group", "[ROS-11]") {
    auto from = School(1, {MakePupil(10, 500, "eck-a", "las-1"), MakePupil(11, 501, "", "las-2"),
                           MakePupil(12, 502, "", ""), MakePupil(13, {}, "eck-d", ""), MakePupil(14, {}, "", "las-2")});
    from.groups = {{.id = GroupId{5}, .school_year = Year(2026), .las_key = "A", .name = "5A", .year_group = "5"}};
    from.pupils[0].base_group = GroupId{5};
    from.pupils[2].active = false;
    const auto into = School(2, {MakePupil(30, 501, "", ""), MakePupil(31, {}, "", "las-2")});
    const auto changes = PupilsToTake(from, into, {PersonId{13}});
    REQUIRE(changes.pupils.size() == 1);  // 501 is there, 12 is inactive, 13 is elsewhere, 14 has no key left
    const auto& taken = changes.pupils.front();
    CHECK(taken.id == PersonId{10});
    CHECK(taken.keys == from.pupils[0].keys);
    CHECK_FALSE(taken.base_group);
    CHECK(taken.year_group == "5");

    auto after = into;
    roster::Apply(after, changes);
    CHECK(PupilsTaken(from, after).removed_pupils == std::vector{PersonId{10}});
    CHECK(PupilsToTake(from, after, {PersonId{13}}).Empty());  // again: nothing
}

}  // namespace suite::roster_sync::test
