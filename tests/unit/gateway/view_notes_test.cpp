#include "services/gateway/view_notes.hpp"

#include <suite/licence/v1/seat_service.pb.h>
#include <suite/pincode/v1/pincode_service.pb.h>
#include <suite/roster/v1/roster_service.pb.h>

#include <catch2/catch.hpp>

#include "core/operations.hpp"

namespace suite::gateway {
namespace {

const Instant kNow = *ParseInstant("2026-11-27T12:00:00Z");
const SchoolId kSchool{1};
const Actor kHelpdeskActor{.role = Role::kHelpdesk};

const Route& RouteOf(std::string_view path, std::string_view method = "GET") {
    for (const auto& route : Routes()) {
        if (route.method == method && route.path == path) return route;
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

TEST_CASE("a change is not noted as a view and what is only tried is", "[ACC-06]") {
    const auto notes = [](roster::v1::ImportStatus status) {
        roster::v1::RosterImport answer;
        answer.set_status(status);
        answer.add_rejections()->set_name("Verklikker");
        return ViewNotes(RouteOf("/schools/{schoolId}/roster-imports", "POST"), kHelpdeskActor,
                         {{"schoolId", kSchool.ToString()}}, answer, kNow, "r1");
    };
    CHECK(notes(roster::v1::IMPORT_STATUS_APPLIED).empty());  // roster-sync's entry says that it was imported
    CHECK(notes(roster::v1::IMPORT_STATUS_HELD).empty());
    const auto tried = notes(roster::v1::IMPORT_STATUS_DRY_RUN);
    REQUIRE(tried.size() == 1);
    CHECK(tried[0].operation == operation::kImportTried);
    CHECK(tried[0].object.empty());
    CHECK(tried[0].facts[0].value == "1");
}

}  // namespace suite::gateway
