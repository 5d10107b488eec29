#include "services/gateway/view_notes.hpp"

#include <suite/licence/v1/seat_service.pb.h>
#include <suite/pincode/v1/pincode_service.pb.h>
#include <suite/roster/v1/roster_service.pb.h>

#include <catch2/catch.hpp>
#include <set>

#include "core/operations.hpp"

namespace suite::gateway {
namespace {

const Instant kNow = *ParseInstant("2026-11-27T12:00:00Z");
const SchoolId kSchool{1};
const Actor kHelpdeskActor{.role = Role::kHelpdesk};

const Route& RouteOf(std::string_view path) {
    for (const auto& route : Routes()) {
        if (route.method == "GET" && route.path == path) return route;
    }
    FAIL("no such route: " << path);
    return Routes().front();  // not reached
}

}  // namespace

TEST_CASE("a view is noted with who and what and how much and without any of it", "[ACC-06]") {
    licence::v1::ListSeatsResponse answer;
    for (int i = 0; i < 3; ++i) answer.add_items()->set_name("Verklikker");
    const auto licence = EncodeId(99);
    const auto notes = ViewNotes(RouteOf("/schools/{schoolId}/licences/{licenceId}/seats"), kHelpdeskActor,
                                 {{"schoolId", kSchool.ToString()}, {"licenceId", licence}}, answer, kNow, "r1");
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].school == kSchool);
    CHECK(notes[0].at == kNow);
    CHECK(notes[0].actor.role == Role::kHelpdesk);
    CHECK(notes[0].request_id == "r1");
    CHECK(notes[0].operation == operation::kSeatsViewed);
    CHECK(notes[0].object == "licence");
    CHECK(notes[0].object_id == licence);
    REQUIRE(notes[0].facts.size() == 1);
    CHECK(notes[0].facts[0].name == "shown");
    CHECK(notes[0].facts[0].value == "3");
}

TEST_CASE("an empty list was looked at too", "[ACC-06]") {
    const auto notes = ViewNotes(RouteOf("/schools/{schoolId}/pupils"), kHelpdeskActor,
                                 {{"schoolId", kSchool.ToString()}}, roster::v1::ListPupilsResponse(), kNow, "r1");
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].object.empty());
    CHECK(notes[0].facts[0].value == "0");
}

TEST_CASE("a list over all schools is noted at each school that is in it", "[ACC-06]") {
    licence::v1::ListCorrectionsResponse answer;
    for (const auto school : {SchoolId{1}, SchoolId{2}, SchoolId{1}})
        answer.add_items()->set_school_id(school.ToString());
    const auto& route = RouteOf("/seat-corrections");
    const auto notes = ViewNotes(route, kHelpdeskActor, {}, answer, kNow, "r1");
    REQUIRE(notes.size() == 2);
    CHECK(notes[0].school == SchoolId{1});
    CHECK(notes[0].facts[0].value == "2");
    CHECK(notes[1].school == SchoolId{2});
    CHECK(notes[1].facts[0].value == "1");
    CHECK(ViewNotes(route, kHelpdeskActor, {}, licence::v1::ListCorrectionsResponse(), kNow, "r1").empty());
}

TEST_CASE("what a caller made up in a path does not get into the log", "[ACC-06]") {
    const auto notes =
        ViewNotes(RouteOf("/schools/{schoolId}/persons/{personId}/products/{productId}/explanation"), kHelpdeskActor,
                  {{"schoolId", kSchool.ToString()}, {"personId", "Jan de Wit"}, {"productId", "Jan de Wit"}},
                  roster::v1::Group(), kNow, "r1");
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].object.empty());
    CHECK(notes[0].object_id.empty());
    CHECK(notes[0].facts.empty());
}

TEST_CASE("a route that shows no personal data is not noted", "[ACC-06]") {
    CHECK(ViewNotes(RouteOf("/schools/{schoolId}/groups"), kHelpdeskActor, {{"schoolId", kSchool.ToString()}},
                    roster::v1::ListGroupsResponse(), kNow, "r1")
              .empty());
}

TEST_CASE("every route that staff can read says whether it shows personal data", "[ACC-06]") {
    // These show none: names of schools, groups, licences and products, counts, states.
    const std::set<std::string_view> none{
        "/roster-batches",
        "/roster-batches/{batchId}",
        "/roster-batches/{batchId}/rejections",  // keys as Basispoort sent them, without names
        "/roster-batches/{batchId}/rejections.csv",
        "/schools",
        "/schools/{schoolId}",
        "/schools/{schoolId}/groups",
        "/schools/{schoolId}/roster-imports",
        "/held-removals",
        "/schools/{schoolId}/held-removals",
        "/schools/{schoolId}/roster-reconciles",
        "/schools/{schoolId}/roster-reconciles/{reconcileId}",
        "/roster-reconciles",
        "/roster-reconciles/{reconcileId}",
        "/methods",
        "/methods/{methodId}",
        "/products",
        "/products/{productId}",
        "/schools/{schoolId}/licences",
        "/schools/{schoolId}/licences/{licenceId}",
        "/schools/{schoolId}/licence-reminders",
        "/schools/{schoolId}/licence-forecast",
        "/schools/{schoolId}/link-proposals",
        "/schools/{schoolId}/result-connections",
        "/schools/{schoolId}/known-addresses",
        "/schools/{schoolId}/known-addresses/mine",
        "/schools/{schoolId}/at-school",
        "/schools/{schoolId}/start-urls",
    };
    std::set<std::string_view> said;
    for (const auto& route : Routes()) {
        INFO(route.method << " " << route.path);
        if (!route.shows.empty()) {
            CHECK(operation::IsKnown(route.shows));
            CHECK(route.method == "GET");
        }
        if (route.method != "GET" || route.allow.roles == 0) continue;
        CHECK(route.shows.empty() == none.contains(route.path));
        if (route.shows.empty()) said.insert(route.path);
    }
    CHECK(said == none);
}

}  // namespace suite::gateway
