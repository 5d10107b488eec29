#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "core/reasons.hpp"
#include "services/gateway/adapters/sql_sessions.hpp"
#include "services/gateway/migrations.hpp"
#include "testing/test_database.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::gateway;  // NOLINT: test
using sql::Dialect;

const Instant kNow = *ParseInstant("2026-11-23T08:30:00Z");

struct World {
    explicit World(Dialect dialect) : database(dialect) {}
    testing::TestDatabase database;
    std::unique_ptr<sql::Database> first = Open();
    SqlSessions store{*first};

    std::unique_ptr<sql::Database> Open() const {
        auto opened = sql::Database::Open({.url = database.Url(), .schema = "gateway", .sessions = 4});
        REQUIRE(opened);
        REQUIRE((*opened)->Migrate(Migrations()));
        return std::move(*opened);
    }
};

Deadline Soon() { return Deadline::In(std::chrono::seconds(5)); }

Session NewSession(const std::string& hash, Instant at = kNow) {
    return {.id_hash = hash,
            .identity = {.basispoort_id = 9001, .eck_id = "https://ketenid.nl/x", .schools = {1001}},
            .registrations = {{.school = SchoolId{1},
                               .basispoort_school_id = 1001,
                               .school_name = "De \"Regenboog\" é",
                               .person = PersonId{2},
                               .name = "Ida",
                               .coordinator = true,
                               .teacher = false},
                              {.school = SchoolId{3}, .school_name = "B", .person = PersonId{4}, .teacher = true}},
            .school = SchoolId{1},
            .created_at = at,
            .seen_at = at,
            .checked_at = at};
}

}  // namespace

TEST_CASE("a session is found by another gateway as it was stored, without the name", "[ACC-01]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto session = NewSession("h1");
    REQUIRE(world.store.Create(session, {}, "", Soon()));
    const auto second = world.Open();
    SqlSessions elsewhere(*second);
    const auto found = elsewhere.Find("h1", Soon());
    REQUIRE(found);
    REQUIRE(*found);
    CHECK((*found)->identity == session.identity);
    CHECK((*found)->school == session.school);
    CHECK((*found)->created_at == kNow);
    CHECK((*found)->checked_at == kNow);
    auto expected = session.registrations;
    for (auto& registration : expected) registration.name.clear();
    CHECK((*found)->registrations == expected);
    CHECK_FALSE(*elsewhere.Find("h2", Soon()));

    // What one changes the other sees; what is gone stays gone.
    auto changed = **found;
    changed.school.reset();
    changed.identity = {.eck_id = "https://ketenid.nl/y"};
    changed.registrations.pop_back();
    changed.seen_at = changed.checked_at = kNow + std::chrono::minutes(1);
    REQUIRE(elsewhere.Update(changed, Soon()));
    const auto again = *world.store.Find("h1", Soon());
    REQUIRE(again);
    CHECK_FALSE(again->school);
    CHECK(again->identity == session.identity);  // who it is never changes
    CHECK(again->registrations.size() == 1);
    CHECK(again->seen_at == kNow + std::chrono::minutes(1));
    REQUIRE(world.store.Remove("h1", Soon()));
    REQUIRE(elsewhere.Update(changed, Soon()));
    CHECK_FALSE(*world.store.Find("h1", Soon()));
    REQUIRE(world.store.Remove("h1", Soon()));
}

TEST_CASE("a session gets another id once, however many ask at the same time", "[ACC-01]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(world.store.Create(NewSession("old"), {}, "", Soon()));
    std::atomic<int> done = 0;
    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&, i] {
                const auto rotated = world.store.Rotate("old", NewSession("new" + std::to_string(i)), Soon());
                if (rotated) {
                    ++done;
                } else if (rotated.error().reason == reason::kUnauthenticated) {
                    ++refused;
                }
            });
        }
    }
    CHECK(done == 1);
    CHECK(refused == 3);
    CHECK_FALSE(*world.store.Find("old", Soon()));
}

TEST_CASE("a sign-in sweeps away what has ended, and the session that the browser had", "[ACC-01]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const SessionRules rules;
    REQUIRE(world.store.Create(NewSession("idle", kNow - rules.idle), rules, "", Soon()));
    auto ended = NewSession("absolute", kNow - rules.absolute);
    ended.seen_at = kNow;
    REQUIRE(world.store.Create(ended, rules, "", Soon()));
    REQUIRE(
        world.store.Create(NewSession("alive", kNow - rules.idle + std::chrono::milliseconds(1)), rules, "", Soon()));
    REQUIRE(world.store.Create(NewSession("mine"), rules, "", Soon()));
    CHECK_FALSE(*world.store.Find("idle", Soon()));
    CHECK_FALSE(*world.store.Find("absolute", Soon()));
    CHECK(*world.store.Find("alive", Soon()));
    REQUIRE(world.store.Create(NewSession("next"), rules, "mine", Soon()));
    CHECK_FALSE(*world.store.Find("mine", Soon()));
}
