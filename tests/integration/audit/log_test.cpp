#include <atomic>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "support.hpp"

namespace suite::audit {
namespace {

using sql::Dialect;
using testing::TestDatabase;

std::vector<Entry> Newest(sql::Database& database, SchoolId school, const Filter& filter) {
    auto entries = database.Read(Soon(), [&](sql::Session& session) { return ReadNewest(session, school, filter); });
    REQUIRE(entries);
    return std::move(*entries);
}

std::vector<std::int64_t> Numbers(const std::vector<Entry>& entries) {
    std::vector<std::int64_t> numbers;
    for (const auto& entry : entries) numbers.push_back(entry.number);
    return numbers;
}

}  // namespace

TEST_CASE("what is appended is read back newest first by time and operation and place", "[ACC-06]") {
    TestDatabase fresh(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto database = fresh.Open(kSchema, kMigrations);
    const SchoolId school{std::numeric_limits<std::int64_t>::max()};
    for (int i = 1; i <= 5; ++i) {
        auto note = Look(school, i);
        if (i == 3) {
            note.operation = operation::kGroupLinked;
            note.object = "group";
            note.object_id = EncodeId(12);
            note.facts = {{"licence", EncodeId(13)}, {"undoes", "2"}};
        }
        REQUIRE(Write(*database, note));
    }
    REQUIRE(Write(*database, Look(SchoolId{1})));

    using Expected = std::vector<std::int64_t>;
    CHECK(Numbers(Newest(*database, school, {.limit = 10})) == Expected{5, 4, 3, 2, 1});
    CHECK(Numbers(Newest(*database, school, {.limit = 2})) == Expected{5, 4});
    CHECK(Numbers(Newest(*database, school, {.before = 4, .limit = 2})) == Expected{3, 2});
    CHECK(Numbers(Newest(*database, school, {.before = 1, .limit = 2})).empty());
    const Instant second{std::chrono::milliseconds{1'790'000'000'002}};
    CHECK(Numbers(Newest(*database, school, {.from = second, .until = second, .limit = 9})) == Expected{2});
    CHECK(Numbers(Newest(*database, school, {.from = second, .limit = 9})) == Expected{5, 4, 3, 2});
    CHECK(Numbers(Newest(*database, school, {.until = second, .limit = 9})) == Expected{2, 1});
    const auto linked = Newest(*database, school, {.operation = "group-linked", .limit = 9});
    REQUIRE(linked.size() == 1);
    CHECK(linked[0].role == "coordinator");
    CHECK(linked[0].person == PersonId{3});
    CHECK(linked[0].object_id == EncodeId(12));
    CHECK(linked[0].facts == "licence=" + EncodeId(13) + "\nundoes=2");
    CHECK(linked[0].request_id == "request");
    CHECK(linked[0].hash == HashOf(linked[0]));
    CHECK(Newest(*database, SchoolId{2}, {.limit = 9}).empty());
}

TEST_CASE("entries of a transaction that is rolled back leave no gap", "[ACC-06]") {
    TestDatabase fresh(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto database = fresh.Open(kSchema, kMigrations);
    REQUIRE(Write(*database, Look(SchoolId{1})));
    const auto rolled_back = database->Write(Soon(), [](sql::Session& session) -> Status {
        SUITE_RETURN_IF_ERROR(Append(session, Look(SchoolId{1})));
        return Fail(Code::kAborted, reason::kConflict, "as the test wants");
    });
    REQUIRE_FALSE(rolled_back);
    REQUIRE(Write(*database, Look(SchoolId{1})));
    const auto verdict = Verify(*database, {});
    REQUIRE(verdict);
    CHECK(verdict->entries == 2);
    CHECK(verdict->broken == 0);
}

TEST_CASE("several notes in one transaction follow each other each in its school's chain", "[ACC-06]") {
    TestDatabase fresh(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto database = fresh.Open(kSchema, kMigrations);
    std::vector<AuditNote> notes;
    for (int i = 0; i < 200; ++i) notes.push_back(Look(SchoolId{i % 7}, i));
    for (int i = 0; i < 2; ++i)
        REQUIRE(database->Write(Soon(), [&](sql::Session& session) { return Append(session, notes); }));
    REQUIRE(database->Write(Soon(), [&](sql::Session& session) { return Append(session, std::span<AuditNote>{}); }));
    const auto verdict = Verify(*database, {});
    REQUIRE(verdict);
    CHECK(verdict->schools == 7);
    CHECK(verdict->entries == 400);
    CHECK(verdict->broken == 0);
    const auto of_one = Verify(*database, SchoolId{3});
    REQUIRE(of_one);
    CHECK(of_one->schools == 1);
    CHECK(of_one->entries == 58);
}

TEST_CASE("fifty writers at once fork no chain and leave no gap", "[ACC-06]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    constexpr int kWriters = 50, kEach = 20, kSchools = 3;
    TestDatabase fresh(dialect);
    const auto first = fresh.Open(kSchema, kMigrations);
    const auto second = fresh.Open(kSchema, kMigrations);  // as another process has it
    std::atomic<int> failed = 0;
    std::atomic<int> written = 0;
    {
        std::vector<std::jthread> writers;
        for (int w = 0; w < kWriters; ++w) {
            writers.emplace_back([&, w] {
                std::mt19937 random(static_cast<unsigned>(w));
                auto& database = w % 2 == 0 ? *first : *second;
                for (int i = 0; i < kEach; ++i) {
                    // One school, or two in either order.
                    std::vector<AuditNote> notes{Look(SchoolId{static_cast<std::int64_t>(random() % kSchools)}, w)};
                    if (random() % 3 == 0)
                        notes.push_back(Look(SchoolId{static_cast<std::int64_t>(random() % kSchools)}, w));
                    const auto status = database.Write(Deadline::In(std::chrono::seconds(60)),
                                                       [&](sql::Session& session) { return Append(session, notes); });
                    if (status) {
                        written += static_cast<int>(notes.size());
                    } else {
                        ++failed;
                    }
                }
            });
        }
    }
    CHECK(failed == 0);
    const auto verdict = Verify(*first, {});
    REQUIRE(verdict);
    CHECK(verdict->schools == kSchools);
    CHECK(verdict->entries == written);
    CHECK(verdict->broken == 0);
    for (int school = 0; school < kSchools; ++school) {
        const auto entries = Newest(*first, SchoolId{school}, {.limit = kWriters * kEach * 2});
        REQUIRE_FALSE(entries.empty());
        CHECK(entries.front().number == std::ssize(entries));
        CHECK(entries.back().number == 1);
    }
}

}  // namespace suite::audit
