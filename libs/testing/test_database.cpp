#include "testing/test_database.hpp"

#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "sql/admin.hpp"

namespace suite::testing {

TestDatabase::TestDatabase(sql::Dialect dialect) {
    if (dialect == sql::Dialect::kSqlite) {
        url_ = "sqlite:" + (dir_.Path() / "test.db").string();
        return;
    }
    const char* const server = std::getenv("SUITE_TEST_POSTGRES");
    if (server == nullptr) {
        FAIL("SUITE_TEST_POSTGRES is not set: run the tests under tests/support/with-postgres");
    }
    static std::atomic<int> made{0};
    const std::string name = "test_" + std::to_string(::getpid()) + "_" + std::to_string(made++);
    const Status created = sql::RunOutsideTransaction(server, "create database " + name + " template template0");
    if (!created) FAIL("cannot create a database: " << created.error().message);
    server_url_ = server;
    name_ = name;
    url_ = sql::WithDatabase(server_url_, name).value();
}

TestDatabase::~TestDatabase() {
    if (server_url_.empty()) return;
    // Should it fail, the cluster of the test run goes away anyhow.
    static_cast<void>(sql::RunOutsideTransaction(server_url_, "drop database " + name_ + " with (force)"));
}

std::unique_ptr<sql::Database> TestDatabase::Open(std::string schema, std::span<const sql::Migration> migrations) {
    return Open(sql::DatabaseOptions{.url = {}, .schema = std::move(schema)}, migrations);
}

std::unique_ptr<sql::Database> TestDatabase::Open(sql::DatabaseOptions options,
                                                  std::span<const sql::Migration> migrations) {
    options.url = url_;
    auto database = sql::Database::Open(std::move(options));
    if (!database) FAIL("cannot open the database: " << database.error().message);
    const Status migrated = (*database)->Migrate(migrations);
    if (!migrated) FAIL("cannot migrate: " << migrated.error().message);
    return std::move(*database);
}

}  // namespace suite::testing
