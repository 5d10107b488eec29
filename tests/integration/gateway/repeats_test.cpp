#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "core/reasons.hpp"
#include "services/gateway/adapters/sql_repeats.hpp"
#include "services/gateway/migrations.hpp"
#include "testing/test_database.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::gateway;  // NOLINT: test
using sql::Dialect;

const Instant kNow = *ParseInstant("2026-11-27T08:30:00Z");
const crypto::RotatingKey kKey{.current = Secret(std::string(32, 'k'))};

std::unique_ptr<sql::Database> Open(const testing::TestDatabase& database) {
    auto opened = sql::Database::Open({.url = database.Url(), .schema = "gateway", .sessions = 4});
    REQUIRE(opened);
    REQUIRE((*opened)->Migrate(Migrations()));
    return std::move(*opened);
}

Deadline Soon() { return Deadline::In(std::chrono::seconds(20)); }

}  // namespace

TEST_CASE("an answer is found by another gateway, sealed, for as long as it is kept", "[ACC-07]") {
    const testing::TestDatabase where(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto first = Open(where);
    const auto second = Open(where);
    SqlRepeats here(*first, kKey);
    SqlRepeats there(*second, kKey);
    const KeptRequest request{.fingerprint = "f", .begun_at = kNow};
    const auto begin = [&](SqlRepeats& store, const KeptRequest& asked, Instant before) {
        auto known = store.Begin("k", asked, before, Soon());
        REQUIRE(known);
        return *known;
    };
    CHECK_FALSE(begin(here, request, kNow - kRepeatTime));
    const auto running = begin(there, request, kNow - kRepeatTime);
    REQUIRE(running);
    CHECK_FALSE(running->answered);
    CHECK(running->begun_at == kNow);
    CHECK(there.Answer("k", Soon()).value() == std::nullopt);

    const KeptAnswer made{201, R"({"name":"Ida"})", "/api/v1/made/ida"};
    here.Finish("k", kNow, made, Soon());
    CHECK(begin(there, request, kNow - kRepeatTime)->answered);
    CHECK(there.Answer("k", Soon()).value() == made);
    // What is answered is not taken over, nor forgotten by who comes late.
    CHECK_FALSE(there.Take("k", kNow, request, Soon()).value());
    there.Forget("k", kNow, Soon());
    CHECK(there.Answer("k", Soon()).value());
    const auto held = first->Read(SchoolScope::All(), Soon(),
                                  [](sql::Session& db) { return db.QueryOptional("SELECT answer FROM repeat"); });
    REQUIRE(held);
    REQUIRE(*held);
    CHECK((*held)->Text(0).find("Ida") == std::string::npos);

    // A day later it is a new request.
    CHECK_FALSE(begin(there, {.fingerprint = "g", .begun_at = kNow + kRepeatTime}, kNow + std::chrono::seconds(1)));
}

TEST_CASE("a kept answer opens with the key that went, and without it counts as not kept", "[ACC-04][ACC-07]") {
    const testing::TestDatabase where(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto database = Open(where);
    SqlRepeats before(*database, kKey);
    const Secret next(std::string(32, 'n'));
    SqlRepeats both(*database, {.current = next, .other = kKey.current});
    SqlRepeats after(*database, {.current = next});
    const KeptRequest request{.fingerprint = "f", .begun_at = kNow};
    const auto begin = [&](SqlRepeats& store) { return store.Begin("k", request, kNow - kRepeatTime, Soon()).value(); };
    REQUIRE_FALSE(begin(before));
    before.Finish("k", kNow, {201, "{}"}, Soon());
    CHECK(begin(both)->answered);
    CHECK(both.Answer("k", Soon()).value() == KeptAnswer{201, "{}"});
    const auto lost = begin(after);
    REQUIRE(lost);
    CHECK_FALSE(lost->answered);
    CHECK(lost->fingerprint == "f");  // another request with the key is refused all the same
    CHECK(after.Take("k", kNow, request, Soon()).value());
    after.Finish("k", kNow, {200, "{}"}, Soon());
    CHECK(both.Answer("k", Soon()).value() == KeptAnswer{200, "{}"});
}

TEST_CASE("of many who send the same at once one does it", "[ACC-07]") {
    const testing::TestDatabase where(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto first = Open(where);
    const auto second = Open(where);
    SqlRepeats stores[] = {SqlRepeats(*first, kKey), SqlRepeats(*second, kKey)};
    const SystemClock clock;
    for (int round = 0; round < 5; ++round) {
        std::atomic<int> done = 0;
        std::atomic<int> answered = 0;
        std::atomic<int> running = 0;
        std::vector<std::thread> callers;
        for (int i = 0; i < 8; ++i) {
            callers.emplace_back([&, i] {
                const Repeats repeats(stores[i % 2], clock);
                const OnceRequest request{
                    .key_hash = "k" + std::to_string(round), .fingerprint = "f", .longest = std::chrono::minutes(1)};
                const auto answer = repeats.Do(request, Soon(), [&]() -> Result<KeptAnswer> {
                    ++done;
                    return KeptAnswer{201, "{}"};
                });
                if (answer) ++answered;
                if (!answer && answer.error().reason == reason::kRequestRunning) ++running;
            });
        }
        for (auto& caller : callers) caller.join();
        CHECK(done == 1);
        CHECK(answered >= 1);
        CHECK(answered + running == 8);
    }
}
