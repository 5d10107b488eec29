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
        // Who links also terminates; a machine by its scope, whatever the school.
        CHECK(ReasonOf(MayTerminate(actor, c.asked)) == (c.role == Role::kMachine ? "" : c.link));
        CHECK(ReasonOf(MayWriteOrders(actor)) == (c.role == Role::kMachine ? "" : reason::kForbidden));
    }
    const Actor other{.role = Role::kMachine, .scopes = {"entitlements:read"}};
    CHECK(ReasonOf(MayTerminate(other, kOwn)) == reason::kForbidden);
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
        {{.role = Role::kCoordinator, .scopes = {"catalogue:write"}}, "", reason::kForbidden},
        {{}, reason::kForbidden, reason::kForbidden},
    };
    for (const auto& c : cases) {
        INFO(static_cast<int>(c.actor.role));
        CHECK(ReasonOf(MaySeeCatalogue(c.actor)) == c.see);
        CHECK(ReasonOf(MayWriteCatalogue(c.actor)) == c.write);
    }
}
