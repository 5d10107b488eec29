// Manual §3.4, "Groepen koppelen aan licenties", step by step through the gateway.
#include <catch2/catch.hpp>

#include "tests/functional/links/school.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::CheckDutch;
using suite::testing::CheckProblem;
using suite::testing::Entitlement;
using suite::testing::kAppel;
using suite::testing::LinkSchool;
using suite::testing::ListOf;
using suite::testing::SuiteFixture;

json LicenceOf(const json& licences, const std::string& title) {
    for (const auto& licence : licences) {
        if (licence.at("title") == title) return licence;
    }
    FAIL("no licence " << title);
    return {};
}

}  // namespace

TEST_CASE("§3.4: the coordinator links groups to a licence, and everybody in them has access",
          "[LIC-02][LIC-03][LIC-11]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    const LinkSchool school(fixture.Api());
    auto& coordinator = school.Coordinator();

    // 1. "Klik op de tab Licentiebeheer": contract, title, dates, type and groups of each licence.
    const auto before = LicenceOf(ListOf(coordinator, school.Path("/licences")), "Taal groep 5");
    for (const auto* column : {"contractNumber", "startDate", "endDate"}) CHECK_FALSE(before.at(column).empty());
    CHECK(before.at("kind") == "group");
    CHECK(before.at("groupCount") == 0);
    CHECK_FALSE(school.Entitled(kAppel, "taal-5"));

    // 2. to 4. Choose the licence and a group, "Groep toevoegen".
    const auto linked = coordinator.Put(school.Licence("taal-5", "/groups/" + school.groups.at("5")));
    CAPTURE(linked.body);
    REQUIRE(linked.status == 200);
    const auto group = linked.json.at("groups").at(0);
    CHECK(group.at("name") == "Groep 5");
    CHECK(group.at("composed") == false);
    CHECK(group.at("how") == "hand");
    CHECK(group.at("linkedBy").at("role") == "coordinator");
    CHECK(group.at("linkedBy").at("personId") == school.coordinator);
    CHECK(group.at("linkedBy").at("personName") == "Joke Boomgaard");
    CHECK(school.Entitled(kAppel, "taal-5"));
    CHECK_FALSE(school.Entitled(kAppel + 2, "taal-5"));
    CHECK(Entitlement(fixture.Api(), school.id, "personId=" + school.teacher, "taal-5").at("entitled") == true);

    // "Tip: door stap 3 en 4 te herhalen kunnen ook meerdere groepen aan één licentie worden gekoppeld."
    CHECK(coordinator.Put(school.Licence("taal-5", "/groups/" + school.groups.at("6"))).status == 200);
    CHECK(coordinator.Put(school.Licence("taal-5", "/groups/" + school.groups.at("Plusklas"))).status == 200);
    CHECK(coordinator.Put(school.Licence("rekenen-6", "/groups/" + school.groups.at("6"))).status == 200);
    const auto list = ListOf(coordinator, school.Path("/licences"));
    const auto now = LicenceOf(list, "Taal groep 5");
    CHECK(now.at("groupCount") == 3);
    CHECK(now.at("groups").at(0).at("name") == "Groep 5");
    CHECK(now.at("groups").at(2).at("composed") == true);
    CHECK(LicenceOf(list, "Rekenen groep 6").at("groups").at(0).at("name") == "Groep 6");
    CHECK(school.Entitled(kAppel + 2, "taal-5"));
    CHECK(school.Entitled(kAppel + 2, "rekenen-6"));
    CHECK(school.Entitled(kAppel + 4, "taal-5"));  // through the plus group

    // A second click changes nothing; unlinking ends it.
    CHECK(coordinator.Put(school.Licence("taal-5", "/groups/" + school.groups.at("5"))).json.at("groups").at(0) ==
          group);
    CHECK(coordinator.Delete(school.Licence("taal-5", "/groups/" + school.groups.at("5"))).json.at("groupCount") == 2);
    CHECK_FALSE(school.Entitled(kAppel, "taal-5"));
    CHECK(ListOf(coordinator, school.Path("/licence-history")).size() == 5);
}

TEST_CASE("§3.4: what the coordinator reads when a group cannot be linked", "[LIC-03][ACC-07]") {
    SuiteFixture fixture(Dialect::kSqlite);
    const LinkSchool school(fixture.Api());
    auto& coordinator = school.Coordinator();
    const auto link = [&](const std::string& licence, const std::string& group) {
        return coordinator.Put(school.Licence(licence, "/groups/" + group));
    };
    const auto group = school.groups.at("5");
    CheckDutch(link("extra", group), 409, "licence-not-for-groups", "Deze licentie is per kind",
               "Je kunt er geen groep aan koppelen. Kies de kinderen bij 'Licenties per kind'.");
    CheckDutch(
        link("oud", group), 409, "licence-ended", "Deze licentie is afgelopen",
        "Je kunt er niets meer aan koppelen of veranderen. Kijk of je school een nieuwe licentie voor deze methode "
        "heeft, of bestel er een.");
    CheckDutch(link("taal-5", "0000000000009"), 404, "group-unknown", "Groep niet gevonden",
               "Deze groep is er niet (meer) op je school, of het is niet jouw groep.");
    CheckDutch(coordinator.Put(school.Path("/licences/0000000000009/groups/") + group), 404, "licence-unknown",
               "Licentie niet gevonden", "Deze licentie heeft je school niet (meer).");
    CHECK(ListOf(coordinator, school.Path("/licence-history")).empty());
}

TEST_CASE("§3.4: teachers, other schools and the helpdesk link nothing", "[ACC-02][ACC-03][LIC-03]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    const LinkSchool school(api);
    const auto path = school.Licence("taal-5", "/groups/" + school.groups.at("5"));
    for (auto* caller : {&school.Teacher(), &api.Helpdesk()}) {
        for (const auto* method : {"PUT", "DELETE"}) {
            CheckDutch(caller->Send(method, path), 403, "forbidden", "Dit mag je niet",
                       "Je hebt hier geen rechten voor. Vraag het aan de ICT-coördinator van je school.");
        }
    }
    auto& stranger = api.Coordinator("000000000000a");
    CheckDutch(stranger.Put(path), 404, "school-unknown", "School niet gevonden",
               "Deze school kennen we niet, of je hebt er geen toegang toe.");
    // The helpdesk sees what the school sees.
    CHECK(api.Helpdesk().Get(school.Licence("taal-5")).json.at("groupCount") == 0);
}

TEST_CASE("many links in one click: tried, refused as a whole, done", "[LIC-16]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    const LinkSchool school(api);
    auto& coordinator = school.Coordinator();
    const auto path = school.Path("/licence-links");
    const auto group = [&](const std::string& licence, const std::string& name) {
        return json{{"licenceId", school.licences.at(licence)}, {"groupId", school.groups.at(name)}};
    };
    const auto pupil = [&](const std::string& licence, const std::string& name) {
        return json{{"licenceId", school.licences.at(licence)}, {"personId", school.pupils.at(name)}};
    };

    const json wrong{{"link", {group("taal-5", "5"), group("extra", "6"), pupil("extra", "Els"), pupil("oud", "Els")}}};
    const auto refused = coordinator.Post(path, wrong);
    CAPTURE(refused.body);
    REQUIRE(refused.status == 200);
    CHECK(refused.json.at("status") == "refused");
    CHECK(refused.json.at("refused") == 3);
    CHECK(refused.json.at("effects").empty());
    const auto& items = refused.json.at("items");
    CHECK(items.at(0).at("problem").is_null());
    CHECK(items.at(1).at("problem") ==
          json{{"code", "licence-not-for-groups"},
               {"title", "Deze licentie is per kind"},
               {"detail", "Je kunt er geen groep aan koppelen. Kies de kinderen bij 'Licenties per kind'."}});
    CHECK(items.at(2).at("problem").at("code") == "licence-per-child");
    CHECK(items.at(3).at("problem").at("title") == "Deze licentie is afgelopen");
    CHECK_FALSE(school.Entitled(kAppel, "taal-5"));
    // In the language that is asked for.
    const auto english =
        coordinator.Send("POST", path, wrong.dump(), {{"Content-Type", "application/json"}, {"Accept-Language", "en"}});
    CHECK(english.json.at("items").at(1).at("problem").at("title") == "The licence is per pupil");

    const json right{
        {"link", {group("taal-5", "5"), group("rekenen-6", "6"), pupil("taal-5", "Els"), pupil("taal-5", "Appel")}}};
    const auto tried = coordinator.Post(path + "?dryRun=true", right);
    CAPTURE(tried.body);
    REQUIRE(tried.status == 200);
    CHECK(tried.json.at("status") == "tried");
    CHECK(tried.json.at("effects") == json{{{"title", "Rekenen groep 6"}, {"gain", 2}, {"lose", 0}},
                                           {{"title", "Taal groep 5"}, {"gain", 3}, {"lose", 0}}});
    CHECK(ListOf(coordinator, school.Path("/licence-history")).empty());
    auto done = coordinator.Post(path, right).json;
    CHECK(done.at("status") == "applied");
    done["status"] = "tried";
    CHECK(done == tried.json);
    CHECK(school.Entitled(kAppel, "taal-5"));
    CHECK(school.Entitled(kAppel + 4, "taal-5"));
    CHECK(ListOf(coordinator, school.Path("/licence-history")).size() == 4);
    const auto again = coordinator.Post(path, right).json;
    CHECK(again.at("unchanged") == 4);
    CHECK(again.at("effects").empty());

    CheckProblem(coordinator.Post(path, json::object()), 400, "invalid-request");
    CheckProblem(coordinator.Post(path, {{"link", {{{"licenceId", "x"}}}}}), 400, "invalid-request");
    json many = json::array();
    for (int i = 0; i < 501; ++i) many.push_back(group("taal-5", "5"));
    CheckProblem(coordinator.Post(path, {{"link", many}}), 400, "invalid-request");
    CheckProblem(school.Teacher().Post(path, right), 403, "forbidden");
    CheckProblem(api.Helpdesk().Post(path, right), 403, "forbidden");
}
