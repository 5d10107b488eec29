#include "services/pincode/domain/access.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace suite::pincode {
namespace {

const SchoolId kSchool{11};
const SchoolId kOtherSchool{12};
const Date kToday = Date::Parse("2026-11-21").value();

Actor Staff(Role role, SchoolId school = kSchool) {
    return {.role = role, .school = school, .person = PersonId{21}, .client_id = {}, .las = {}};
}

GroupFacts Known(std::optional<GroupTeacher> asker) {
    return {.school_known = true, .group_known = true, .asker = asker};
}

TEST_CASE("only staff may ask for codes, of the own school", "[PIN-02]") {
    for (const Role role : {Role::kNone, Role::kHelpdesk, Role::kMachine}) {
        const auto status = MayAskForCodes(Staff(role), kSchool);
        REQUIRE_FALSE(status);
        CHECK(status.error().code == Code::kPermissionDenied);
        CHECK(status.error().reason == reason::kForbidden);
    }
    for (const Role role : {Role::kCoordinator, Role::kTeacher}) {
        CHECK(MayAskForCodes(Staff(role), kSchool));
        const auto foreign = MayAskForCodes(Staff(role), kOtherSchool);
        REQUIRE_FALSE(foreign);
        CHECK(foreign.error().code == Code::kNotFound);
        CHECK(foreign.error().reason == reason::kSchoolUnknown);
    }
}

TEST_CASE("a teacher sees the groups that he teaches today, the coordinator all", "[PIN-02]") {
    struct Row {
        const char* what;
        std::optional<GroupTeacher> asker;
        bool teacher_sees;
    };
    const Row rows[] = {
        {"not of the group", std::nullopt, false},
        {"of the group", GroupTeacher{}, true},
        {"last day is today", GroupTeacher{.active = true, .end_date = kToday}, true},
        {"last day was yesterday", GroupTeacher{.active = true, .end_date = Date{kToday.days - std::chrono::days(1)}},
         false},
        {"inactive", GroupTeacher{.active = false, .end_date = std::nullopt}, false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.what);
        const auto seen = MaySeeCodes(Staff(Role::kTeacher), Known(row.asker), kToday);
        CHECK(seen.has_value() == row.teacher_sees);
        if (!seen) CHECK(seen.error().reason == reason::kGroupUnknown);
        CHECK(MaySeeCodes(Staff(Role::kCoordinator), Known(row.asker), kToday));
    }
}

TEST_CASE("what one may not see looks exactly like what does not exist", "[PIN-02]") {
    const auto same = [](const Status& a, const Status& b) {
        REQUIRE_FALSE(a);
        REQUIRE_FALSE(b);
        CHECK(a.error().code == b.error().code);
        CHECK(a.error().reason == b.error().reason);
        CHECK(a.error().message == b.error().message);
    };
    const auto teacher = Staff(Role::kTeacher);
    same(MaySeeCodes(teacher, Known(std::nullopt), kToday), MaySeeCodes(teacher, {.school_known = true}, kToday));
    same(MayAskForCodes(teacher, kOtherSchool), MaySeeCodes(teacher, {}, kToday));
}

}  // namespace
}  // namespace suite::pincode
