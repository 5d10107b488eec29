#include <atomic>
#include <latch>
#include <thread>

#include "support.hpp"

namespace suite::sql {
namespace {

using testing::TestDatabase;

const std::vector<Migration> kThree = {
    {.number = 1, .name = "first", .sql = "create table a (id bigint primary key);\ninsert into a values (1);\n"},
    {.number = 2, .name = "second", .sql = "create table b (id bigint primary key, a_id bigint references a (id));\n"},
    {.number = 3, .name = "third", .sql = "alter table a add column label text;\nupdate a set label = 'x;y';\n"},
};

std::int64_t Ask(Database& database, std::string_view sql) {
    return database.Read(Soon(), [&](Session& session) { return session.QueryOne(sql); }).value().Int(0);
}

TEST_CASE("migrations are applied once, in order, and taken up where they stopped") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    const std::span<const Migration> all(kThree);
    const auto database = fresh.Open("migrate", all.first(1));
    CHECK(Ask(*database, "select max(number) from schema_migrations") == 1);
    CHECK(database->Migrate(all));
    CHECK(database->Migrate(all));
    CHECK(Ask(*database, "select count(*) from schema_migrations") == 3);
    CHECK(Ask(*database, "select count(*) from a where label = 'x;y'") == 1);
    CHECK(Ask(*database, "select min(applied_at) from schema_migrations") > 1'700'000'000'000);

    SECTION("one that was changed is refused") {
        std::vector<Migration> changed = kThree;
        changed[1].sql = "create table b (id bigint primary key);\n";
        const Status status = database->Migrate(changed);
        REQUIRE_FALSE(status.has_value());
        CHECK(status.error().code == Code::kFailedPrecondition);
        CHECK(status.error().message.find("2 (second)") != std::string::npos);
    }
    SECTION("a database newer than the program is refused") {
        const Status status = database->Migrate(all.first(2));
        REQUIRE_FALSE(status.has_value());
        CHECK(status.error().code == Code::kFailedPrecondition);
    }
    SECTION("one that fails leaves nothing, and those before it stay") {
        std::vector<Migration> more = kThree;
        more.push_back({.number = 4, .name = "good", .sql = "create table c (id bigint primary key);\n"});
        more.push_back(
            {.number = 5, .name = "bad", .sql = "create table d (id bigint primary key);\ncreate tabel e;\n"});
        const Status status = database->Migrate(more);
        REQUIRE_FALSE(status.has_value());
        CHECK(status.error().message.find("5 (bad)") != std::string::npos);
        CHECK(Ask(*database, "select max(number) from schema_migrations") == 4);
        more[4].sql = "create table d (id bigint primary key);\n";
        CHECK(database->Migrate(more));
        CHECK(Ask(*database, "select count(*) from d") == 0);
    }
    SECTION("a gap in the numbers is refused") { CHECK_FALSE(database->Migrate(all.last(2))); }
}

TEST_CASE("PostgreSQL has its own text where given, function bodies with colons included") {
    const std::vector<Migration> migrations = {{
        .number = 1,
        .name = "function",
        .sql = "create table plain (id bigint);\n",
        .postgres_sql = "create function slice() returns int language sql as $$\n"
                        "  select array_length((array[1,2,3])[2:3], 1)::int $$;\n"
                        "create table own (id bigint);\n",
    }};
    const auto dialect = SUITE_BOTH_DIALECTS;
    TestDatabase fresh(dialect);
    const auto database = fresh.Open("own_text", migrations);
    CHECK(Ask(*database, dialect == Dialect::kSqlite ? "select count(*) from plain" : "select count(*) from own") == 0);
}

TEST_CASE("programs that start at once migrate one after the other") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    constexpr int kPrograms = 4;
    std::atomic<int> failed{0};
    {
        std::latch start(kPrograms);
        std::vector<std::jthread> programs;
        for (int i = 0; i < kPrograms; ++i) {
            programs.emplace_back([&] {
                start.arrive_and_wait();
                const auto database = Database::Open(DatabaseOptions{.url = fresh.Url(), .schema = "together"});
                if (!database || !(*database)->Migrate(kThree)) ++failed;
            });
        }
    }
    CHECK(failed == 0);
    const auto database = fresh.Open("together", kThree);
    CHECK(Ask(*database, "select count(*) from a") == 1);
}

}  // namespace
}  // namespace suite::sql
