// Manual §3.5, "Kinderen koppelen aan licenties andere groep", step by step through the gateway.
#include <catch2/catch.hpp>

#include "tests/functional/links/school.hpp"

namespace {

using nlohmann::json;
using suite::SchoolYear;
using suite::sql::Dialect;
using suite::testing::CheckDutch;
using suite::testing::Entitlement;
using suite::testing::Eventually;
using suite::testing::kAppel;
using suite::testing::kLinkSchool;
using suite::testing::LinkGroupLine;
using suite::testing::LinkPupilLine;
using suite::testing::LinkSchool;
using suite::testing::ListOf;
using suite::testing::OnlyItem;
using suite::testing::SuiteFixture;

}  // namespace

TEST_CASE("§3.5: the coordinator links a child of another group to a licence", "[LIC-05]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    const LinkSchool school(api);
    auto& coordinator = school.Coordinator();
    REQUIRE(coordinator.Put(school.Licence("taal-5", "/groups/" + school.groups.at("5"))).status == 200);

    // 1. and 2. The licence, and its tab "Kinderen gekoppeld": nobody yet.
    CHECK(ListOf(coordinator, school.Licence("taal-5", "/pupils")).empty());
    // 3. and 4. "Kind toevoegen": choose the group of the child and the child.
    const auto children = ListOf(coordinator, school.Path("/pupils?groupId=" + school.groups.at("6")));
    REQUIRE(children.size() == 2);
    REQUIRE(children.at(0).at("id") == school.pupils.at("Citroen"));
    CHECK_FALSE(school.Entitled(kAppel + 2, "taal-5"));
    // 5. "Toevoegen".
    const auto linked = coordinator.Put(school.Licence("taal-5", "/pupils/" + school.pupils.at("Citroen")));
    CAPTURE(linked.body);
    REQUIRE(linked.status == 200);
    CHECK(linked.json.at("name") == "Cato Citroen");
    CHECK(linked.json.at("group") == json{{"id", school.groups.at("6")}, {"name", "Groep 6"}});
    CHECK(linked.json.at("linked") == true);
    CHECK(linked.json.at("how") == "hand");
    CHECK(linked.json.at("linkedBy").at("personName") == "Joke Boomgaard");
    CHECK(linked.json.at("throughGroups").empty());
    const auto access = Entitlement(api, school.id, "personId=" + school.pupils.at("Citroen"), "taal-5");
    CHECK(access.at("entitled") == true);
    CHECK(access.at("reason") == "pupilLink");
    CHECK_FALSE(school.Entitled(kAppel + 3, "taal-5"));  // the others of group 6 have nothing by it
    CHECK(OnlyItem(coordinator, school.Licence("taal-5", "/pupils")) == linked.json);
    CHECK(OnlyItem(api.Helpdesk(), school.Licence("taal-5", "/pupils")) == linked.json);

    // A child that has the licence through its group: linked, and the answer says so.
    const auto doubly = coordinator.Put(school.Licence("taal-5", "/pupils/" + school.pupils.at("Bes")));
    REQUIRE(doubly.status == 200);
    CHECK(doubly.json.at("throughGroups") == json{"Groep 5"});
    const auto tab = ListOf(coordinator, school.Licence("taal-5", "/pupils"));
    REQUIRE(tab.size() == 2);
    CHECK(tab.at(0).at("name") == "Bram Bes");
    CHECK(tab.at(1).at("name") == "Cato Citroen");

    // Unlinked, the child keeps what its group gives.
    const auto unlinked = coordinator.Delete(school.Licence("taal-5", "/pupils/" + school.pupils.at("Bes")));
    REQUIRE(unlinked.status == 200);
    CHECK(unlinked.json.at("linked") == false);
    CHECK(unlinked.json.at("throughGroups") == json{"Groep 5"});
    CHECK(school.Entitled(kAppel + 1, "taal-5"));
    REQUIRE(coordinator.Delete(school.Licence("taal-5", "/pupils/" + school.pupils.at("Citroen"))).status == 200);
    CHECK_FALSE(school.Entitled(kAppel + 2, "taal-5"));
}

TEST_CASE("§3.5: what the coordinator reads when a child cannot be linked", "[LIC-05][ACC-07]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    const LinkSchool school(api);
    auto& coordinator = school.Coordinator();
    const auto link = [&](const std::string& licence, const std::string& pupil) {
        return coordinator.Put(school.Licence(licence, "/pupils/" + pupil));
    };
    const auto pupil = school.pupils.at("Citroen");
    CheckDutch(link("extra", pupil), 409, "licence-per-child", "Deze licentie is per kind",
               "Voeg het kind toe op het tabblad 'Licenties per kind'. Let op: dat kun je daarna niet zelf "
               "terugdraaien.");
    CheckDutch(
        link("oud", pupil), 409, "licence-ended", "Deze licentie is afgelopen",
        "Je kunt er niets meer aan koppelen of veranderen. Kijk of je school een nieuwe licentie voor deze methode "
        "heeft, of bestel er een.");
    const auto* nobody =
        "Deze leerling of leerkracht is er niet (meer) op deze school. Staat iemand net in je "
        "schooladministratie? Dan zie je die meestal de volgende dag.";
    CheckDutch(link("taal-5", "0000000000009"), 404, "person-unknown", "Persoon niet gevonden", nobody);
    CheckDutch(link("taal-5", school.teacher), 404, "person-unknown", "Persoon niet gevonden", nobody);
    // No source of today says that a pupil is not active; the copy of the roster can hold it.
    REQUIRE(fixture.OpenDatabase("licence")->Write(
        suite::SchoolScope::All(), suite::Deadline::In(std::chrono::seconds(10)), [](suite::sql::Session& session) {
            return session.Execute("UPDATE copy_person SET active = 0 WHERE basispoort_id = :1",
                                   {suite::sql::Value{kAppel + 3}});
        }));
    CheckDutch(link("taal-5", school.pupils.at("Druif")), 409, "pupil-inactive", "Dit kind staat niet op actief",
               "Zet het kind in je schooladministratie op actief. Meestal kun je het de dag erna hier koppelen.");
    const auto path = school.Licence("taal-5", "/pupils/" + pupil);
    for (auto* caller : {&school.Teacher(), &api.Helpdesk()}) {
        for (const auto* method : {"PUT", "DELETE"}) {
            CheckDutch(caller->Send(method, path), 403, "forbidden", "Dit mag je niet",
                       "Je hebt hier geen rechten voor. Vraag het aan de ICT-coördinator van je school.");
        }
    }
    CheckDutch(school.Teacher().Get(school.Licence("taal-5", "/pupils")), 403, "forbidden", "Dit mag je niet",
               "Je hebt hier geen rechten voor. Vraag het aan de ICT-coördinator van je school.");
    CheckDutch(api.Coordinator("000000000000a").Put(path), 404, "school-unknown", "School niet gevonden",
               "Deze school kennen we niet, of je hebt er geen toegang toe.");
    CHECK(ListOf(coordinator, school.Path("/licence-history")).empty());
}

TEST_CASE("a child's link ends when it leaves and when it comes into next year's group", "[LIC-05][ROS-10]") {
    SuiteFixture fixture(Dialect::kSqlite);
    LinkSchool school(fixture.Api());
    auto& coordinator = school.Coordinator();
    for (const auto* name : {"Citroen", "Els", "Druif"})
        REQUIRE(coordinator.Put(school.Licence("taal-5", "/pupils/" + school.pupils.at(name))).status == 200);
    const json gone{{"type", "pupil"}, {"op", "delete"}, {"schoolId", kLinkSchool}, {"id", kAppel + 3}};
    const auto next = SchoolYear{SchoolYear::Of(suite::DutchDay(suite::SystemClock().Now())).first_year + 1};
    school.Deliver(gone.dump() + "\n" + LinkGroupLine("G7-2", "Groep 7", "7", next) +
                   LinkPupilLine(kAppel + 2, "Cato", "Citroen", "G7-2"));
    CHECK(Eventually([&] { return ListOf(coordinator, school.Licence("taal-5", "/pupils")).size() == 1; }));
    CHECK(OnlyItem(coordinator, school.Licence("taal-5", "/pupils")).at("name") == "Eva Els");
    CHECK_FALSE(school.Entitled(kAppel + 2, "taal-5"));
    CHECK(school.Entitled(kAppel + 4, "taal-5"));
    const auto history = ListOf(coordinator, school.Path("/licence-history"));
    REQUIRE(history.size() == 5);
    std::map<std::string, std::string> how;
    for (const auto& entry : history) {
        if (entry.at("action") == "unlink") how[entry.at("personId")] = entry.at("how");
    }
    CHECK(how == std::map<std::string, std::string>{{school.pupils.at("Citroen"), "rollover"},
                                                    {school.pupils.at("Druif"), "roster"}});
}
