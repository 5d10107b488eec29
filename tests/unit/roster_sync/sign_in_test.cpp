#include "services/roster_sync/domain/sign_in.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "services/roster_sync/app/find_registrations.hpp"

namespace suite::roster_sync {
namespace {

using Roles = std::vector<roster::StaffRole>;
using roster::StaffRole;

class OneRegistration final : public RegistrationReader {
  public:
    Roles roles{StaffRole::kTeacher};
    Date asked_for{};
    Result<std::vector<Registration>> Registrations(const SignInKeys& /*keys*/, Date today,
                                                    Deadline /*deadline*/) override {
        asked_for = today;
        return std::vector<Registration>{{.school = SchoolId{1}, .person = PersonId{2}, .roles = roles}};
    }
};

class Newyear final : public Clock {
  public:
    // 00:30 on 1 January in the Netherlands.
    [[nodiscard]] Instant Now() const override { return *ParseInstant("2026-12-31T23:30:00Z"); }
};

const Actor kGateway{
    .role = Role::kMachine, .school = {}, .person = {}, .client_id = "gateway", .las = {}, .scopes = {"sign-in"}};

}  // namespace

TEST_CASE("rights come from Basispoort's roles, and an intern has none", "[ACC-02][ROS-04]") {
    struct Row {
        Roles roles;
        Rights rights;
    };
    const Row rows[] = {
        {{}, {.coordinator = false, .teacher = true}},
        {{StaffRole::kTeacher}, {.coordinator = false, .teacher = true}},
        {{StaffRole::kSubstitute}, {.coordinator = false, .teacher = true}},
        {{StaffRole::kInternalSupervisor}, {.coordinator = false, .teacher = true}},
        {{StaffRole::kIctCoordinator}, {.coordinator = true, .teacher = false}},
        {{StaffRole::kTeacher, StaffRole::kIctCoordinator}, {.coordinator = true, .teacher = true}},
        {{StaffRole::kIntern}, {.coordinator = false, .teacher = false}},
        {{StaffRole::kIctCoordinator, StaffRole::kIntern}, {.coordinator = true, .teacher = false}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.roles.size());
        CHECK(RightsOf(row.roles) == row.rights);
    }
}

TEST_CASE("only the gateway may ask where somebody works", "[ACC-01][ACC-03]") {
    OneRegistration reader;
    const Newyear clock;
    const FindRegistrations find(reader, clock);
    const auto deadline = Deadline::In(std::chrono::seconds(1));
    const SignInKeys keys{.basispoort_id = 9001};
    for (const auto role : {Role::kNone, Role::kCoordinator, Role::kTeacher, Role::kHelpdesk, Role::kMachine}) {
        auto actor = kGateway;
        actor.role = role;
        if (role == Role::kMachine) actor.scopes = {"roster:push", "entitlements:read"};
        const auto refused = find(actor, keys, deadline);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Code::kPermissionDenied);
    }
    const auto found = find(kGateway, keys, deadline);
    REQUIRE(found);
    CHECK(found->size() == 1);
    CHECK(reader.asked_for == *Date::Parse("2027-01-01"));
    CHECK(find(kGateway, {}, deadline).error().reason == reason::kInvalidRequest);
    reader.roles = {StaffRole::kIntern};
    CHECK(find(kGateway, keys, deadline)->empty());
}

}  // namespace suite::roster_sync
