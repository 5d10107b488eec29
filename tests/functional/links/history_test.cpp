// Who linked what when, who had a licence on a day, and taking it back (LIC-15).
#include <catch2/catch.hpp>

#include "tests/functional/links/school.hpp"

namespace {

using nlohmann::json;
using suite::Date;
using suite::DutchDay;
using suite::SystemClock;
using suite::sql::Dialect;
using suite::testing::CheckDutch;
using suite::testing::CheckProblem;
using suite::testing::kAppel;
using suite::testing::LinkPupilLine;
using suite::testing::LinkSchool;
using suite::testing::ListOf;
using suite::testing::OnlyItem;
using suite::testing::SuiteFixture;

std::vector<std::string> NamesOf(const json& people) {
    std::vector<std::string> names;
    for (const auto& person : people) names.push_back(person.at("name"));
    return names;
}

}  // namespace

TEST_CASE("the coordinator sees who had a licence on a day, with who was in its groups then", "[LIC-15]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    LinkSchool school(api);
    auto& coordinator = school.Coordinator();
    REQUIRE(coordinator.Put(school.Licence("taal-5", "/groups/" + school.groups.at("5"))).status == 200);
    REQUIRE(coordinator.Put(school.Licence("taal-5", "/pupils/" + school.pupils.at("Els"))).status == 200);
    school.Deliver(LinkPupilLine(kAppel, "Aatje", "Appel", "G6"));  // moves out of group 5

    const auto access = coordinator.Get(school.Licence("taal-5", "/access"));
    CAPTURE(access.body);
    REQUIRE(access.status == 200);
    CHECK(access.json.at("title") == "Taal groep 5");
    CHECK(access.json.at("running") == true);
    CHECK(access.json.at("membersKnown") == true);
    REQUIRE(access.json.at("groups").size() == 1);
    const auto& group = access.json.at("groups").at(0);
    CHECK(group.at("name") == "Groep 5");
    CHECK(group.at("linkedBy").at("personName") == "Joke Boomgaard");
    CHECK(NamesOf(group.at("pupils")) == std::vector<std::string>{"Bram Bes"});
    CHECK(NamesOf(group.at("teachers")) == std::vector<std::string>{"Sanne Peer"});
    CHECK(NamesOf(access.json.at("pupils")) == std::vector<std::string>{"Eva Els"});
    CHECK(access.json.at("seats").empty());
    const auto today = DutchDay(SystemClock().Now());
    CHECK(coordinator.Get(school.Licence("taal-5", "/access?asOf=" + today.ToString())).json == access.json);
    CHECK(api.Helpdesk().Get(school.Licence("taal-5", "/access")).json == access.json);

    const auto yesterday = Date{today.days - std::chrono::days{1}}.ToString();
    const auto before = coordinator.Get(school.Licence("taal-5", "/access?asOf=" + yesterday));
    REQUIRE(before.status == 200);
    CHECK(before.json.at("groups").empty());
    CHECK(before.json.at("pupils").empty());
    const auto tomorrow = Date{today.days + std::chrono::days{1}}.ToString();
    CheckProblem(coordinator.Get(school.Licence("taal-5", "/access?asOf=" + tomorrow)), 400, "invalid-request");
    CheckProblem(school.Teacher().Get(school.Licence("taal-5", "/access")), 403, "forbidden");

    // Without roster-sync the links are told all the same.
    fixture.Suite().KillService("roster-sync");
    const auto alone = coordinator.Get(school.Licence("taal-5", "/access"));
    CAPTURE(alone.body);
    REQUIRE(alone.status == 200);
    CHECK(alone.json.at("membersKnown") == false);
    CHECK(alone.json.at("groups").at(0).at("name") == "Groep 5");
    CHECK(alone.json.at("groups").at(0).at("pupils").empty());
    CHECK(NamesOf(alone.json.at("pupils")) == std::vector<std::string>{"Eva Els"});
}

TEST_CASE("what the coordinator reads when a change is not theirs to take back", "[LIC-06][LIC-15][ACC-07]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    const LinkSchool school(api);
    auto& coordinator = school.Coordinator();
    const auto undo_last = [&] {
        const auto number = ListOf(coordinator, school.Path("/licence-history")).at(0).at("number").get<std::int64_t>();
        return coordinator.Send("POST", school.Path("/licence-history/" + std::to_string(number) + "/undo"));
    };
    // §3.6: "Het zelf ontkoppelen van een 'kindlicentie' is niet mogelijk!", by this way neither.
    for (const auto* child : {"Appel", "Bes", "Citroen"})
        REQUIRE(coordinator.Put(school.Licence("extra", "/seats/" + school.pupils.at(child))).status == 200);
    CheckDutch(undo_last(), 409, "undo-seat", "Een licentie per kind kun je niet zelf terugdraaien",
               "Neem contact op met de helpdesk. Zij kunnen het kind van de licentie halen.");
    CHECK(school.Entitled(kAppel + 2, "extra"));
    // A place on the waiting list has a way of its own.
    REQUIRE(coordinator.Put(school.Licence("extra", "/waiting/" + school.pupils.at("Druif"))).status == 200);
    CheckDutch(
        undo_last(), 409, "undo-other", "Dit kun je hier niet ongedaan maken",
        "Hier maak je alleen koppelingen van groepen en kinderen ongedaan. Verander de wachtlijst of de looptijd "
        "bij de licentie zelf.");
    CHECK(ListOf(coordinator, school.Licence("extra", "/waiting")).size() == 1);
}

TEST_CASE("the coordinator reads what happened and takes the last of it back", "[LIC-15]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    const LinkSchool school(api);
    auto& coordinator = school.Coordinator();
    const auto group5 = school.Licence("taal-5", "/groups/" + school.groups.at("5"));
    REQUIRE(coordinator.Put(group5).status == 200);
    REQUIRE(coordinator.Put(school.Licence("rekenen-6", "/groups/" + school.groups.at("6"))).status == 200);
    REQUIRE(coordinator.Put(school.Licence("taal-5", "/pupils/" + school.pupils.at("Els"))).status == 200);
    REQUIRE(coordinator.Delete(group5).status == 200);

    const auto history = ListOf(coordinator, school.Path("/licence-history"));
    REQUIRE(history.size() == 4);
    const auto& last = history.at(0);
    CHECK(last.at("number") == 4);
    CHECK(last.at("action") == "unlink");
    CHECK(last.at("how") == "hand");
    CHECK(last.at("subject") == "group");
    CHECK(last.at("subjectName") == "Groep 5");
    CHECK(last.at("licenceTitle") == "Taal groep 5");
    CHECK(last.at("doneBy") == json{{"role", "coordinator"},
                                    {"personId", school.coordinator},
                                    {"personName", "Joke Boomgaard"},
                                    {"clientId", nullptr}});
    CHECK(history.at(1).at("subjectName") == "Eva Els");
    CHECK(ListOf(coordinator, school.Licence("rekenen-6", "/history")).size() == 1);
    CHECK(ListOf(api.Helpdesk(), school.Path("/licence-history?groupId=" + school.groups.at("5"))).size() == 2);
    CHECK(OnlyItem(coordinator, school.Path("/licence-history?personId=" + school.pupils.at("Els"))).at("number") == 3);
    const auto today = DutchDay(SystemClock().Now()).ToString();
    CHECK(ListOf(coordinator, school.Path("/licence-history?from=" + today + "&until=" + today)).size() == 4);

    const auto undo = [&](std::int64_t number) {
        return coordinator.Send("POST", school.Path("/licence-history/" + std::to_string(number) + "/undo"));
    };
    CheckDutch(undo(1), 409, "undo-outdated", "Dit is daarna nog een keer veranderd",
               "Je kunt alleen de laatste wijziging ongedaan maken. Kijk in de geschiedenis bij wijziging 4.");
    CHECK_FALSE(school.Entitled(kAppel, "taal-5"));
    const auto undone = undo(4);
    CAPTURE(undone.body);
    REQUIRE(undone.status == 200);
    CHECK(undone.json.at("number") == 5);
    CHECK(undone.json.at("action") == "link");
    CHECK(undone.json.at("undoes") == 4);
    CHECK(undone.json.at("reason") == "undo of 4");
    CHECK(school.Entitled(kAppel, "taal-5"));
    CHECK(school.Entitled(kAppel + 4, "taal-5"));
    REQUIRE(undo(3).status == 200);
    CHECK_FALSE(school.Entitled(kAppel + 4, "taal-5"));
    CHECK(ListOf(coordinator, school.Licence("taal-5", "/pupils")).empty());
    CheckDutch(undo(99), 404, "history-unknown", "Niet gevonden in de geschiedenis",
               "Deze wijziging kennen we niet. Kijk opnieuw in de lijst.");
    const auto path = school.Path("/licence-history/5/undo");
    for (auto* caller : {&school.Teacher(), &api.Helpdesk()}) {
        CheckDutch(caller->Send("POST", path), 403, "forbidden", "Dit mag je niet",
                   "Je hebt hier geen rechten voor. Vraag het aan de ICT-coördinator van je school.");
    }
    CheckProblem(school.Teacher().Get(school.Path("/licence-history")), 403, "forbidden");
    CheckProblem(api.Coordinator("000000000000a").Send("POST", path), 404, "school-unknown");
}
