// Manual §3.6, step by step through the gateway, and each refusal a coordinator can meet there, read as she reads it.
#include <catch2/catch.hpp>

#include "core/time.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::CheckProblem;
using suite::testing::Demo;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::OrderOf;
using suite::testing::PutOrder;
using suite::testing::SuiteFixture;

/// The demonstration's school with a licence of two seats of its own.
struct School {
    explicit School(Dialect dialect) : fixture(dialect), demo(LoadDemo(fixture)) {
        licence = PutSeats(2);
        base = "/schools/" + demo.school + "/licences/" + licence;
        for (const auto& pupil :
             ListOf(Coordinator(), "/schools/" + demo.school + "/pupils?groupId=" + demo.groups.at("G5"))) {
            children.push_back(pupil.at("id"));
        }
        REQUIRE(children.size() >= 6);
    }

    std::string PutSeats(int seats, const json& changes = json::object()) {
        auto order = OrderOf(demo.school, "sprint-5");
        order["kind"] = "pupil";
        order["title"] = "Sprint 5";
        order["seats"] = seats;
        order.update(changes);
        return PutOrder(fixture.Api(), "manual-36", order);
    }
    suite::testing::Caller& Coordinator() { return fixture.Api().Coordinator(demo.school, demo.coordinator); }
    Answer Add(const std::string& child) { return Coordinator().Put(base + "/seats/" + child); }
    json Seats() { return Coordinator().Get(base + "/seats").json; }

    SuiteFixture fixture;
    Demo demo;
    std::string licence, base;
    std::vector<std::string> children;
};

/// A refusal: its code, and what its Dutch text must say to be of help.
void CheckRefused(const Answer& answer, int status, std::string_view code, const std::vector<std::string>& words) {
    CheckProblem(answer, status, code);
    const auto text = answer.json.at("title").get<std::string>() + " " + answer.json.at("detail").get<std::string>();
    for (const auto& word : words) {
        CAPTURE(text, word);
        CHECK(text.contains(word));
    }
}

}  // namespace

TEST_CASE("manual 3.6: a coordinator gives children the licences per child that the school ordered",
          "[LIC-06][LIC-07]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    School school(dialect);
    auto& coordinator = school.Coordinator();
    // 1, 2: tab Licentiebeheer, tab Licenties per kind.
    bool listed = false;
    for (const auto& licence : ListOf(coordinator, "/schools/" + school.demo.school + "/licences")) {
        if (licence.at("kind") == "pupil" && licence.at("id") == school.licence) listed = true;
    }
    CHECK(listed);
    // 3: "Hier zie je ook hoeveel beschikbare licenties er zijn".
    auto seats = school.Seats();
    CHECK(seats.at("counts") == json{{"seats", 2}, {"used", 0}, {"free", 2}, {"over", 0}, {"waiting", 0}});
    CHECK(seats.at("items").empty());
    // 4, 5, 6: Kind toevoegen, kies de groep en het kind, Toevoegen. "Herhaal stap 4, 5 en 6".
    const auto added = school.Add(school.children[0]);
    REQUIRE(added.status == 200);
    CHECK(added.json.at("counts").at("free") == 1);
    CHECK(school.Add(school.children[0]).json == added.json);  // a double click
    REQUIRE(school.Add(school.children[1]).status == 200);
    seats = school.Seats();
    REQUIRE(seats.at("items").size() == 2);
    for (const auto& seat : seats.at("items")) {
        CHECK_FALSE(seat.at("name").get<std::string>().empty());
        CHECK(seat.at("groupName") == "Groep 5");
        CHECK(seat.at("active") == true);
    }
    // The helpdesk sees the same.
    CHECK(school.fixture.Api().Helpdesk().Get(school.base + "/seats").json == seats);

    // All in use: said, with the way out.
    CheckRefused(school.Add(school.children[2]), 409, "seats-exhausted",
                 {"aantal: 2", "op de wachtlijst: 0", "vanzelf"});
    const auto place = coordinator.Put(school.base + "/waiting/" + school.children[2]);
    REQUIRE(place.status == 200);
    CHECK(place.json.at("position") == 1);
    CHECK(coordinator.Put(school.base + "/waiting/" + school.children[3]).json.at("position") == 2);
    CheckRefused(school.Add(school.children[4]), 409, "seats-exhausted", {"op de wachtlijst: 2"});
    // "Het zelf ontkoppelen van een 'kindlicentie' is niet mogelijk!"
    CheckRefused(coordinator.Delete(school.base + "/seats/" + school.children[0]), 409, "seat-final",
                 {"kun je zelf niet terugnemen", "helpdesk", "Correctie aanvragen"});
    // From the waiting list one can be taken off.
    CHECK(coordinator.Delete(school.base + "/waiting/" + school.children[2]).json.at("waiting") == 1);

    // The school orders more: the list fills itself.
    school.PutSeats(4);
    CHECK(ListOf(coordinator, school.base + "/waiting").empty());
    CHECK(school.Seats().at("counts") == json{{"seats", 4}, {"used", 3}, {"free", 1}, {"over", 0}, {"waiting", 0}});
    // And fewer: shown plainly, nobody loses a seat.
    school.PutSeats(1);
    CHECK(school.Seats().at("counts") == json{{"seats", 1}, {"used", 3}, {"free", 0}, {"over", 2}, {"waiting", 0}});
}

TEST_CASE("each refusal about seats tells the coordinator what is the matter and what to do", "[LIC-06][LIC-07]") {
    School school(Dialect::kSqlite);
    auto& api = school.fixture.Api();
    auto& coordinator = school.Coordinator();
    const auto& child = school.children[0];
    const auto unknown = suite::PersonId{4711}.ToString();
    const auto licences = "/schools/" + school.demo.school + "/licences/";
    const auto of_groups = licences + school.demo.licences.at("demo-1");
    for (const auto* list : {"/seats/", "/waiting/"}) {
        CAPTURE(list);
        CheckRefused(coordinator.Put(of_groups + list + child), 409, "licence-not-for-pupils",
                     {"voor groepen", "Koppel de groep"});
        CheckRefused(coordinator.Put(school.base + list + school.demo.teacher), 409, "not-a-pupil",
                     {"geen leerling", "Kies een leerling"});
        CheckRefused(coordinator.Put(school.base + list + unknown), 404, "person-unknown", {"niet gevonden"});
        CheckRefused(coordinator.Put(licences + suite::LicenceId{4711}.ToString() + list + child), 404,
                     "licence-unknown", {"Licentie niet gevonden"});
    }
    CheckRefused(coordinator.Get(of_groups + "/seats"), 409, "licence-not-for-pupils", {"voor groepen"});
    CheckRefused(coordinator.Get(school.base + "/seats?cursor=x"), 400, "invalid-cursor", {"begin van de lijst"});
    CheckRefused(coordinator.Post(school.base + "/seats/" + child + "/correction-requests", json::object()), 404,
                 "seat-unknown", {"geen plaats", "goede kind"});
    // The helpdesk says why.
    REQUIRE(school.Add(child).status == 200);
    const auto no_reason = api.Helpdesk().Delete(school.base + "/seats/" + child);
    CheckProblem(no_reason, 400, "invalid-request");
    CHECK(no_reason.json.at("errors").at(0).at("pointer") == "reason");
    // Ended, and cancelled.
    school.PutSeats(2, {{"startDate", "2020-08-01"}, {"endDate", "2021-07-31"}});
    CheckRefused(school.Add(school.children[1]), 409, "licence-ended", {"afgelopen"});
    school.PutSeats(2, {{"cancelled", true}});
    CheckRefused(school.Add(school.children[1]), 409, "licence-ended", {"afgelopen"});
}
