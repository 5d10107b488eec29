// Links of groups and the turn of the school year, on 1 August (ROS-10).
#include "calendar.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;
using World = CalendarWorld;

constexpr GroupId kNext6{306};
constexpr PersonId kNewPupil{407};

/// Next year's group 6, with a new pupil in it, as it is there before the summer.
roster::SchoolChanges NextYearsGroup(std::int64_t version) {
    roster::SchoolChanges changes{.school_id = kSchool, .version = version};
    changes.groups = {{.id = kNext6, .school_year = {2027}, .las_key = "G6N", .name = "Groep 6", .year_group = "6"}};
    changes.pupils = {PupilIn(kNewPupil, kNext6)};
    return changes;
}

}  // namespace

TEST_CASE("a group that is never removed has no access from 1 August on, and its link ends once",
          "[ROS-10][LIC-03][LIC-08][LIC-15]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.clock.Set("2027-07-31T21:59:59Z");  // a second before midnight in the Netherlands
    CHECK(world.Check(kPupil5).until == Date::Parse("2027-07-31"));
    REQUIRE(world.end_links());
    CHECK(world.Links() == 1);

    world.clock.Set("2027-07-31T22:00:00Z");
    CHECK(world.Check(kPupil5).reason == Reason::kGroupNotLinked);
    CHECK(world.Check(kTeacher).reason == Reason::kGroupNotLinked);
    CHECK(world.Links() == 1);  // nobody has ended it yet

    for (int twice = 0; twice < 2; ++twice) {
        const auto more = world.end_links();
        REQUIRE(more);
        CHECK_FALSE(*more);
    }
    CHECK(world.Links() == 0);
    CHECK(world.Ended("rollover") == 1);
    CHECK(world.Ended("roster") == 0);
    CHECK(world.Check(kPupil5).reason == Reason::kGroupNotLinked);
}

TEST_CASE("next year's groups in July end nothing, and can be linked ahead", "[ROS-10][LIC-03]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.clock.Set("2027-07-05T08:00:00Z");
    world.Take(NextYearsGroup(2));
    REQUIRE(world.end_links());
    CHECK(world.Check(kPupil5).Entitled());
    REQUIRE(world.Link(kNext6));
    CHECK(world.Check(kNewPupil).until == Date::Parse("2028-07-31"));

    world.clock.Set("2027-08-01T08:00:00Z");
    REQUIRE(world.end_links());
    CHECK_FALSE(world.Check(kPupil5).Entitled());
    CHECK(world.Check(kNewPupil).until == Date::Parse("2028-07-31"));
    CHECK(world.Ended("rollover") == 1);
    CHECK(world.Links() == 1);
}

TEST_CASE("a group that goes in the year ends its links as the roster's doing and at the rollover as the year's",
          "[ROS-10][LIC-15]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(world.Link(kGroup6));
    roster::SchoolChanges gone{.school_id = kSchool, .version = 2};
    gone.removed_groups = {kGroup6};
    world.Take(gone);
    CHECK(world.Ended("roster") == 1);
    CHECK(world.Ended("rollover") == 0);

    world.clock.Set("2027-07-20T08:00:00Z");
    const bool at_once = GENERATE(true, false);
    CAPTURE(at_once);
    auto next = NextYearsGroup(3);
    roster::SchoolChanges last{.school_id = kSchool, .version = 4};
    (at_once ? next : last).removed_groups = {kGroup5};
    world.Take(next);
    if (!at_once) world.Take(last);
    CHECK(world.Links() == 0);
    CHECK(world.Ended("roster") == 1);
    CHECK(world.Ended("rollover") == 1);
}

TEST_CASE("a group of last year that is linked by hand in the new one has access for that year", "[ROS-10][LIC-03]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.clock.Set("2027-08-23T08:00:00Z");  // the school has no new groups yet
    const bool ended = GENERATE(true, false);
    CAPTURE(ended);
    if (ended) REQUIRE(world.end_links());
    CHECK_FALSE(world.Check(kPupil5).Entitled());
    REQUIRE(world.Link(kGroup5));
    CHECK(world.Check(kPupil5).until == Date::Parse("2028-07-31"));
    REQUIRE(world.end_links());
    CHECK(world.Links() == 1);
    CHECK(world.Count("SELECT count(*) FROM licence_history WHERE action = 'link'") == 2);
}

TEST_CASE("links from before they had a school year get their group's or the one they were made in", "[ROS-10]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    testing::TestDatabase fresh(dialect);
    const auto before = [&](sql::Session& session) -> Status {
        SUITE_RETURN_IF_ERROR(roster_copy::ApplyChanges(session, WholeSchool(kSchool), roster_copy::Names::kKeep));
        // Group 5 (2026) linked in June 2027 and in September 2027, group 6 in May 2026; a group that is gone.
        for (const auto* row : {"101, 1, 205, 1813150800000", "101, 2, 205, 1820000000000",
                                "101, 1, 206, 1778000000000", "101, 1, 999, 1778000000000"}) {
            SUITE_RETURN_IF_ERROR(
                session.Execute("INSERT INTO group_link (school_id, licence_id, group_id, linked_at) VALUES (" +
                                std::string(row) + ")"));
        }
        return {};
    };
    REQUIRE(fresh.Open("licence", Migrations().first(16))->Write(SchoolScope::All(), Soon(), before));
    const auto database = fresh.Open("licence", Migrations());
    const auto rows = database->Read(SchoolScope::All(), Soon(), [](sql::Session& session) {
        return session.Query("SELECT school_year FROM group_link ORDER BY group_id, licence_id");
    });
    REQUIRE(rows);
    REQUIRE(rows->size() == 4);
    CHECK((*rows)[0].OptInt(0) == 2026);
    CHECK((*rows)[1].OptInt(0) == 2027);
    CHECK((*rows)[2].OptInt(0) == 2026);
    CHECK((*rows)[3].IsNull(0));
}
