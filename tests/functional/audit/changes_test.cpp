// Who changed what is in the log of the database that was changed, in the same transaction (ACC-06).
#include <algorithm>
#include <catch2/catch.hpp>

#include "audit/audit.hpp"
#include "core/time.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::Deadline;
using suite::sql::Dialect;
using suite::testing::Caller;
using suite::testing::Demo;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::SmallFile;
using suite::testing::SuiteFixture;

constexpr std::array kLogs = {"gateway", "roster-sync", "licence", "result-exchange"};

struct World {
    explicit World(Dialect dialect) : fixture(dialect), demo(LoadDemo(fixture)) {}

    Caller& Coordinator() { return fixture.Api().Coordinator(demo.school, demo.coordinator); }
    std::string School() const { return "/schools/" + demo.school; }
    std::string Licence(const std::string& line) const { return School() + "/licences/" + demo.licences.at(line); }

    /// Sends it and CHECKs that the log then has one entry of that request, of this source and operation; none: "".
    json Did(Caller& caller, const std::string& method, const std::string& path, const json& body,
             const std::string& source, const std::string& operation) {
        const auto request = "did-" + std::to_string(++requests_);
        std::vector<std::pair<std::string, std::string>> headers{{"X-Request-Id", request}};
        if (!body.is_null()) headers.emplace_back("Content-Type", "application/json");
        const auto answer = caller.Send(method, path, body.is_null() ? "" : body.dump(), headers);
        CAPTURE(method, path, answer.body);
        CHECK(answer.status < 300);
        return EntryOf(request, source, operation);
    }

    json EntryOf(const std::string& request, const std::string& source, const std::string& operation) {
        std::vector<json> found;
        for (const auto& entry : ListOf(Coordinator(), School() + "/audit-entries")) {
            if (entry.at("requestId") == request) found.push_back(entry);
        }
        CAPTURE(request, operation, json(found));
        if (operation.empty()) {
            CHECK(found.empty());
            return nullptr;
        }
        REQUIRE(found.size() == 1);
        CHECK(found[0].at("source") == source);
        CHECK(found[0].at("operation") == operation);
        return found[0];
    }

    SuiteFixture fixture;
    Demo demo;

  private:
    int requests_ = 0;
};

}  // namespace

TEST_CASE("each change by a person or a partner is in the school's log with who did it", "[ACC-06]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto& coordinator = world.Coordinator();
    const auto group = world.demo.groups.at("PLUS");
    const auto licence = world.demo.licences.at("demo-1");

    auto entry =
        world.Did(coordinator, "PUT", world.Licence("demo-1") + "/groups/" + group, nullptr, "licence", "group-linked");
    CHECK(entry.at("doneBy").at("role") == "coordinator");
    CHECK(entry.at("doneBy").at("personId") == world.demo.coordinator);
    CHECK(entry.at("about") == json{{"kind", "group"}, {"id", group}});
    CHECK(entry.at("facts") == json::array({{{"name", "licence"}, {"value", licence}}}));
    // Done before: nothing changes, and nothing is said to have.
    world.Did(coordinator, "PUT", world.Licence("demo-1") + "/groups/" + group, nullptr, "licence", "");
    world.Did(coordinator, "DELETE", world.Licence("demo-1") + "/groups/" + group, nullptr, "licence",
              "group-unlinked");
    const json many{{"link", {{{"licenceId", licence}, {"groupId", group}}}}, {"unlink", json::array()}};
    world.Did(coordinator, "POST", world.School() + "/licence-links?dryRun=true", many, "licence", "");
    world.Did(coordinator, "POST", world.School() + "/licence-links", many, "licence", "group-linked");

    entry = world.Did(coordinator, "PUT", world.Licence("demo-5") + "/seats/" + world.demo.pupil, nullptr, "licence",
                      "seat-assigned");
    CHECK(entry.at("about") == json{{"kind", "person"}, {"id", world.demo.pupil}});
    world.Did(coordinator, "POST", world.Licence("demo-5") + "/seats/" + world.demo.pupil + "/correction-requests",
              {{"reason", "Verkeerd kind"}}, "licence", "correction-asked");
    entry = world.Did(world.fixture.Api().Helpdesk(), "DELETE",
                      world.Licence("demo-5") + "/seats/" + world.demo.pupil + "?reason=Verkeerd", nullptr, "licence",
                      "seat-taken-back");
    CHECK(entry.at("doneBy").at("role") == "helpdesk");
    world.Did(world.fixture.Api().Helpdesk(), "GET", world.School() + "/licence-forecast", nullptr, "gateway",
              "forecast-viewed");

    entry =
        world.Did(coordinator, "POST", world.School() + "/result-connections",
                  {{"las", "momento"}, {"authorisationKey", "tweede-sleutel"}}, "result-exchange", "connection-added");
    CHECK(entry.at("facts") == json::array({{{"name", "las"}, {"value", "momento"}}}));

    // Only tried, it shows what the import would show, and stands in no other log.
    const auto tried = coordinator.Send("POST", world.School() + "/roster-imports?dryRun=true", SmallFile("99XX"),
                                        {{"Content-Type", "application/xml"}, {"X-Request-Id", "import-0"}});
    REQUIRE(tried.status == 201);
    entry = world.EntryOf("import-0", "gateway", "import-tried");
    CHECK(entry.at("about").is_null());
    CHECK(entry.at("sentence") == "De ICT-coördinator bekeek wat een EDEXML-bestand zou veranderen.");
    const auto imported = coordinator.Send("POST", world.School() + "/roster-imports", SmallFile("99XX"),
                                           {{"Content-Type", "application/xml"}, {"X-Request-Id", "import-1"}});
    REQUIRE(imported.status == 201);
    entry = world.EntryOf("import-1", "roster-sync", "roster-imported");
    CHECK(entry.at("about") == json{{"kind", "import"}, {"id", imported.json.at("id")}});
    const auto removal = ListOf(coordinator, world.School() + "/held-removals").at(0).at("id").get<std::string>();
    world.Did(coordinator, "POST", world.School() + "/held-removals/" + removal + "/drop",
              {{"reason", "Alleen een proef"}}, "roster-sync", "removal-dropped");

    auto& orders = world.fixture.Api().Machine("order-system");
    auto line = suite::testing::OrderOf(world.demo.school, "cijferpad-5");
    entry = world.Did(orders, "PUT", "/orders/audit-1", line, "licence", "order-placed");
    CHECK(entry.at("doneBy").at("role") == "machine");
    CHECK(entry.at("doneBy").at("clientId") == "order-system");
    CHECK(entry.at("about").at("kind") == "licence");
    world.Did(orders, "PUT", "/orders/audit-1", line, "licence", "");  // as it is
    line["title"] = "Cijferpad groep 5, tweede bestelling";
    world.Did(orders, "PUT", "/orders/audit-1", line, "licence", "order-changed");

    // What a LAS fetched left the school; looking in vain did not.
    auto& momento = world.fixture.Api().Machine("las-momento");
    world.Did(momento, "GET", "/las/results", nullptr, "result-exchange", "");
    const json result{{"resultKey", "audit-1"},
                      {"version", 1},
                      {"schoolId", world.demo.school},
                      {"personId", world.demo.pupil},
                      {"productId", "cijferpad-5"},
                      {"kind", "test"},
                      {"testCode", "t"},
                      {"takenOn", suite::DutchDay(suite::SystemClock().Now()).ToString()}};
    REQUIRE(world.fixture.Api().Machine("method-software").Post("/results", {{"results", {result}}}).status == 200);
    entry = world.Did(momento, "GET", "/las/results", nullptr, "result-exchange", "results-pulled");
    CHECK(entry.at("facts") ==
          json::array({{{"name", "las"}, {"value", "momento"}}, {{"name", "results"}, {"value", "1"}}}));

    // The catalogue is the publisher's own, in no school's log.
    const auto of_publisher = world.fixture.OpenDatabase("licence")->Read(
        suite::SchoolScope::All(), Deadline::In(std::chrono::seconds(30)), [](suite::sql::Session& db) {
            return suite::audit::ReadNewest(db, suite::SchoolId{}, {.operation = "product-changed", .limit = 1});
        });
    REQUIRE(of_publisher);
    REQUIRE(of_publisher->size() == 1);
    CHECK(of_publisher->front().client_id == "order-system");

    // Every chain of every database is whole.
    for (const auto* service : kLogs) {
        CAPTURE(service);
        const auto database = world.fixture.OpenDatabase(service);
        const auto verdict = suite::audit::Verify(*database, {});
        REQUIRE(verdict);
        CHECK(verdict->broken == 0);
        CHECK(verdict->entries > 0);
    }
}

TEST_CASE("no audit log holds a name of a pupil or member of staff nor a pincode or what somebody typed", "[ACC-06]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto& coordinator = world.Coordinator();
    auto& helpdesk = world.fixture.Api().Helpdesk();
    const auto group = world.demo.groups.at("G5");
    std::vector<std::string> words;
    for (const auto* list : {"/pupils", "/teachers", "/ict-coordinators"}) {
        for (const auto& person : ListOf(coordinator, world.School() + list)) {
            for (const auto* part : {"givenName", "familyName"}) words.push_back(person.at(part));
        }
    }
    REQUIRE(words.size() > 20);
    const auto pincodes = ListOf(coordinator, world.School() + "/groups/" + group + "/pincodes");
    REQUIRE_FALSE(pincodes.empty());
    for (const auto& pincode : pincodes) words.push_back(pincode.at("code"));
    CHECK(helpdesk.Get(world.School() + "/pupils?q=" + words.front()).status == 200);
    CHECK(coordinator.Put(world.Licence("demo-5") + "/seats/" + world.demo.pupil).status == 200);
    CHECK(helpdesk.Send("DELETE", world.Licence("demo-5") + "/seats/" + world.demo.pupil + "?reason=Typefout").status ==
          200);
    words.emplace_back("Typefout");

    int entries = 0;
    for (const auto* service : kLogs) {
        const auto database = world.fixture.OpenDatabase(service);
        suite::audit::Place place;
        const auto found = database->Read(
            suite::SchoolScope::All(), Deadline::In(std::chrono::seconds(30)),
            [&](suite::sql::Session& session) { return suite::audit::ReadAfter(session, place, {}, 100'000); });
        REQUIRE(found);
        for (const auto& entry : *found) {
            ++entries;
            // Everything but ids, hashes and moments.
            for (const auto& text : {entry.role, entry.client_id, entry.operation, entry.object, entry.facts}) {
                for (const auto& word : words) {
                    if (word.size() > 3 && text.find(word) != std::string::npos)
                        FAIL_CHECK(service << " tells of " << word << " in " << text);
                }
            }
            // An object is an id of ours, or of the publisher's catalogue.
            CHECK((entry.object_id.empty() || !entry.school || suite::DecodeId(entry.object_id)));
        }
    }
    CHECK(entries > 10);
}
