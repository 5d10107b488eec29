#include "support.hpp"

namespace suite::sql {
namespace {

using testing::TestDatabase;

constexpr std::string_view kAll =
    "select id, label, amount, 'a:1 b' from items where school_id = :1 and (id = :2 or label = :3) order by id";

Result<std::vector<Row>> Ask(Database& database, std::string_view sql, const std::vector<Value>& values) {
    return database.Query(Soon(), sql, values);
}

/// One session, so that every query is the same one's.
DatabaseOptions OneSession() { return {.url = {}, .schema = "alone", .sessions = 1}; }

void Fill(Database& database) {
    for (std::int64_t id = 1; id <= 3; ++id) {
        const Value label = id == 2 ? Value{} : Value{"naam \xC3\xAB" + std::to_string(id)};
        REQUIRE(WriteOne(database, "insert into items (school_id, id, label, amount) values (1, :1, :2, :3)",
                         {id, label, id == 3 ? Value{} : Value{id * 10}}));
    }
}

}  // namespace

TEST_CASE("a query alone brings what it brings in a transaction, each time") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    const auto database = fresh.Open(OneSession(), kItems);
    Fill(*database);
    for (int round = 0; round < 8; ++round) {  // PostgreSQL may change its plan after five
        const auto rows = Ask(*database, kAll, {std::int64_t{1}, std::int64_t{2}, std::string("naam \xC3\xAB") + "3"});
        REQUIRE(rows);
        REQUIRE(rows->size() == 2);
        CHECK((*rows)[0].Int(0) == 2);
        CHECK((*rows)[0].IsNull(1));
        CHECK((*rows)[0].Int(2) == 20);
        CHECK((*rows)[0].Text(3) == "a:1 b");  // no parameter
        CHECK((*rows)[1].Text(1) ==
              "naam \xC3\xAB"
              "3");
        CHECK((*rows)[1].IsNull(2));
        CHECK(Ask(*database, kAll, {std::int64_t{9}, Value{}, Value{}})->empty());
        // What was committed a moment ago is there.
        REQUIRE(WriteOne(*database, "update items set amount = :1 where id = 1", {std::int64_t{round}}));
        CHECK((*Ask(*database, "select amount from items where id = 1", {}))[0].Int(0) == round);
    }
}

TEST_CASE("a query alone that fails says so, and the session is fit for the next") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    auto options = OneSession();
    options.statement_timeout = std::chrono::milliseconds(300);
    const auto database = fresh.Open(options, kItems);
    Fill(*database);
    const std::string secret = "geheim4711";
    const auto wrong = Ask(*database, "select no_such_column from items where label = :1", {secret});
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == Code::kInternal);
    CHECK(wrong.error().message.find(secret) == std::string::npos);
    const auto slow = Ask(*database,
                          "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000000) "
                          "select count(*) from n",
                          {});
    REQUIRE_FALSE(slow);
    CHECK(slow.error().code == Code::kDeadlineExceeded);
    CHECK_FALSE(Ask(*database, kAll, {std::int64_t{1}}));
    CHECK_FALSE(Ask(*database, kAll, {std::int64_t{1}, std::string("a\0b", 3), Value{}}));
    CHECK(Ask(*database, kAll, {std::int64_t{1}, std::int64_t{1}, Value{}})->size() == 1);
    CHECK(CountItems(*database) == 3);
}

TEST_CASE("more texts than a session keeps, and tables that change, do no harm") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    const auto database = fresh.Open(OneSession(), kItems);
    Fill(*database);
    for (int i = 0; i < 200; ++i) {
        const auto rows =
            Ask(*database, "select " + std::to_string(i) + " + amount from items where id = :1", {std::int64_t{1}});
        REQUIRE(rows);
        CHECK((*rows)[0].Int(0) == i + 10);
    }
    const auto count = [&] {
        return Ask(*database, "select count(*) from items where school_id = :1", {std::int64_t{1}});
    };
    REQUIRE(count());
    REQUIRE(WriteOne(*database, "alter table items add column extra bigint"));
    CHECK((*count())[0].Int(0) == 3);
}

TEST_CASE("a query alone finds a new connection when its backend was killed, or forgot its statements") {
    TestDatabase fresh(Dialect::kPostgres);
    const auto database = fresh.Open(OneSession(), kItems);
    const auto other = fresh.Open("alone", kItems);
    Fill(*database);
    const std::vector<Value> one{std::int64_t{1}, std::int64_t{1}, Value{}};
    REQUIRE(Ask(*database, kAll, one));
    const auto pid = Ask(*database, "select pg_backend_pid()", {});
    REQUIRE(pid);
    REQUIRE(other->Read(Soon(), [&](Session& session) {
        return session.QueryOne("select pg_terminate_backend(cast(:1 as int), 5000)", {(*pid)[0].Int(0)});
    }));
    CHECK(Ask(*database, kAll, one)->size() == 1);
    // As behind a pooler, which hands out another server's session.
    REQUIRE(WriteOne(*database, "deallocate all"));
    CHECK(Ask(*database, kAll, one)->size() == 1);
    CHECK(Ask(*database, kAll, one)->size() == 1);
}

}  // namespace suite::sql
