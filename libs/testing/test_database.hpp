// A fresh database for a test, on either dialect.
#pragma once

#include <memory>
#include <ostream>
#include <span>
#include <string>

#include "sql/sql.hpp"
#include "testing/temp_dir.hpp"

namespace suite::sql {

/// So that Catch2 can name the dialect that failed.
inline std::ostream& operator<<(std::ostream& out, Dialect dialect) {
    return out << (dialect == Dialect::kSqlite ? "SQLite" : "PostgreSQL");
}

}  // namespace suite::sql

namespace suite::testing {

/// An empty database: a file in a TempDir, or a database of its own in the PostgreSQL cluster that the environment
/// variable SUITE_TEST_POSTGRES names (a URI; tests/support/with-postgres sets it). Without the variable the test
/// fails. Dropped on destruction, with whoever is still connected. Use it from the test's own thread: it reports
/// through Catch2. A test that runs on both begins with `const auto dialect = GENERATE(Dialect::kSqlite,
/// Dialect::kPostgres);`.
class TestDatabase {
  public:
    explicit TestDatabase(sql::Dialect dialect);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    /// For sql::DatabaseOptions or a program's configuration.
    [[nodiscard]] const std::string& Url() const { return url_; }

    /// Opens it, with `migrations` applied; fails the test when it cannot. May be called several times.
    [[nodiscard]] std::unique_ptr<sql::Database> Open(std::string schema, std::span<const sql::Migration> migrations);
    /// The same with other options than the usual; url is filled in.
    [[nodiscard]] std::unique_ptr<sql::Database> Open(sql::DatabaseOptions options,
                                                      std::span<const sql::Migration> migrations);

  private:
    TempDir dir_;
    std::string url_;
    std::string server_url_;  // empty on SQLite
    std::string name_;
};

}  // namespace suite::testing
