#include "services/gateway/adapters/audit_writer.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <latch>
#include <thread>
#include <vector>

#include "audit/audit.hpp"
#include "core/operations.hpp"
#include "services/gateway/migrations.hpp"
#include "testing/test_database.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::gateway;  // NOLINT: test
using sql::Dialect;

struct World {
    explicit World(Dialect dialect) : database(dialect) {}
    testing::TestDatabase database;
    std::unique_ptr<sql::Database> own = database.Open("gateway", Migrations());
    metrics::Registry metrics;
    AuditWriter writer{*own, metrics};
};

AuditNote Look(std::int64_t school, std::string request) {
    return {.school = SchoolId{school},
            .at = Instant{std::chrono::milliseconds{1'790'000'000'000}},
            .actor = {.role = Role::kHelpdesk},
            .operation = operation::kPupilsViewed,
            .request_id = std::move(request)};
}

Deadline Soon() { return Deadline::In(std::chrono::seconds(20)); }

}  // namespace

TEST_CASE("what many requests saw at once is all stored when they are told so", "[ACC-06]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    constexpr int kThreads = 32, kEach = 20;
    std::atomic<int> stored = 0, missing = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < kEach; ++i) {
                    if (world.writer.Record({Look(t % 3, "r"), Look(7, "r")}, Soon())) stored += 2;
                }
                // What this thread was told is stored can be read by then.
                const auto entries = world.own->Read(SchoolScope::All(), Soon(), [&](sql::Session& session) {
                    return audit::ReadNewest(session, SchoolId{t % 3}, {.limit = 10'000});
                });
                if (!entries || std::ssize(*entries) < kEach) ++missing;
            });
        }
    }
    CHECK(stored == kThreads * kEach * 2);
    CHECK(missing == 0);
    const auto verdict = audit::Verify(*world.own, {});
    REQUIRE(verdict);
    CHECK(verdict->entries == stored);
    CHECK(verdict->schools == 4);
    CHECK(verdict->broken == 0);
    CHECK(world.metrics.Text().find("audit_notes_total{outcome=\"stored\"} 1280") != std::string::npos);
}

TEST_CASE("while the log cannot be written nobody is told that it was and then it goes on", "[ACC-06]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto other = world.database.Open("gateway", Migrations());
    std::latch held(1), done(1);
    std::jthread holder([&] {
        static_cast<void>(other->Write(SchoolScope::All(), Soon(), [&](sql::Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(session.LockSchool(1));  // SQLite: the one writer
            held.count_down();
            done.wait();
            return {};
        }));
    });
    held.wait();
    const auto refused = world.writer.Record({Look(1, "refused")}, Deadline::In(std::chrono::milliseconds(300)));
    done.count_down();
    holder.join();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::kUnavailable);
    CHECK(world.writer.Record({Look(1, "stored")}, Soon()));
}

TEST_CASE("a note that may not be written takes no other along", "[ACC-06]") {
    World world(Dialect::kSqlite);
    CHECK_FALSE(world.writer.Record({Look(1, "two\nlines")}, Soon()));
    CHECK(world.writer.Record({}, Soon()));
    CHECK(world.writer.Record({Look(1, "one")}, Soon()));
}
