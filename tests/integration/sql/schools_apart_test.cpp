#include "sql/schools_apart.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "support.hpp"
#include "testing/schools_apart.hpp"

namespace suite::sql {
namespace {

using testing::TestDatabase;

constexpr SchoolId kOurs{1}, kTheirs{2};
constexpr SchoolScope kAllSchools = SchoolScope::All();

const std::array kApart = {kItems[0],
                           Migration{.number = 2, .name = "apart", .sql = "", .postgres_sql = kSchoolsApart}};

/// One session, which all work after each other has.
DatabaseOptions OneSession() { return {.url = {}, .schema = "apart", .sessions = 1}; }

std::vector<std::vector<Value>> Items(SchoolId school, std::int64_t count) {
    std::vector<std::vector<Value>> rows;
    for (std::int64_t id = 1; id <= count; ++id) rows.push_back({school.value, id, std::string("x"), id});
    return rows;
}

Status InsertItems(Database& database, SchoolScope schools, const std::vector<std::vector<Value>>& rows) {
    return database.Write(schools, Soon(), [&](Session& session) { return session.Insert(kItemsTable, rows); });
}

std::int64_t Seen(Database& database, SchoolScope schools) {
    return database
        .Read(schools, Soon(), [](Session& session) { return session.QueryOne("select count(*) from items"); })
        .value()
        .Int(0);
}

}  // namespace

TEST_CASE("work for one school is held to it and the session that did it is not", "[ACC-03]") {
    TestDatabase fresh(Dialect::kPostgres);
    const auto database = fresh.Open(OneSession(), kApart);
    // As many as are copied, when copying knows policies or not.
    REQUIRE(InsertItems(*database, kAllSchools, Items(kTheirs, 50)));
    REQUIRE(InsertItems(*database, kOurs, Items(kOurs, 40)));
    CHECK(Seen(*database, kOurs) == 40);
    CHECK(Seen(*database, kTheirs) == 50);
    CHECK(Seen(*database, SchoolScope::None()) == 0);
    CHECK(CountItems(*database) == 0);  // which says nothing
    CHECK(Seen(*database, kAllSchools) == 90);

    const auto write = [&](SchoolScope schools, auto work) { return database->Write(schools, Soon(), work); };
    REQUIRE(write(kOurs, [](Session& session) { return session.Upsert(kItemsTable, Items(kOurs, 45)); }));
    const auto refused = write(kOurs, [](Session& session) { return session.Upsert(kItemsTable, Items(kTheirs, 1)); });
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::kInternal);
    CHECK(refused.error().message.find("a row of another school") != std::string::npos);
    CHECK_FALSE(InsertItems(*database, kOurs, Items(kTheirs, 60)));
    // By key, of theirs: as if it were not there.
    std::vector<std::vector<Value>> their_key;
    their_key.push_back({kTheirs.value, std::int64_t{1}});
    REQUIRE(write(kOurs, [&](Session& session) { return session.Delete(kItemsTable, their_key); }));
    CHECK(Seen(*database, kTheirs) == 50);
    const auto none = write(kOurs, [](Session& session) { return session.QueryOne("select name from names"); });
    REQUIRE_FALSE(none);  // a table of no school that nobody granted
    CHECK(none.error().message.find("granted") != std::string::npos);
    CHECK(Seen(*database, kAllSchools) == 95);
    CHECK_FALSE(write(kOurs, [](Session& session) { return session.Execute("drop table items"); }));
    CHECK_FALSE(write(kOurs, [](Session& session) { return session.Execute("drop policy of_school on items"); }));
}

TEST_CASE("a query alone for one school is held to it too", "[ACC-03]") {
    TestDatabase fresh(Dialect::kPostgres);
    const auto database = fresh.Open(OneSession(), kApart);
    REQUIRE(InsertItems(*database, kAllSchools, Items(kOurs, 3)));
    REQUIRE(InsertItems(*database, kAllSchools, Items(kTheirs, 5)));
    constexpr std::string_view kSum = "select count(*), sum(amount) from items where id >= :1";
    const std::vector<Value> from{std::int64_t{2}};
    const auto count = [&](SchoolScope schools) {
        return database->Query(schools, Soon(), kSum, from).value()[0].Int(0);
    };
    for (int round = 0; round < 8; ++round) {  // PostgreSQL may change its plan after five
        CHECK(count(kOurs) == 2);
        CHECK(count(kTheirs) == 4);
        CHECK(count(SchoolScope::None()) == 0);
        CHECK(count(kAllSchools) == 6);
        CHECK(Seen(*database, kAllSchools) == 8);  // the role went with the query
    }
    const auto wrong = database->Query(kOurs, Soon(), "select no_such_column from items", {});
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == Code::kInternal);
    CHECK(count(kOurs) == 2);
    const auto divided = database->Query(kOurs, Soon(), "select 1 / (amount - amount) from items", {});
    REQUIRE_FALSE(divided);
    CHECK(count(kOurs) == 2);
    // As behind a pooler, which hands out another server's session.
    REQUIRE(database->Write(kAllSchools, Soon(), [](Session& session) { return session.Execute("deallocate all"); }));
    CHECK(count(kOurs) == 2);
    CHECK(count(kTheirs) == 4);
    for (int i = 0; i < 200; ++i) {  // more texts than a session keeps
        const auto rows = database->Query(
            kOurs, Soon(), "select " + std::to_string(i) + " + count(*) from items where id >= :1", from);
        REQUIRE(rows);
        CHECK((*rows)[0].Int(0) == i + 2);
    }
    // The connection is lost between two of them.
    const auto pid = database->Query(kOurs, Soon(), "select pg_backend_pid()", {});
    REQUIRE(pid);
    const auto other = fresh.Open("apart", kApart);
    REQUIRE(other->Read(kAllSchools, Soon(), [&](Session& session) {
        return session.QueryOne("select pg_terminate_backend(cast(:1 as int), 5000)", {(*pid)[0].Int(0)});
    }));
    CHECK(count(kOurs) == 2);
}

TEST_CASE("a table made later is apart once its migration says so", "[ACC-03]") {
    TestDatabase fresh(Dialect::kPostgres);
    std::vector<Migration> migrations(kApart.begin(), kApart.end());
    const auto before = fresh.Open("apart", migrations);
    migrations.push_back({.number = 3, .name = "more", .sql = "create table more (school_id bigint, id bigint);"});
    const auto forgotten = fresh.Open("apart", migrations);
    const auto sees = [](Database& database) {
        return database.Read(kOurs, Soon(), [](Session& session) { return session.Query("select id from more"); });
    };
    CHECK_FALSE(sees(*forgotten));  // shut, and not open to all
    migrations.push_back({.number = 4, .name = "more apart", .sql = "", .postgres_sql = kSchoolsApart});
    const auto database = fresh.Open("apart", migrations);
    CHECK(sees(*database));
    CHECK(sees(*before));  // of a process that was there already
    testing::CheckSchoolsApart(*database);
}

TEST_CASE("without policies or on SQLite it is no matter of which school work is") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    const auto database = fresh.Open(OneSession(), kItems);
    REQUIRE(InsertItems(*database, kOurs, Items(kTheirs, 20)));
    CHECK(Seen(*database, kOurs) == 20);
    CHECK(Seen(*database, SchoolScope::None()) == 20);
    CHECK(database->Query(kOurs, Soon(), "select id from items", {}).value().size() == 20);
}

TEST_CASE("threads for different schools share sessions and never meet", "[ACC-03]") {
    TestDatabase fresh(Dialect::kPostgres);
    auto options = OneSession();
    options.sessions = 3;
    const auto database = fresh.Open(options, kApart);
    for (std::int64_t school = 1; school <= 6; ++school)
        REQUIRE(InsertItems(*database, kAllSchools, Items(SchoolId{school}, school)));
    std::atomic<int> wrong{0};
    {
        std::vector<std::jthread> threads;
        for (std::int64_t school = 1; school <= 6; ++school) {
            threads.emplace_back([&, school] {
                for (int round = 0; round < 50; ++round) {
                    const auto rows = database->Query(SchoolId{school}, Soon(), "select school_id from items", {});
                    const bool right = rows && std::ssize(*rows) == school &&
                                       std::ranges::all_of(*rows, [&](const Row& row) { return row.Int(0) == school; });
                    if (!right || Seen(*database, SchoolId{school}) != school) ++wrong;
                }
            });
        }
    }
    CHECK(wrong == 0);
}

}  // namespace suite::sql
