// A school reads who looked at its data (ACC-06).
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "audit/audit.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::Api;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::Demo;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::SuiteFixture;

struct World {
    explicit World(Dialect dialect) : fixture(dialect), api(fixture.Api()), demo(LoadDemo(fixture)) {}

    std::string School() const { return "/schools/" + demo.school; }
    std::string Log() const { return School() + "/audit-entries"; }
    Caller& Coordinator() { return api.Coordinator(demo.school, demo.coordinator); }
    Caller& Teacher() { return api.Teacher(demo.school, demo.teacher); }

    /// The newest entry of that operation, as the coordinator reads it.
    json Newest(const std::string& operation) {
        const auto items = ListOf(Coordinator(), Log() + "?operation=" + operation);
        REQUIRE_FALSE(items.empty());
        return items.front();
    }

    SuiteFixture fixture;
    Api& api;
    Demo demo;
};

Answer GetAs(Caller& caller, const std::string& path, const std::string& request_id) {
    return caller.Send("GET", path, "", {{"X-Request-Id", request_id}});
}

}  // namespace

TEST_CASE("a coordinator reads who saw the school's data with the helpdesk's looks among them", "[ACC-06]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto group = world.demo.groups.at("G5");
    REQUIRE(GetAs(world.api.Helpdesk(), world.School() + "/pupils?limit=3", "look-1").status == 200);
    const auto pincodes = GetAs(world.Teacher(), world.School() + "/groups/" + group + "/pincodes", "look-2");
    REQUIRE(pincodes.status == 200);

    auto entry = world.Newest("pupils-viewed");
    CHECK(entry.at("source") == "gateway");
    CHECK(entry.at("doneBy") == json{{"role", "helpdesk"}, {"personId", nullptr}, {"clientId", "helpdesk-1"}});
    CHECK(entry.at("sentence") == "De helpdesk bekeek de lijst met leerlingen.");
    CHECK(entry.at("about").is_null());
    CHECK(entry.at("facts") == json::array({{{"name", "shown"}, {"value", "3"}}}));
    CHECK(entry.at("requestId") == "look-1");
    CHECK(entry.at("hash").get<std::string>().size() == 64);

    entry = world.Newest("pincodes-viewed");
    CHECK(entry.at("doneBy").at("role") == "teacher");
    CHECK(entry.at("doneBy").at("personId") == world.demo.teacher);
    CHECK(entry.at("about") == json{{"kind", "group"}, {"id", group}});
    CHECK(entry.at("requestId") == "look-2");

    const auto english =
        world.Coordinator().Send("GET", world.Log() + "?operation=pincodes-viewed", "", {{"Accept-Language", "en"}});
    CHECK(english.json.at("items").at(0).at("sentence") == "A teacher looked at the pincodes of a group.");
    // The helpdesk reads it too, and each reading is an entry of its own.
    CHECK(ListOf(world.api.Helpdesk(), world.Log() + "?operation=pincodes-viewed").size() == 1);
    CHECK(world.Newest("audit-viewed").at("doneBy").at("role") == "helpdesk");
    CHECK(world.Newest("audit-viewed").at("doneBy").at("role") == "coordinator");
}

TEST_CASE("nobody else reads a school's log", "[ACC-06][ACC-03]") {
    World world(Dialect::kSqlite);
    CheckProblem(world.Teacher().Get(world.Log()), 403, "forbidden");
    CheckProblem(world.api.Coordinator(world.demo.other_school, world.demo.other_coordinator).Get(world.Log()), 404,
                 "school-unknown");
    CheckProblem(world.api.Machine("order-system").Get(world.Log()), 403, "forbidden");
    CheckProblem(world.api.Nobody().Get(world.Log()), 401, "unauthenticated");
    // One school's looks are not in another's log.
    REQUIRE(world.Coordinator().Get(world.School() + "/pupils").status == 200);
    for (const auto& entry : ListOf(world.api.Helpdesk(), "/schools/" + world.demo.other_school + "/audit-entries")) {
        INFO(entry);
        CHECK(entry.at("operation") != "pupils-viewed");
    }
    CheckProblem(world.api.Helpdesk().Get("/schools/x/audit-entries"), 404, "school-unknown");
}

TEST_CASE("a refused look is none and what is wrong with a question is said", "[ACC-06]") {
    World world(Dialect::kSqlite);
    CheckProblem(world.Teacher().Get(world.School() + "/groups/" + world.demo.groups.at("G6") + "/pincodes"), 404,
                 "group-unknown");
    CHECK(ListOf(world.Coordinator(), world.Log() + "?operation=pincodes-viewed").empty());
    for (const auto* query : {"?operation=looked", "?from=yesterday", "?until=2026-13-01", "?limit=-1", "?who=me"}) {
        CAPTURE(query);
        CheckProblem(world.Coordinator().Get(world.Log() + query), 400, "invalid-request");
    }
    for (const auto* cursor : {"x", "MTIuNS4x", "MC4wLjAuMA"}) {
        CAPTURE(cursor);
        CheckProblem(world.Coordinator().Get(world.Log() + "?cursor=" + cursor), 400, "invalid-cursor");
    }
    const auto today = suite::DutchDay(suite::SystemClock().Now());
    const suite::Date tomorrow{today.days + std::chrono::days(2)};
    CHECK(ListOf(world.Coordinator(), world.Log() + "?from=" + tomorrow.ToString()).empty());
    CHECK_FALSE(ListOf(world.Coordinator(), world.Log() + "?until=" + tomorrow.ToString()).empty());
}

TEST_CASE("pages of the log tell each entry of all databases once and newest first", "[ACC-06]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    for (int i = 0; i < 5; ++i) REQUIRE(world.Coordinator().Get(world.School() + "/teachers").status == 200);
    const auto whole = ListOf(world.Coordinator(), world.Log());
    std::set<std::string> sources;
    for (const auto& entry : whole) sources.insert(entry.at("source"));
    // What the demonstration's coordinator did is in the service's own log.
    CHECK(sources.contains("gateway"));
    CHECK(sources.contains("result-exchange"));
    json paged = json::array();
    std::string cursor;
    do {
        const auto page =
            world.Coordinator().Get(world.Log() + "?limit=3" + (cursor.empty() ? "" : "&cursor=" + cursor));
        REQUIRE(page.status == 200);
        for (const auto& entry : page.json.at("items")) paged.push_back(entry);
        cursor = page.json.at("nextCursor").is_null() ? "" : page.json.at("nextCursor").get<std::string>();
    } while (!cursor.empty());
    CHECK(std::ranges::is_sorted(paged, std::greater(), [](const json& entry) { return entry.at("at"); }));
    // The first page was a look after `whole` was read; all that was before is told as it was.
    REQUIRE(paged.size() >= whole.size());
    const auto skipped = static_cast<std::ptrdiff_t>(paged.size() - whole.size());
    CHECK(skipped == 1);
    CHECK(json(std::vector<json>(paged.begin() + skipped, paged.end())) == whole);
}

TEST_CASE("entries that went with their term leave one that the school reads and the log goes on", "[ACC-06]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(world.Coordinator().Get(world.School() + "/pupils").status == 200);
    const auto last = world.Newest("pupils-viewed");
    // While the gateway has it open, as `sleutelctl audit drop` does.
    const auto database = world.fixture.OpenDatabase("gateway");
    const auto now = suite::SystemClock().Now();
    const auto dropped = suite::audit::DropBefore(*database, now + std::chrono::seconds(1), now);
    REQUIRE(dropped);
    CHECK(dropped->entries > 1);

    CHECK(ListOf(world.Coordinator(), world.Log() + "?operation=pupils-viewed").empty());
    const auto entry = world.Newest("audit-entries-dropped");
    CHECK(entry.at("source") == "gateway");
    CHECK(entry.at("doneBy") == json{{"role", ""}, {"personId", nullptr}, {"clientId", "sleutelctl"}});
    CHECK(entry.at("about").at("kind") == "entry");
    CHECK(entry.at("number") > last.at("number"));
    CHECK(entry.at("sentence") ==
          "De beheerder van dit systeem verwijderde regels uit dit logboek die lang genoeg bewaard waren.");
    REQUIRE(world.Coordinator().Get(world.School() + "/pupils").status == 200);
    CHECK(world.Newest("pupils-viewed").at("number") > entry.at("number"));
    const auto verdict = suite::audit::Verify(*database, {});
    REQUIRE(verdict);
    CHECK(verdict->broken == 0);
}

TEST_CASE("without an entry there is no answer", "[ACC-06]") {
    World world(Dialect::kSqlite);
    auto& coordinator = world.Coordinator();
    const auto database = world.fixture.OpenDatabase("gateway");
    const auto held = database->Write(
        suite::SchoolScope::All(), suite::Deadline::In(std::chrono::seconds(60)), [&](auto&) -> suite::Status {
            // SQLite has one writer, and this is it.
            CheckProblem(coordinator.Get(world.School() + "/pupils"), 503, "unavailable");
            CheckProblem(world.api.Helpdesk().Get(world.School() + "/pupils"), 503, "unavailable");
            CHECK(coordinator.Get(world.School() + "/groups").status == 200);  // shows nobody
            return {};
        });
    REQUIRE(held);
    CHECK(coordinator.Get(world.School() + "/pupils").status == 200);
}
