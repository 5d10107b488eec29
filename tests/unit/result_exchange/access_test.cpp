#include "services/result_exchange/app/access.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace suite::results {
namespace {

constexpr SchoolId kOwn{11};
constexpr SchoolId kOther{12};

Actor Of(Role role) {
    Actor actor;
    actor.role = role;
    return actor;
}
Actor Staff(Role role) {
    Actor actor = Of(role);
    actor.school = kOwn;
    actor.person = PersonId{5};
    return actor;
}
Actor Machine(std::vector<std::string> scopes, std::string las = {}) {
    Actor actor = Of(Role::kMachine);
    actor.client_id = "bingel";
    actor.las = std::move(las);
    actor.scopes = std::move(scopes);
    return actor;
}

template <class T>
std::string ReasonOf(const Result<T>& result) {
    return result ? "" : result.error().reason;
}

}  // namespace

TEST_CASE("only the coordinator gives the school's consent", "[RES-02]") {
    CHECK(ReasonOf(MayConnect(Staff(Role::kCoordinator), kOwn)).empty());
    CHECK(ReasonOf(MayConnect(Staff(Role::kTeacher), kOwn)) == reason::kForbidden);
    CHECK(ReasonOf(MayConnect(Of(Role::kHelpdesk), kOwn)) == reason::kForbidden);
    CHECK(ReasonOf(MayConnect(Machine({"results:write", "results:pull"}, "momento"), kOwn)) == reason::kForbidden);
    CHECK(ReasonOf(MayConnect({}, kOwn)) == reason::kForbidden);
}

TEST_CASE("connections are seen by the coordinator and the helpdesk, not by teachers", "[RES-08]") {
    CHECK(ReasonOf(MaySeeConnections(Staff(Role::kCoordinator), kOwn)).empty());
    CHECK(ReasonOf(MaySeeConnections(Of(Role::kHelpdesk), kOwn)).empty());
    CHECK(ReasonOf(MaySeeConnections(Staff(Role::kTeacher), kOwn)) == reason::kForbidden);
    CHECK(ReasonOf(MaySeeConnections(Machine({"results:pull"}, "momento"), kOwn)) == reason::kForbidden);
    CHECK(ReasonOf(MaySeeConnections({}, kOwn)) == reason::kForbidden);
}

TEST_CASE("another school looks to staff as if it did not exist", "[ACC-03]") {
    for (const Role role : {Role::kCoordinator, Role::kTeacher}) {
        for (const auto& status : {MayConnect(Staff(role), kOther), MaySeeConnections(Staff(role), kOther)}) {
            REQUIRE_FALSE(status.has_value());
            CHECK(status.error().code == Code::kNotFound);
            CHECK(status.error().reason == reason::kSchoolUnknown);
        }
    }
}

TEST_CASE("machines hand in and pull by scope, and only a LAS pulls", "[RES-06][RES-09][ACC-04]") {
    CHECK(ReasonOf(MayHandIn(Machine({"results:write"}))).empty());
    CHECK(ReasonOf(MayHandIn(Machine({"results:pull"}, "momento"))) == reason::kForbidden);
    CHECK(ReasonOf(MayHandIn(Staff(Role::kCoordinator))) == reason::kForbidden);

    CHECK(MayPull(Machine({"results:pull"}, "momento")) == "momento");
    CHECK(ReasonOf(MayPull(Machine({"results:write"}, "momento"))) == reason::kForbidden);
    CHECK(ReasonOf(MayPull(Machine({"results:pull"}))) == reason::kForbidden);
    CHECK(ReasonOf(MayPull(Machine({"results:pull"}, "esis"))) == reason::kForbidden);
    Actor coordinator = Staff(Role::kCoordinator);
    coordinator.scopes = {"results:write", "results:pull"};
    coordinator.las = "momento";
    CHECK(ReasonOf(MayHandIn(coordinator)) == reason::kForbidden);
    CHECK(ReasonOf(MayPull(coordinator)) == reason::kForbidden);
}

}  // namespace suite::results
