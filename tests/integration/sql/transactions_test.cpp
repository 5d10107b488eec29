#include <sys/stat.h>

#include <atomic>
#include <future>
#include <latch>
#include <thread>

#include "support.hpp"

namespace suite::sql {
namespace {

using testing::TestDatabase;

const std::string kInsert = "insert into items (school_id, id, amount) values (:1, :2, :3)";

TEST_CASE("a write that returns an error leaves nothing behind") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    const auto database = fresh.Open("rollback", kItems);

    SECTION("by an error of the work's own") {
        const Status status = database->Write(Soon(), [](Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(session.Execute(kInsert, {std::int64_t{1}, std::int64_t{1}, std::int64_t{1}}));
            return Fail(Code::kNotFound, "group-unknown", "no such group");
        });
        REQUIRE_FALSE(status.has_value());
        CHECK(status.error().code == Code::kNotFound);
    }
    SECTION("by an exception") {
        CHECK_THROWS_AS(
            static_cast<void>(database->Write(Soon(),
                                              [](Session& session) -> Status {
                                                  SUITE_RETURN_IF_ERROR(session.Execute(
                                                      kInsert, {std::int64_t{1}, std::int64_t{1}, Value{}}));
                                                  throw std::runtime_error("bug");
                                              })),
            std::runtime_error);
    }
    SECTION("by a failed statement, even when the work hides it") {
        const Status status = database->Write(Soon(), [](Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(session.Execute(kInsert, {std::int64_t{1}, std::int64_t{1}, Value{}}));
            static_cast<void>(session.Execute(kInsert, {std::int64_t{1}, std::int64_t{1}, Value{}}));
            const auto later = session.Execute(kInsert, {std::int64_t{1}, std::int64_t{2}, Value{}});
            return later.has_value() ? Status{} : Status{};
        });
        REQUIRE_FALSE(status.has_value());
        CHECK(status.error().code == Code::kAlreadyExists);
    }
    CHECK(CountItems(*database) == 0);
    // The session that failed is fit for use.
    for (std::int64_t id = 1; id <= 20; ++id) REQUIRE(WriteOne(*database, kInsert, {std::int64_t{1}, id, Value{}}));
    CHECK(CountItems(*database) == 20);
}

TEST_CASE("a reader sees one state and never waits for a writer") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    const auto database = fresh.Open("snapshot", kItems);
    REQUIRE(WriteOne(*database, kInsert, {std::int64_t{1}, std::int64_t{1}, Value{}}));
    const auto count = [](Session& session) { return session.QueryOne("select count(*) from items").value().Int(0); };

    SECTION("a commit during the read is not seen in it, and seen after it") {
        const auto seen = database->Read(Soon(), [&](Session& session) -> Result<std::vector<std::int64_t>> {
            std::vector<std::int64_t> counts{count(session)};
            SUITE_RETURN_IF_ERROR(WriteOne(*database, kInsert, {std::int64_t{1}, std::int64_t{2}, Value{}}));
            counts.push_back(count(session));
            return counts;
        });
        CHECK(seen.value() == std::vector<std::int64_t>{1, 1});
        CHECK(CountItems(*database) == 2);
    }
    SECTION("a read during an open write answers, with the state before it") {
        std::int64_t seen = -1;
        REQUIRE(database->Write(Soon(), [&](Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(session.LockSchool(1));
            SUITE_RETURN_IF_ERROR(session.Execute("update items set amount = 7"));
            SUITE_RETURN_IF_ERROR(session.Execute(kInsert, {std::int64_t{1}, std::int64_t{2}, Value{}}));
            // Were the reader to wait for this writer, it would end with its deadline.
            SUITE_ASSIGN(seen, database->Read(Deadline::In(std::chrono::milliseconds(1500)),
                                              [&](Session& reader) -> Result<std::int64_t> { return count(reader); }));
            return {};
        }));
        CHECK(seen == 1);
        CHECK(CountItems(*database) == 2);
    }
    SECTION("a read cannot write") {
        CHECK_FALSE(database->Read(Soon(), [](Session& session) {
            return session.Execute(kInsert, {std::int64_t{1}, std::int64_t{3}, Value{}});
        }));
        CHECK(CountItems(*database) == 1);
    }
}

TEST_CASE("writers of one school wait for each other") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    const auto database = fresh.Open("serial", kItems);
    REQUIRE(WriteOne(*database, kInsert, {std::int64_t{1}, std::int64_t{1}, std::int64_t{0}}));

    SECTION("read, add one, write: none is lost") {
        constexpr int kThreads = 6;
        constexpr int kRounds = 20;
        std::atomic<int> failed{0};
        {
            std::latch start(kThreads);
            std::vector<std::jthread> threads;
            for (int i = 0; i < kThreads; ++i) {
                threads.emplace_back([&] {
                    start.arrive_and_wait();
                    for (int round = 0; round < kRounds; ++round) {
                        const Status status = database->Write(Soon(), [](Session& session) -> Status {
                            SUITE_RETURN_IF_ERROR(session.LockSchool(1));
                            SUITE_ASSIGN(const Row row, session.QueryOne("select amount from items where id = 1"));
                            SUITE_RETURN_IF_ERROR(
                                session.Execute("update items set amount = :1 where id = 1", {row.Int(0) + 1}));
                            return {};
                        });
                        if (!status) ++failed;
                    }
                });
            }
        }
        CHECK(failed == 0);
        const auto amount =
            database->Read(Soon(), [](Session& session) { return session.QueryOne("select amount from items"); });
        CHECK(amount.value().Int(0) == kThreads * kRounds);
    }
    SECTION("no longer than the deadline") {
        std::optional<Error> error;
        REQUIRE(database->Write(Soon(), [&](Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(session.LockSchool(1));
            const Status other = database->Write(Deadline::In(std::chrono::milliseconds(100)),
                                                 [](Session& second) { return second.LockSchool(1); });
            if (!other) error = other.error();
            return {};
        }));
        REQUIRE(error.has_value());
        CHECK(error->code == Code::kUnavailable);
    }
    SECTION("writers of other schools do not wait on PostgreSQL") {
        if (dialect != Dialect::kPostgres) return;
        Status other;
        REQUIRE(database->Write(Soon(), [&](Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(session.LockSchool(1));
            other = database->Write(Deadline::In(std::chrono::seconds(2)), [](Session& second) -> Status {
                SUITE_RETURN_IF_ERROR(second.LockSchool(2));
                SUITE_RETURN_IF_ERROR(second.Execute(kInsert, {std::int64_t{2}, std::int64_t{1}, Value{}}));
                return {};
            });
            return {};
        }));
        CHECK(other.has_value());
    }
}

TEST_CASE("loads on PostgreSQL take turns, of all services, and nobody else waits for them") {
    TestDatabase fresh(Dialect::kPostgres);
    const auto one = fresh.Open("one", kItems);
    const auto other = fresh.Open("other", kItems);
    Status load;
    Status writer;
    REQUIRE(one->Write(Soon(), [&](Session& session) -> Status {
        SUITE_RETURN_IF_ERROR(session.LockSchool(1));
        SUITE_RETURN_IF_ERROR(session.TakeTurn());
        load = other->Write(Deadline::In(std::chrono::milliseconds(100)),
                            [](Session& second) { return second.TakeTurn(); });
        writer = other->Write(Soon(), [](Session& second) { return second.LockSchool(1); });
        return {};
    }));
    REQUIRE_FALSE(load);
    CHECK(load.error().code == Code::kUnavailable);
    CHECK(writer.has_value());
    CHECK(other->Write(Soon(), [](Session& second) { return second.TakeTurn(); }));
}

TEST_CASE("a serialisation failure runs the work again from the start") {
    TestDatabase fresh(Dialect::kPostgres);
    const auto database = fresh.Open("retry", kItems);
    REQUIRE(WriteOne(*database, "insert into items (school_id, id, amount) values (1, 1, 0), (1, 2, 0)"));
    // Two transactions that take two rows in opposite order: a deadlock, which PostgreSQL ends by failing one of them.
    std::atomic<int> failed{0};
    std::atomic<int> runs{0};
    {
        std::latch both_hold_one(2);
        std::vector<std::jthread> threads;
        for (const std::int64_t first : {1, 2}) {
            threads.emplace_back([&, first] {
                bool again = false;
                const Status status = database->Write(Soon(), [&](Session& session) -> Status {
                    ++runs;
                    const std::string update = "update items set amount = amount + 1 where id = :1";
                    SUITE_RETURN_IF_ERROR(session.Execute(update, {first}));
                    if (!std::exchange(again, true)) both_hold_one.arrive_and_wait();
                    SUITE_RETURN_IF_ERROR(session.Execute(update, {3 - first}));
                    return {};
                });
                if (!status) ++failed;
            });
        }
    }
    CHECK(failed == 0);
    CHECK(runs >= 3);
    const auto sums =
        database->Read(Soon(), [](Session& session) { return session.QueryOne("select sum(amount) from items"); });
    CHECK(sums.value().Int(0) == 4);
}

TEST_CASE("SQLite files are for their owner alone and lose nothing acknowledged") {
    TestDatabase fresh(Dialect::kSqlite);
    const mode_t before = ::umask(0);
    const auto database = fresh.Open("files", kItems);
    ::umask(before);
    REQUIRE(WriteOne(*database, kInsert, {std::int64_t{1}, std::int64_t{1}, Value{}}));
    const std::string path = fresh.Url().substr(std::string("sqlite:").size());
    for (const std::string suffix : {"", "-wal", "-shm"}) {
        struct stat file{};
        CAPTURE(suffix);
        REQUIRE(::stat((path + suffix).c_str(), &file) == 0);
        CHECK((file.st_mode & 0777) == 0600);
    }
    const auto pragma = [&](std::string_view name) {
        return database
            ->Write(Soon(), [&](Session& session) { return session.QueryOne("pragma " + std::string(name)); })
            .value();
    };
    CHECK(pragma("journal_mode").Text(0) == "wal");
    CHECK(pragma("synchronous").Int(0) == 2);
    CHECK(pragma("foreign_keys").Int(0) == 1);
}

TEST_CASE("PostgreSQL sessions have limits and see their own schema first") {
    TestDatabase fresh(Dialect::kPostgres);
    const auto show_in = [&](Database& database, std::string_view name) {
        return database.Read(Soon(), [&](Session& session) { return session.QueryOne("show " + std::string(name)); })
            .value()
            .Text(0);
    };
    const auto database = fresh.Open("own_schema", kItems);
    const auto show = [&](std::string_view name) { return show_in(*database, name); };
    CHECK(show("search_path") == "own_schema");
    CHECK(show("statement_timeout") == "5s");
    CHECK(show("lock_timeout") == "2s");
    CHECK(show("idle_in_transaction_session_timeout") == "1min");
    CHECK(show("client_encoding") == "UTF8");
    // Look-ups by index, on one core; unless the operator wants it otherwise.
    CHECK(show("random_page_cost") == "1.1");
    CHECK(show("max_parallel_workers_per_gather") == "0");
    const auto otherwise =
        Database::Open({.url = fresh.Url() + "&options=-c%20random_page_cost%3D2", .schema = "own_schema"});
    REQUIRE(otherwise);
    CHECK(show_in(**otherwise, "random_page_cost") == "2");
    CHECK(show_in(**otherwise, "statement_timeout") == "5s");
}

}  // namespace
}  // namespace suite::sql
