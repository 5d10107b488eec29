#include <catch2/catch.hpp>

#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

TEST_CASE("the same groups again change nothing", "[ROS-02][ROS-05]") {
    World world;
    const IncomingRoster roster{.groups = {BaseGroup("G5A", 1), ComposedGroup("PLUS", 2)}};
    CHECK(world.Take(roster).groups == Counts{.added = 2});
    const auto again = world.Take(roster);
    CHECK(again.changes.Empty());
    CHECK(again.groups == Counts{.unchanged = 2});
}

TEST_CASE("a group is renamed under its key and has another identity in another school year", "[ROS-02]") {
    World world;
    world.Take({.groups = {BaseGroup("G5A")}});
    const auto id = world.state.groups[0].id;
    auto renamed = BaseGroup(" G5A ");
    renamed.name = "De  Vlinders ";
    CHECK(world.Take({.groups = {renamed}}).groups == Counts{.changed = 1});
    CHECK(world.state.groups[0].id == id);
    CHECK(world.state.groups[0].name == "De Vlinders");
    CHECK(world.Take({.groups = {BaseGroup("G5A", 1, 2027)}}).groups == Counts{.added = 1});
    CHECK(world.state.groups.size() == 2);
}

TEST_CASE("a group whose key starts with # is known by year, kind and name", "[ROS-06]") {
    World world;
    auto group = BaseGroup("#001");
    group.name = "Vissen";
    auto pupil = PupilRecord(1, "Kind", 5);
    pupil.group = "#001";
    world.Take({.groups = {group}, .pupils = {pupil}});
    REQUIRE(world.state.groups.size() == 1);
    CHECK(world.state.groups[0].las_key.empty());
    CHECK(world.state.pupils.at(0).base_group == world.state.groups[0].id);

    group.las_key = "#777";  // another export numbers them anew
    pupil.group = "#777";
    CHECK(world.Take({.groups = {group}, .pupils = {pupil}}).changes.Empty());
    CHECK(Reasons(world.Take({.pupils = {pupil}})) == Texts{"unknown-group"});
}

TEST_CASE("what is wrong with a group rejects that group only", "[ROS-08]") {
    const auto with = [](auto change) {
        auto group = BaseGroup("BAD", 7);
        change(group);
        return group;
    };
    struct Row {
        IncomingGroup group;
        const char* field;
        const char* reason;
    };
    const Row rows[] = {
        {with([](auto& g) { g.name = "  "; }), "naam", "missing-name"},
        {with([](auto& g) { g.name = std::string(65, 'x'); }), "naam", "too-long"},
        {with([](auto& g) { g.name = "a\x01z"; }), "naam", "invalid-text"},
        {with([](auto& g) { g.year_group = "9"; }), "jaargroep", "invalid-year-group"},
        {with([](auto& g) { g.las_key = " "; }), "lasKey", "missing-key"},
        {with([](auto& g) { g.head.fault = Fault{"naam", "invalid-type"}; }), "naam", "invalid-type"},
        {Deleting(BaseGroup("BAD", 7)), "lasKey", "unknown-group"},
    };
    for (const auto& row : rows) {
        World world;
        const auto result = world.Take({.groups = {row.group, BaseGroup("GOOD", 8)}});
        CAPTURE(row.reason, row.field);
        REQUIRE(result.rejections.size() == 1);
        CHECK(result.rejections[0].entity == Entity::kGroup);
        CHECK(result.rejections[0].line == 7);
        CHECK(result.rejections[0].field == row.field);
        CHECK(result.rejections[0].reason == row.reason);
        CHECK_FALSE(result.rejections[0].message_nl.empty());
        CHECK(result.groups == Counts{.added = 1, .rejected = 1});
    }
    World world;
    auto longest = BaseGroup("OK");
    longest.name.clear();
    for (int i = 0; i < 64; ++i) longest.name += "\xC3\xAB";
    CHECK(world.Take({.groups = {longest}}).groups.added == 1);
}

TEST_CASE("a group whose record is rejected is not taken for one that ended", "[ROS-05][ROS-08]") {
    World world;
    world.Take({.groups = {BaseGroup("G"), BaseGroup("H")}});
    const auto before = world.state;
    auto wrong = BaseGroup("G");
    wrong.year_group = "9";
    CHECK(world.TakeSnapshot({.groups = {wrong, BaseGroup("H")}}).groups == Counts{.unchanged = 1, .rejected = 1});
    CHECK(world.state == before);
}

TEST_CASE("deleting a group takes its members out of it, and they count as changed", "[ROS-02][ROS-05]") {
    World world;
    auto pupil = PupilRecord(1, "Kind", 5);
    pupil.group = "G5A";
    pupil.composed_groups = {"PLUS"};
    auto teacher = StaffRecord(9, "juf@school.test", 6);
    teacher.groups = {"G5A", "PLUS"};
    world.Take({.groups = {BaseGroup("G5A"), ComposedGroup("PLUS")}, .pupils = {pupil}, .staff = {teacher}});
    REQUIRE(world.state.staff.at(0).groups.size() == 2);

    const auto result = world.Take({.groups = {Deleting(BaseGroup("G5A")), Deleting(ComposedGroup("PLUS"))}});

    CHECK(result.groups == Counts{.removed = 2});
    CHECK(result.pupils == Counts{.changed = 1});
    CHECK(result.staff == Counts{.changed = 1});
    CHECK_FALSE(world.state.pupils[0].base_group);
    CHECK(world.state.pupils[0].composed_groups.empty());
    CHECK(world.state.staff[0].groups.empty());
}

TEST_CASE("a delete without school year means the newest group that the school has", "[ROS-05]") {
    World world;
    world.Take({.groups = {BaseGroup("G", 1, 2025), BaseGroup("G", 2, 2026)}});
    auto gone = Deleting(BaseGroup("G", 9));
    gone.school_year.reset();
    CHECK(world.Take({.groups = {BaseGroup("G", 1, 2027), gone}}).groups == Counts{.added = 1, .removed = 1});
    REQUIRE(world.state.groups.size() == 2);
    for (const auto& group : world.state.groups) CHECK(group.school_year != Year(2026));
}

TEST_CASE("of two records about one group the later position wins", "[ROS-05]") {
    for (const bool deleted_last : {true, false}) {
        World world;
        world.Take({.groups = {BaseGroup("G")}});
        auto renamed = BaseGroup("G", deleted_last ? 1 : 2);
        renamed.name = "Nieuw";
        const auto gone = Deleting(BaseGroup("G", deleted_last ? 2 : 1));
        world.Take({.groups = {gone, renamed}});
        CAPTURE(deleted_last);
        CHECK(world.state.groups.size() == (deleted_last ? 0U : 1U));
    }
}

TEST_CASE("a reference to a group means the newest school year that has the key", "[ROS-02][ROS-10]") {
    World world;
    auto pupil = PupilRecord(1, "Kind", 5);
    pupil.group = "G";
    world.Take({.groups = {BaseGroup("G", 1, 2025), BaseGroup("G", 2, 2026)}, .pupils = {pupil}});
    const auto in = world.state.pupils.at(0).base_group;
    REQUIRE(in);
    for (const auto& group : world.state.groups) CHECK((group.id == *in) == (group.school_year == Year(2026)));
}

TEST_CASE("a group that becomes composed is nobody's base group any more", "[ROS-02]") {
    World world;
    auto pupil = PupilRecord(1, "Kind", 5);
    pupil.group = "G";
    world.Take({.groups = {BaseGroup("G")}, .pupils = {pupil}});
    CHECK(world.Take({.groups = {ComposedGroup("G")}}).pupils == Counts{.changed = 1});
    CHECK_FALSE(world.state.pupils[0].base_group);
}

TEST_CASE("a school is changed, closed and never removed", "[ROS-01][ROS-11]") {
    World world;
    IncomingSchool school{
        .basispoort_id = 1001, .name = "De  Regenboog", .brin = "99XX", .location = "", .city = "Houten"};
    CHECK(world.Take({.schools = {school}}).school == Counts{.changed = 1});
    CHECK(world.state.school.location == "00");
    CHECK(world.Take({.schools = {school}}).school == Counts{.unchanged = 1});
    CHECK(world.Take({.schools = {Deleting(school)}}).school == Counts{.changed = 1});
    CHECK_FALSE(world.state.school.active);
    CHECK(world.state.school.city == "Houten");
    school.brin = "9999";
    CHECK(Reasons(world.Take({.schools = {school}})) == Texts{"invalid-brin"});
    CHECK_FALSE(world.state.school.active);
}

}  // namespace
}  // namespace suite::roster_sync::test
