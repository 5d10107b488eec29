// Every operation that changes something leaves an entry in the log when it succeeds, and none when it is refused or
// changes nothing (ACC-06). An operation that is added to the routes fails here until somebody says what it leaves.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "core/time.hpp"
#include "tests/functional/audit/change_walk.hpp"
#include "tests/functional/support/route_walk.hpp"

namespace suite::testing {
namespace {

using Json = nlohmann::json;

bool Writes(const gateway::Route& route) { return route.method != "GET"; }
std::string IdIn(const Json& json) { return json.at("id"); }
bool IsOfPlusClass(const Json& proposal) { return proposal.at("groupName") == "Plusklas"; }

/// Whoever may not, whatever it is about: a machine without scopes, and the coordinator of another school.
void RefuseStrangers(ChangeWalk& walk) {
    auto nobody = walk.api.As(MachineWith({}));
    auto& stranger = walk.api.Coordinator(walk.demo.other_school, walk.demo.other_coordinator);
    const auto ids = IdsOf(walk.demo);
    for (const auto& route : gateway::Routes()) {
        if (!Writes(route)) continue;
        const auto path = PathOf(route, ids);
        for (auto* caller : {&nobody, &stranger})
            walk.Refused(*caller, std::string(route.method), path, Json::object());
    }
}

void Links(ChangeWalk& walk) {
    auto& coordinator = walk.Coordinator();
    const auto group = walk.demo.groups.at("G8");
    const auto licence = walk.demo.licences.at("demo-3");
    const auto link = walk.Licence("demo-3", "/groups/" + group);
    const auto link_operation = "PUT /schools/{schoolId}/licences/{licenceId}/groups/{groupId}";
    walk.Does(coordinator, link_operation, link);
    walk.Idle(coordinator, "PUT", link);
    walk.Does(coordinator, "DELETE /schools/{schoolId}/licences/{licenceId}/groups/{groupId}", link);
    walk.Idle(coordinator, "DELETE", link);
    walk.Refused(coordinator, "PUT", walk.Licence("demo-5", "/groups/" + group));  // per child
    walk.Refused(coordinator, "PUT", walk.Licence("demo-3", "/groups/" + EncodeId(4711)));

    walk.Does(coordinator, link_operation, link);
    const auto entries =
        ListOf(coordinator, walk.School("/licence-history?licenceId=" + licence + "&groupId=" + group));
    const auto undo =
        walk.School("/licence-history/" + std::to_string(entries.at(0).at("number").get<int>()) + "/undo");
    walk.Does(coordinator, "POST /schools/{schoolId}/licence-history/{number}/undo", undo);
    walk.Refused(coordinator, "POST", undo);

    const Json many{{"link", {{{"licenceId", licence}, {"groupId", group}}}}, {"unlink", Json::array()}};
    walk.Idle(coordinator, "POST", walk.School("/licence-links?dryRun=true"), many);
    auto half = many;
    half["link"].push_back({{"licenceId", licence}, {"groupId", EncodeId(4711)}});
    walk.Idle(coordinator, "POST", walk.School("/licence-links"), half);  // all or nothing
    walk.Does(coordinator, "POST /schools/{schoolId}/licence-links", walk.School("/licence-links"), many);

    const auto pupil = walk.Licence("demo-3", "/pupils/" + walk.demo.pupil);
    walk.Does(coordinator, "PUT /schools/{schoolId}/licences/{licenceId}/pupils/{personId}", pupil);
    walk.Idle(coordinator, "PUT", pupil);
    walk.Does(coordinator, "DELETE /schools/{schoolId}/licences/{licenceId}/pupils/{personId}", pupil);
    walk.Idle(coordinator, "DELETE", pupil);
    walk.Refused(coordinator, "PUT", walk.Licence("demo-5", "/pupils/" + walk.demo.pupil));
}

void Seats(ChangeWalk& walk) {
    auto& coordinator = walk.Coordinator();
    auto& helpdesk = walk.api.Helpdesk();
    const auto pupils = ListOf(coordinator, walk.School("/pupils?groupId=" + walk.demo.groups.at("G6")));
    REQUIRE(pupils.size() > 3);
    auto order = OrderOf(walk.demo.school, "sprint-6");
    order["kind"] = "pupil";
    order["seats"] = 1;
    const auto sold =
        walk.Does(walk.api.Machine("order-system"), "PUT /orders/{orderLineId}", "/orders/audit-1", order);
    const auto base = walk.School("/licences/" + sold.at("licenceId").get<std::string>());
    const auto seat = base + "/seats/" + IdIn(pupils.at(0));
    const auto seat_operation = "PUT /schools/{schoolId}/licences/{licenceId}/seats/{personId}";
    const auto ask_operation = "POST /schools/{schoolId}/licences/{licenceId}/seats/{personId}/correction-requests";
    walk.Does(coordinator, seat_operation, seat);
    walk.Idle(coordinator, "PUT", seat);
    walk.Refused(coordinator, "PUT", base + "/seats/" + IdIn(pupils.at(1)));  // it was the only one
    const auto waiting = base + "/waiting/" + IdIn(pupils.at(1));
    walk.Does(coordinator, "PUT /schools/{schoolId}/licences/{licenceId}/waiting/{personId}", waiting);
    walk.Idle(coordinator, "PUT", waiting);
    walk.Does(coordinator, "DELETE /schools/{schoolId}/licences/{licenceId}/waiting/{personId}", waiting);
    walk.Idle(coordinator, "DELETE", waiting);

    const auto asked = walk.Does(coordinator, ask_operation, seat + "/correction-requests", Json::object());
    walk.Idle(coordinator, "POST", seat + "/correction-requests", Json::object());
    const auto decide = [&](const Json& correction, const std::string& how) {
        return walk.School("/seat-corrections/" + IdIn(correction) + "/" + how);
    };
    const Json because{{"reason", "Zo is het."}};
    walk.Refused(helpdesk, "POST", decide(asked, "refuse"), Json::object());
    walk.Does(helpdesk, "POST /schools/{schoolId}/seat-corrections/{correctionId}/refuse", decide(asked, "refuse"),
              because);
    walk.Refused(helpdesk, "POST", decide(asked, "grant"), because);
    const auto again = walk.Does(coordinator, ask_operation, seat + "/correction-requests",
                                 {{"replacementPersonId", IdIn(pupils.at(2))}});
    walk.Does(helpdesk, "POST /schools/{schoolId}/seat-corrections/{correctionId}/grant", decide(again, "grant"),
              because);
    walk.Refused(helpdesk, "POST", decide(again, "refuse"), because);
    const auto given = base + "/seats/" + IdIn(pupils.at(2));
    walk.Refused(helpdesk, "DELETE", given);  // without a reason
    walk.Does(helpdesk, "DELETE /schools/{schoolId}/licences/{licenceId}/seats/{personId}",
              given + "?reason=Vergissing");
}

void Sales(ChangeWalk& walk) {
    auto& coordinator = walk.Coordinator();
    auto& orders = walk.api.Machine("order-system");
    walk.Does(coordinator, "POST /schools/{schoolId}/licences/{licenceId}/terminate",
              walk.Licence("demo-1", "/terminate"));
    walk.Idle(coordinator, "POST", walk.Licence("demo-1", "/terminate"));
    walk.Does(coordinator, "POST /schools/{schoolId}/licences/{licenceId}/resume", walk.Licence("demo-1", "/resume"));
    walk.Idle(coordinator, "POST", walk.Licence("demo-1", "/resume"));
    walk.Refused(coordinator, "POST", walk.Licence("demo-5", "/terminate"));  // ends by itself
    walk.Does(orders, "POST /orders/{orderLineId}/terminate", "/orders/demo-2/terminate");
    walk.Does(orders, "POST /orders/{orderLineId}/resume", "/orders/demo-2/resume");
    walk.Refused(orders, "POST", "/orders/niets/terminate");
    auto order = OrderOf(walk.demo.school, "cijferpad-4");
    walk.Does(orders, "PUT /orders/{orderLineId}", "/orders/audit-2", order);
    walk.Idle(orders, "PUT", "/orders/audit-2", order);
    order["schoolId"] = walk.demo.other_school;
    walk.Refused(orders, "PUT", "/orders/audit-2", order);

    const Json method{{"name", "Nieuw"}, {"subject", "rekenen"}, {"url", "https://nieuw.example"}};
    walk.Does(orders, "PUT /methods/{methodId}", "/methods/nieuw", method);
    walk.Idle(orders, "PUT", "/methods/nieuw", method);
    const Json product{{"methodId", "nieuw"},
                       {"name", "Nieuw 5"},
                       {"yearGroups", {"5"}},
                       {"kinds", {"group"}},
                       {"url", "https://nieuw.example/5"}};
    walk.Does(orders, "PUT /products/{productId}", "/products/nieuw-5", product);
    walk.Idle(orders, "PUT", "/products/nieuw-5", product);
    walk.Refused(orders, "DELETE", "/methods/nieuw");  // has a product
    walk.Refused(orders, "DELETE", "/products/cijferpad-5");
    walk.Does(orders, "DELETE /products/{productId}", "/products/nieuw-5");
    walk.Does(orders, "DELETE /methods/{methodId}", "/methods/nieuw");
    walk.Does(walk.api.Helpdesk(), "POST /basispoort-users/repair", "/basispoort-users/repair",
              {{"productId", "cijferpad-5"}});
    walk.Refused(walk.api.Helpdesk(), "POST", "/basispoort-users/repair", {{"productId", "niets"}});
}

/// What names a plus class in its title is asked about.
void Proposals(ChangeWalk& walk) {
    auto& coordinator = walk.Coordinator();
    for (const auto* name : {"puzzels", "raadsels"}) {
        auto order = OrderOf(walk.demo.school, name);
        order["methodId"] = name;
        order["title"] = std::string(name) + " plusklas";
        PutOrder(walk.api, std::string("audit-") + name, order);
    }
    const auto open = coordinator.GetUntil(walk.School("/link-proposals"), [](const Answer& answer) {
        return answer.status == 200 && std::ranges::count_if(answer.json.at("items"), IsOfPlusClass) == 3;
    });
    std::vector<std::string> ids;
    for (const auto& proposal : open.json.at("items")) {
        if (IsOfPlusClass(proposal)) ids.push_back(IdIn(proposal));
    }
    const auto decide = [&](int which, const std::string& how) {
        return walk.School("/link-proposals/" + ids.at(static_cast<std::size_t>(which)) + "/" + how);
    };
    walk.Does(coordinator, "POST /schools/{schoolId}/link-proposals/{proposalId}/accept", decide(0, "accept"));
    walk.Does(coordinator, "POST /schools/{schoolId}/link-proposals/{proposalId}/drop", decide(1, "drop"));
    walk.Refused(coordinator, "POST", decide(0, "drop"));
    walk.Refused(coordinator, "POST", decide(1, "accept"));
    const auto many = walk.School("/link-proposals/accept");
    walk.Idle(coordinator, "POST", many, {{"ids", {ids.at(1), ids.at(2)}}});  // all or nothing
    walk.Does(coordinator, "POST /schools/{schoolId}/link-proposals/accept", many, {{"ids", {ids.at(2)}}});
}

void AtSchool(ChangeWalk& walk) {
    auto& coordinator = walk.Coordinator();
    const auto addresses = walk.School("/known-addresses");
    const Json address{{"address", "93.184.216.32/28"}, {"note", "hoofdgebouw"}};
    const auto added = walk.Does(walk.api.Helpdesk(), "POST /schools/{schoolId}/known-addresses", addresses, address);
    walk.Refused(coordinator, "POST", addresses, address);
    const auto remove = addresses + "/" + IdIn(added);
    walk.Does(coordinator, "DELETE /schools/{schoolId}/known-addresses/{addressId}", remove);
    walk.Refused(coordinator, "DELETE", remove);

    const Json connection{{"las", "momento"}, {"authorisationKey", "tweede-sleutel"}};
    walk.Does(coordinator, "POST /schools/{schoolId}/result-connections", walk.School("/result-connections"),
              connection);
    walk.Refused(coordinator, "POST", walk.School("/result-connections"), connection);

    auto& software = walk.api.Machine("method-software");
    const Json result{{"resultKey", "audit-1"},
                      {"version", 1},
                      {"schoolId", walk.demo.school},
                      {"personId", walk.demo.pupil},
                      {"productId", "cijferpad-5"},
                      {"kind", "test"},
                      {"testCode", "t"},
                      {"takenOn", DutchDay(SystemClock().Now()).ToString()}};
    walk.Does(software, "POST /results", "/results", {{"results", {result}}});
    const Json check{{"schoolId", walk.demo.school}, {"personId", walk.demo.pupil}, {"productId", "cijferpad-5"}};
    walk.Does(software, "POST /entitlements/check", "/entitlements/check", {{"checks", {check}}});
}

void Rosters(ChangeWalk& walk) {
    auto& coordinator = walk.Coordinator();
    auto& helpdesk = walk.api.Helpdesk();
    auto& basispoort = walk.api.Machine("basispoort");
    const auto batch = walk.Does(basispoort, "POST /roster-batches", "/roster-batches",
                                 {{"source", "audit"}, {"sequence", 1}, {"kind", "delta"}});
    const auto delivery = "/roster-batches/" + IdIn(batch);
    walk.Does(basispoort, "PUT /roster-batches/{batchId}/parts/{n}", delivery + "/parts/1",
              SchoolLine(1998, "De Proef", "99ZZ", "00"), "application/x-ndjson");
    walk.Does(basispoort, "POST /roster-batches/{batchId}/commit", delivery + "/commit", {{"parts", 1}});

    // The stand-in does not know the school, so nothing changes.
    walk.Does(coordinator, "POST /schools/{schoolId}/roster-reconciles", walk.School("/roster-reconciles"),
              Json::object());
    walk.Does(helpdesk, "POST /roster-reconciles", "/roster-reconciles", Json::object());

    const auto imports = walk.School("/roster-imports");
    walk.Refused(coordinator, "POST", imports, SmallFile("99YY"), "application/xml");  // another school's
    walk.Tries(coordinator, "import-tried", imports + "?dryRun=true", SmallFile("99XX"), "application/xml");
    walk.Does(coordinator, "POST /schools/{schoolId}/roster-imports", imports, SmallFile("99XX"), "application/xml");
    const auto held = ListOf(coordinator, walk.School("/held-removals"));
    REQUIRE(held.size() > 1);
    const auto decide = [&](int which, const std::string& how) {
        return walk.School("/held-removals/" + IdIn(held.at(static_cast<std::size_t>(which))) + "/" + how);
    };
    const Json because{{"reason", "Zo is het."}};
    walk.Refused(coordinator, "POST", decide(0, "drop"), Json::object());
    walk.Does(helpdesk, "POST /schools/{schoolId}/held-removals/{removalId}/drop", decide(0, "drop"), because);
    walk.Refused(coordinator, "POST", decide(0, "approve"), because);
    walk.Does(coordinator, "POST /schools/{schoolId}/held-removals/{removalId}/approve", decide(1, "approve"), because);
    walk.Refused(coordinator, "POST", decide(1, "approve"), because);
}

}  // namespace

TEST_CASE("for every operation that changes something it is said what it leaves in the log", "[ACC-06]") {
    std::set<std::string> writing;
    for (const auto& route : gateway::Routes()) {
        if (Writes(route)) writing.insert(NameOf(route));
    }
    std::set<std::string> said;
    for (const auto& row : AllLeaves()) {
        CAPTURE(row.operation);
        CHECK(said.emplace(row.operation).second);
        CHECK(row.entries.empty() != row.why.empty());
    }
    CHECK(said == writing);
}

TEST_CASE("every change is in the log with who did it and a refusal leaves nothing", "[ACC-06]") {
    ChangeWalk walk(GENERATE(sql::Dialect::kSqlite, sql::Dialect::kPostgres));
    RefuseStrangers(walk);
    Links(walk);
    Seats(walk);
    Sales(walk);
    Proposals(walk);
    AtSchool(walk);
    Rosters(walk);
    walk.CheckLogs();
}

}  // namespace suite::testing
