#include <chrono>

#include "support.hpp"

namespace suite::sql {
namespace {

using testing::TestDatabase;

/// Everything of an error that may be logged or sent.
std::string TextOf(const Error& error) {
    std::string text = error.reason + '\n' + error.message;
    for (const auto& [key, value] : error.metadata) text += '\n' + key + '=' + value;
    for (const auto& field : error.fields) text += '\n' + field.pointer + field.message;
    return text;
}

TEST_CASE("errors have the code of their cause and hold no bound value") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    const auto database = fresh.Open(
        DatabaseOptions{.url = {}, .schema = "errors", .statement_timeout = std::chrono::milliseconds(300)}, kItems);
    const std::string secret = "geheim4711";

    SECTION("a key that exists") {
        REQUIRE(WriteOne(*database, "insert into names (name) values (:1)", {secret}));
        const auto again = WriteOne(*database, "insert into names (name) values (:1)", {secret});
        REQUIRE_FALSE(again.has_value());
        CHECK(again.error().code == Code::kAlreadyExists);
        CHECK(again.error().metadata.at("constraint") == (dialect == Dialect::kSqlite ? "names.name" : "names_pkey"));
        CHECK(TextOf(again.error()).find(secret) == std::string::npos);
    }
    SECTION("another constraint") {
        const auto missing = WriteOne(*database, "insert into items (school_id, label) values (1, :1)", {secret});
        REQUIRE_FALSE(missing.has_value());
        CHECK(missing.error().code == Code::kInternal);
        CHECK(TextOf(missing.error()).find(secret) == std::string::npos);
    }
    SECTION("a statement that takes too long") {
        const auto slow = database->Read(Soon(), [](Session& session) {
            return session.QueryOne(
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000000) "
                "select count(*) from n");
        });
        REQUIRE_FALSE(slow.has_value());
        CHECK(slow.error().code == Code::kDeadlineExceeded);
    }
    SECTION("a caller with less time than the statement may take") {
        const auto start = std::chrono::steady_clock::now();
        const auto slow = database->Read(Deadline::In(std::chrono::milliseconds(50)), [](Session& session) {
            return session.QueryOne(
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000000) "
                "select count(*) from n");
        });
        REQUIRE_FALSE(slow.has_value());
        CHECK(slow.error().code == Code::kDeadlineExceeded);
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(290));
    }
    SECTION("wrong SQL says what is wrong with it") {
        const auto wrong = WriteOne(*database, "update no_such_table set a = :1", {secret});
        REQUIRE_FALSE(wrong.has_value());
        CHECK(wrong.error().code == Code::kInternal);
        CHECK(wrong.error().message.find("no_such_table") != std::string::npos);
        CHECK(TextOf(wrong.error()).find(secret) == std::string::npos);
    }
    SECTION("a value that a statement cannot use") {
        const std::string sql =
            dialect == Dialect::kSqlite ? "select json_extract('{}', :1)" : "select cast(:1 as regclass)";
        const auto wrong = database->Read(Soon(), [&](Session& session) { return session.QueryOne(sql, {secret}); });
        REQUIRE_FALSE(wrong.has_value());
        CHECK(wrong.error().code == Code::kInternal);
        CHECK(TextOf(wrong.error()).find(secret) == std::string::npos);
    }
    SECTION("a parameter that is not given, or not used") {
        for (const std::vector<Value>& values : {std::vector<Value>{}, std::vector<Value>{"a", "b"}}) {
            const auto wrong = database->Write(Soon(), [&](Session& session) {
                return session.Execute("insert into names (name) values (:1)", std::span<const Value>(values));
            });
            REQUIRE_FALSE(wrong.has_value());
            CHECK(wrong.error().code == Code::kInternal);
        }
    }
    SECTION("two statements in one") {
        const auto wrong = WriteOne(*database, "insert into names (name) values (:1); delete from names", {secret});
        REQUIRE_FALSE(wrong.has_value());
        CHECK(wrong.error().code == Code::kInternal);
    }
}

TEST_CASE("a full pool answers UNAVAILABLE in time") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    const auto database = fresh.Open(DatabaseOptions{.url = {}, .schema = "pool", .sessions = 1}, kItems);
    const auto work = [](Session&) -> Status { return {}; };
    Status read;
    std::chrono::steady_clock::duration waited{};
    REQUIRE(database->Read(Soon(), [&](Session&) -> Status {
        const auto start = std::chrono::steady_clock::now();
        read = database->Read(Deadline::In(std::chrono::milliseconds(100)), work);
        waited = std::chrono::steady_clock::now() - start;
        return {};
    }));
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == Code::kUnavailable);
    CHECK(waited >= std::chrono::milliseconds(90));
    CHECK(waited < std::chrono::milliseconds(1000));
    CHECK(database->Read(Soon(), work));

    Status write;
    REQUIRE(database->Write(Soon(), [&](Session&) -> Status {
        write = database->Write(Deadline::In(std::chrono::milliseconds(100)), work);
        return {};
    }));
    REQUIRE_FALSE(write.has_value());
    CHECK(write.error().code == Code::kUnavailable);
}

TEST_CASE("a killed PostgreSQL backend costs the next caller nothing") {
    TestDatabase fresh(Dialect::kPostgres);
    const auto database = fresh.Open(DatabaseOptions{.url = {}, .schema = "killed", .sessions = 1}, kItems);
    const auto killer = fresh.Open("killer", {});
    const auto backend = [](Session& session) { return session.QueryOne("select pg_backend_pid()"); };
    const auto kill = [&](std::int64_t pid) {
        REQUIRE(killer->Read(Soon(), [&](Session& session) {
            return session.QueryOne("select pg_terminate_backend(cast(:1 as int), 5000)", {pid});
        }));
    };
    const std::int64_t before = database->Read(Soon(), backend).value().Int(0);

    SECTION("between transactions") {
        kill(before);
        const auto after = database->Read(Soon(), backend);
        REQUIRE(after.has_value());
        CHECK(after->Int(0) != before);
    }
    SECTION("in the middle of one, which then runs again") {
        int runs = 0;
        const Status status = database->Write(Soon(), [&](Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(session.Execute("insert into items (school_id, id) values (1, 1)"));
            if (++runs == 1) kill(before);
            SUITE_RETURN_IF_ERROR(session.Execute("insert into items (school_id, id) values (1, 2)"));
            return {};
        });
        CHECK(status.has_value());
        CHECK(runs == 2);
    }
    SECTION("before the commit, whose outcome is then not known") {
        const Status status = database->Write(Soon(), [&](Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(session.Execute("insert into items (school_id, id) values (1, 1)"));
            kill(before);
            return {};
        });
        REQUIRE_FALSE(status.has_value());
        CHECK(status.error().code == Code::kUnavailable);
        CHECK(CountItems(*database) == 0);
    }
    CHECK(database->Ping(Soon()));
}

TEST_CASE("a database that is not there is UNAVAILABLE, and the error does not hold the password") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    testing::TempDir empty;
    const std::string url = dialect == Dialect::kSqlite ? "sqlite:" + (empty.Path() / "no" / "such" / "dir.db").string()
                                                        : "postgresql://user:geheim@/db?host=" + empty.Path().string();
    const auto database = Database::Open(DatabaseOptions{.url = url, .schema = "gone"});
    REQUIRE_FALSE(database.has_value());
    CHECK(database.error().code == Code::kUnavailable);
    CHECK(TextOf(database.error()).find("geheim") == std::string::npos);
}

TEST_CASE("URLs and schemas that make no sense are refused") {
    for (const std::string url :
         {"", "sqlite:", "sqlite::memory:", "mysql://x", "postgresql://[", "postgresql://h/db?x=1"}) {
        CAPTURE(url);
        CHECK_FALSE(Database::Open(DatabaseOptions{.url = url, .schema = "x"}));
    }
    CHECK_FALSE(Database::Open(DatabaseOptions{.url = "postgresql://localhost/db", .schema = "a; drop schema b"}));
}

}  // namespace
}  // namespace suite::sql
