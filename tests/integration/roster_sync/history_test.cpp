#include "care.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

Dialect AnyDialect() { return GENERATE(Dialect::kSqlite, Dialect::kPostgres); }

std::size_t PupilsOn(Care& care, SchoolId school, const char* day) {
    const auto page = care.see.Pupils(kHelp, school, {.as_of = Date::Parse(day)}, {}, Soon());
    REQUIRE(page);
    return page->items.size();
}

}  // namespace

TEST_CASE("a school can be read as it was on any day", "[ROS-11]") {
    Care care(AnyDialect());
    care.clock.Set("2026-09-01");
    care.Push(1001, SchoolOf(1001, 1, 4));
    const auto school = *care.Find(1001);
    care.clock.Set("2026-10-01");
    care.Push(1001, R"({"type":"pupil","op":"delete","schoolId":1001,"id":1})");
    care.clock.Set("2026-10-02");
    care.Push(1001, SchoolOf(1001, 50, 3));
    care.clock.Set("2026-11-01");
    care.Push(1001, R"({"type":"group","op":"delete","schoolId":1001,"id":"A"})");
    CHECK(PupilsOn(care, school, "2026-08-31") == 0);
    CHECK(PupilsOn(care, school, "2026-09-01") == 4);
    CHECK(PupilsOn(care, school, "2026-09-30") == 4);
    CHECK(PupilsOn(care, school, "2026-10-01") == 3);
    CHECK(PupilsOn(care, school, "2026-10-15") == 6);
    CHECK(PupilsOn(care, school, "2026-11-01") == 6);

    const auto then = care.see.Pupils(kHelp, school, {.as_of = Date::Parse("2026-10-15")}, {}, Soon());
    CHECK(then->items.front().base_group->name == "5A");
    const auto now = care.see.Pupils(kHelp, school, {}, {}, Soon());
    CHECK_FALSE(now->items.front().base_group);
    CHECK(care.see.Groups(kHelp, school, {.as_of = Date::Parse("2026-10-15")}, {}, Soon())->items.size() == 1);
    CHECK(care.see.Groups(kHelp, school, {}, {}, Soon())->items.empty());
}

TEST_CASE("the past is the coordinator's, and the future nobody's", "[ROS-11]") {
    Care care(Dialect::kSqlite);
    care.Push(1001, SchoolOf(1001, 1, 4));
    const auto school = *care.Find(1001);
    const Actor teacher{.role = Role::kTeacher, .school = school, .person = PersonId{1}};
    const auto day = Date::Parse("2026-11-21");
    CHECK(care.see.Pupils(teacher, school, {.as_of = day}, {}, Soon()).error().reason == reason::kForbidden);
    CHECK(care.see.Pupils({.role = Role::kCoordinator, .school = school}, school, {.as_of = day}, {}, Soon()));
    CHECK(
        care.see.Groups(kHelp, school, {.as_of = Date::Parse("2026-11-22")}, {}, Soon()).error().fields.at(0).pointer ==
        "asOf");
}

TEST_CASE("joins of running groups can be followed by number", "[ROS-15]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 2));
    const auto school = *care.Find(1001);
    CHECK(care.see.Joins(kHelp, school, 0, 10, Soon())->empty());
    care.Push(1001, SchoolOf(1001, 10, 2));
    care.Push(1001, SchoolOf(1001, 20, 1));
    const auto joins = care.see.Joins(kHelp, school, 0, 10, Soon());
    REQUIRE(joins);
    REQUIRE(joins->size() == 3);
    CHECK((*joins)[0].number == 1);
    CHECK((*joins)[2].pupil_name == "Kind Nummer 20");
    CHECK((*joins)[2].group_name == "5A");
    CHECK(care.see.Joins(kHelp, school, 2, 10, Soon())->size() == 1);

    const Actor software{.role = Role::kMachine, .scopes = {"entitlements:read"}};
    CHECK(care.see.Joins(software, school, 0, 10, Soon())->front().pupil_name.empty());
    CHECK(care.see.Joins(software, SchoolId{99}, 0, 10, Soon()).error().reason == reason::kSchoolUnknown);
    CHECK(care.see.Joins({.role = Role::kMachine, .scopes = {"roster:push"}}, school, 0, 10, Soon()).error().reason ==
          reason::kForbidden);
    const Actor teacher{.role = Role::kTeacher, .school = school, .person = PersonId{5}};
    CHECK(care.see.Joins(teacher, school, 0, 10, Soon())->empty());  // not a group of this teacher
}
