#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "services/gateway/route.hpp"

namespace {

using suite::Actor;
using suite::Role;
using suite::gateway::Body;
using suite::gateway::Route;
using suite::gateway::Routes;

bool Writes(const Route& route) { return route.method != "GET"; }

}  // namespace

TEST_CASE("users and groups cannot be made, changed or moved through the management part", "[ROS-07]") {
    for (const Route& route : Routes()) {
        if (!Writes(route)) continue;
        INFO(route.method << " " << route.path);
        // What comes in as a whole from the school's administration is not management.
        if (route.path.find("/roster-imports") != std::string_view::npos) continue;
        for (const auto* end :
             {"/pupils", "/pupils/{pupilId}", "/teachers", "/teachers/{teacherId}", "/ict-coordinators", "/schools",
              "/schools/{schoolId}", "/schools/{schoolId}/groups", "/schools/{schoolId}/groups/{groupId}"}) {
            CHECK_FALSE(route.path.ends_with(end));
        }
    }
}

TEST_CASE("every route names who may call it, and every write names one kind of caller", "[ACC-02][ACC-04]") {
    std::set<std::string> seen;
    for (const Route& route : Routes()) {
        INFO(route.method << " " << route.path);
        CHECK(seen.insert(std::string(route.method) + std::string(route.path)).second);
        CHECK((route.allow.roles != 0 || !route.allow.scopes.empty()));
        if (Writes(route)) CHECK((route.allow.roles == 0) != route.allow.scopes.empty());
        CHECK((route.body == Body::kNone || Writes(route)));
        CHECK(route.deadline <= std::chrono::seconds(30));
    }
}

TEST_CASE("what a route makes can be read by whoever made it, at an address of the table", "[ACC-07]") {
    int making = 0;
    for (const Route& route : Routes()) {
        INFO(route.method << " " << route.path);
        if (route.made_at.empty()) {
            // Nobody forgot it where there is something to read.
            const auto item = std::string(route.path) + "/{";
            const bool can_be_read = std::ranges::any_of(Routes(), [&](const Route& other) {
                return other.method == "GET" && other.path.starts_with(item) && other.path.ends_with('}') &&
                       other.path.find('/', item.size()) == std::string_view::npos;
            });
            CHECK_FALSE((can_be_read && (route.status == 201 || route.status == 202)));
            continue;
        }
        ++making;
        CHECK(route.method == "POST");
        CHECK((route.status == 201 || route.status == 202));
        const auto there = std::ranges::find_if(
            Routes(), [&](const Route& other) { return other.method == "GET" && other.path == route.made_at; });
        REQUIRE(there != Routes().end());
        CHECK((route.allow.roles & ~there->allow.roles) == 0);
        for (const auto scope : route.allow.scopes)
            CHECK(std::ranges::find(there->allow.scopes, scope) != there->allow.scopes.end());
    }
    CHECK(making == 5);
}

TEST_CASE("a role is permitted by its bit and a machine by one of its scopes", "[ACC-02][ACC-04]") {
    static constexpr std::array<std::string_view, 2> kScopes{"a", "b"};
    const suite::gateway::Allow allow{suite::gateway::kCoordinator, kScopes};
    CHECK(allow.Permits(Actor{.role = Role::kCoordinator}));
    CHECK_FALSE(allow.Permits(Actor{.role = Role::kTeacher}));
    CHECK_FALSE(allow.Permits(Actor{.role = Role::kHelpdesk}));
    CHECK_FALSE(allow.Permits(Actor{}));
    CHECK(allow.Permits(Actor{.role = Role::kMachine, .scopes = {"x", "b"}}));
    CHECK_FALSE(allow.Permits(Actor{.role = Role::kMachine, .scopes = {"x"}}));
    CHECK_FALSE(allow.Permits(Actor{.role = Role::kTeacher, .scopes = {"a"}}));
}
