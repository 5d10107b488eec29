// Who sees which codes, over real gRPC.
#include "support.hpp"

namespace suite::pincode {
namespace {

void CheckSame(const Result<v1::ListGroupPincodesResponse>& a, const Result<v1::ListGroupPincodesResponse>& b) {
    REQUIRE_FALSE(a);
    REQUIRE_FALSE(b);
    CHECK(a.error().code == b.error().code);
    CHECK(a.error().reason == b.error().reason);
    CHECK(a.error().message == b.error().message);
}

TEST_CASE("the teacher of a group sees names and codes, in the order of the register", "[PIN-02]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    pincodes.Apply(WholeSchool());
    const auto answer = pincodes.List(Staff(Role::kTeacher, kTeacher));
    REQUIRE(answer);
    REQUIRE(answer->items_size() == 2);
    const auto codes = pincodes.Codes();
    CHECK(answer->items(0).pupil_id() == PersonId{402}.ToString());
    CHECK(answer->items(0).given_name() == "Daan");
    CHECK(answer->items(0).prefix() == "van");
    CHECK(answer->items(0).family_name() == "Aalbers");
    CHECK(answer->items(0).scheme() == v1::PINCODE_SCHEME_DIGITS);
    CHECK(answer->items(0).code() == codes.at(402));
    CHECK(answer->items(1).code() == codes.at(401));
    CHECK_FALSE(answer->has_next_cursor());
    CHECK(pincodes.metrics.Text().find("pincodes_shown_total 2") != std::string::npos);
}

TEST_CASE("the coordinator sees every group of the own school", "[PIN-02]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    pincodes.Apply(WholeSchool());
    const auto coordinator = Staff(Role::kCoordinator, PersonId{309});
    CHECK(pincodes.List(coordinator, kGroup)->items_size() == 2);
    CHECK(pincodes.List(coordinator, kOtherGroup)->items_size() == 1);
}

TEST_CASE("another group's teacher, a substitute past the end date and strangers are told that there is no such group",
          "[PIN-02]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    pincodes.Apply(WholeSchool());
    const auto teacher = Staff(Role::kTeacher, kTeacher);
    const auto absent = pincodes.List(teacher, GroupId{999});
    REQUIRE_FALSE(absent);
    CHECK(absent.error().code == Code::kNotFound);
    CHECK(absent.error().reason == reason::kGroupUnknown);

    CheckSame(pincodes.List(teacher, kOtherGroup), absent);
    CheckSame(pincodes.List(Staff(Role::kTeacher, kOtherTeacher)), absent);
    CheckSame(pincodes.List(Staff(Role::kTeacher, kEndedSubstitute)), absent);
    CheckSame(pincodes.List(Staff(Role::kTeacher, PersonId{})), absent);
    CheckSame(pincodes.List(Staff(Role::kTeacher, PersonId{401})), absent);  // a pupil of the group is no teacher of it
    CheckSame(pincodes.List(teacher, kSchool.ToString(), "not-an-id"), absent);
}

TEST_CASE("another school is told apart from none by nobody", "[PIN-02]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    pincodes.Apply(WholeSchool());
    pincodes.Apply(WholeSchool(kOtherSchool));
    for (const auto& actor : {Staff(Role::kCoordinator, PersonId{309}), Staff(Role::kTeacher, kTeacher)}) {
        const auto absent = pincodes.List(actor, SchoolId{999}.ToString(), kGroup.ToString());
        REQUIRE_FALSE(absent);
        CHECK(absent.error().code == Code::kNotFound);
        CHECK(absent.error().reason == reason::kSchoolUnknown);
        CheckSame(pincodes.List(actor, kOtherSchool.ToString(), kGroup.ToString()), absent);
        CheckSame(pincodes.List(actor, "", ""), absent);
    }
}

TEST_CASE("helpdesk, machines and callers without a role see no code", "[PIN-02]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    pincodes.Apply(WholeSchool());
    auto machine = Staff(Role::kMachine, kTeacher);
    machine.scopes = {"pincodes.read", "roster.read"};
    for (const auto& actor : {Staff(Role::kHelpdesk, PersonId{}), machine, Actor{}}) {
        const auto answer = pincodes.List(actor);
        REQUIRE_FALSE(answer);
        CHECK(answer.error().code == Code::kPermissionDenied);
        CHECK(answer.error().reason == reason::kForbidden);
    }
}

TEST_CASE("a teacher loses sight of a group with the change that takes him off it", "[PIN-02]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    pincodes.Apply(WholeSchool());
    const auto teacher = Staff(Role::kTeacher, kTeacher);
    REQUIRE(pincodes.List(teacher));
    auto moved = Delta(2, {});
    moved.staff = {MakeTeacher(kTeacher, {kOtherGroup})};
    pincodes.Apply(moved);
    CHECK(pincodes.List(teacher, kGroup).error().reason == reason::kGroupUnknown);
    CHECK(pincodes.List(teacher, kOtherGroup)->items_size() == 1);

    moved.version = 3;
    moved.staff.front().active = false;
    pincodes.Apply(moved);
    CHECK(pincodes.List(teacher, kOtherGroup).error().reason == reason::kGroupUnknown);
}

TEST_CASE("a group can be read page by page") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    pincodes.Apply(WholeSchool());
    const auto teacher = Staff(Role::kTeacher, kTeacher);
    const auto first = pincodes.List(teacher, kSchool.ToString(), kGroup.ToString(), 1);
    REQUIRE(first);
    REQUIRE(first->items_size() == 1);
    REQUIRE(first->has_next_cursor());
    const auto second = pincodes.List(teacher, kSchool.ToString(), kGroup.ToString(), 1, first->next_cursor());
    REQUIRE(second);
    REQUIRE(second->items_size() == 1);
    CHECK(second->items(0).family_name() == "Zwart");
    CHECK_FALSE(second->has_next_cursor());
    CHECK(pincodes.List(teacher, kSchool.ToString(), kGroup.ToString(), 1, "nonsense").error().reason ==
          reason::kInvalidCursor);
    CHECK(pincodes.List(teacher, kSchool.ToString(), kGroup.ToString(), -1).error().code == Code::kInvalidArgument);
}

}  // namespace
}  // namespace suite::pincode
