#include "services/licence/domain/access.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

constexpr SchoolId kOwn{1};
constexpr SchoolId kOther{2};

std::string ReasonOf(const Status& status) { return status ? "" : status.error().reason; }

}  // namespace

TEST_CASE("who sees licences, who links, who corrects", "[ACC-02][ACC-03][LIC-06]") {
    struct Case {
        Role role;
        SchoolId asked;
        std::string_view see;
        std::string_view link;
        std::string_view correct;
    };
    const Case cases[] = {
        {Role::kCoordinator, kOwn, "", "", reason::kForbidden},
        {Role::kCoordinator, kOther, reason::kSchoolUnknown, reason::kSchoolUnknown, reason::kForbidden},
        {Role::kTeacher, kOwn, reason::kForbidden, reason::kForbidden, reason::kForbidden},
        {Role::kTeacher, kOther, reason::kSchoolUnknown, reason::kSchoolUnknown, reason::kForbidden},
        {Role::kHelpdesk, kOther, "", reason::kForbidden, ""},
        {Role::kMachine, kOwn, reason::kSchoolUnknown, reason::kSchoolUnknown, reason::kForbidden},
        {Role::kNone, kOwn, reason::kSchoolUnknown, reason::kSchoolUnknown, reason::kForbidden},
    };
    for (const auto& c : cases) {
        const Actor actor{.role = c.role, .school = kOwn, .scopes = {"entitlements:read", "orders:write"}};
        INFO(static_cast<int>(c.role) << " asks for " << c.asked.value);
        CHECK(ReasonOf(MaySeeLicences(actor, c.asked)) == c.see);
        CHECK(ReasonOf(MayLink(actor, c.asked)) == c.link);
        CHECK(ReasonOf(MayCorrect(actor)) == c.correct);
        CHECK(ReasonOf(MayWriteOrders(actor)) == (c.role == Role::kMachine ? "" : reason::kForbidden));
    }
    const Actor other{.role = Role::kMachine, .scopes = {"entitlements:read"}};
    CHECK(ReasonOf(MayWriteOrders(other)) == reason::kForbidden);
}

TEST_CASE("who reads the catalogue, and who writes it", "[ACC-02][LIC-01]") {
    struct Case {
        Actor actor;
        std::string_view see;
        std::string_view write;
    };
    const Case cases[] = {
        {{.role = Role::kCoordinator, .school = kOwn}, "", reason::kForbidden},
        {{.role = Role::kHelpdesk}, "", reason::kForbidden},
        {{.role = Role::kTeacher, .school = kOwn}, reason::kForbidden, reason::kForbidden},
        {{.role = Role::kMachine, .scopes = {"catalogue:write"}}, "", ""},
        {{.role = Role::kMachine, .scopes = {"orders:write"}}, reason::kForbidden, reason::kForbidden},
        {{.role = Role::kMachine, .scopes = {"way-in"}}, "", reason::kForbidden},  // the gateway itself
        {{.role = Role::kTeacher, .school = kOwn, .scopes = {"way-in"}}, reason::kForbidden, reason::kForbidden},
        {{.role = Role::kCoordinator, .scopes = {"catalogue:write"}}, "", reason::kForbidden},
        {{}, reason::kForbidden, reason::kForbidden},
    };
    for (const auto& c : cases) {
        INFO(static_cast<int>(c.actor.role));
        CHECK(ReasonOf(MaySeeCatalogue(c.actor)) == c.see);
        CHECK(ReasonOf(MayWriteCatalogue(c.actor)) == c.write);
    }
}

TEST_CASE("a teacher sees what own pupils and they themselves can use, and nobody else's", "[ACC-02][LIC-12]") {
    constexpr PersonId kSelf{30};
    constexpr PersonId kSomebody{40};
    constexpr GroupId kOwnGroup{5};
    constexpr GroupId kColleagues{6};
    const PersonSeen own_pupil{.id = kSomebody, .groups = {kColleagues, kOwnGroup}};
    const PersonSeen other_pupil{.id = kSomebody, .groups = {kColleagues}};
    const PersonSeen colleague{.id = kSomebody, .staff = true, .groups = {kOwnGroup}};
    const PersonSeen self{.id = kSelf, .staff = true};
    struct Case {
        Role role;
        SchoolId asked;
        PersonSeen person;
        std::string_view reason;
    };
    const Case cases[] = {
        {Role::kTeacher, kOwn, own_pupil, ""},
        {Role::kTeacher, kOwn, self, ""},
        {Role::kTeacher, kOwn, other_pupil, reason::kPersonUnknown},
        {Role::kTeacher, kOwn, colleague, reason::kPersonUnknown},
        {Role::kTeacher, kOwn, {.id = kSomebody}, reason::kPersonUnknown},
        {Role::kTeacher, kOther, own_pupil, reason::kSchoolUnknown},
        {Role::kCoordinator, kOwn, other_pupil, ""},
        {Role::kCoordinator, kOwn, colleague, ""},
        {Role::kCoordinator, kOther, own_pupil, reason::kSchoolUnknown},
        {Role::kHelpdesk, kOther, colleague, ""},
        {Role::kMachine, kOwn, own_pupil, reason::kSchoolUnknown},
        {Role::kNone, kOwn, own_pupil, reason::kSchoolUnknown},
    };
    for (const auto& c : cases) {
        const Actor actor{.role = c.role, .school = kOwn, .person = kSelf, .scopes = {"entitlements:read"}};
        INFO(static_cast<int>(c.role) << " asks for " << c.person.id.value << " of " << c.asked.value);
        CHECK(ReasonOf(MaySeePerson(actor, c.asked, c.person, {kOwnGroup})) == c.reason);
    }
    // A token without a person is nobody's own, not even that of a person without an id.
    const Actor nobody{.role = Role::kTeacher, .school = kOwn};
    CHECK(ReasonOf(MaySeePerson(nobody, kOwn, {}, {})) == reason::kPersonUnknown);
}
