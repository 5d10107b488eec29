// A whole suite for one test, on either database.
#pragma once

#include <optional>
#include <string>

#include "sql/sql.hpp"
#include "suite/suite.hpp"
#include "testing/temp_dir.hpp"
#include "testing/test_database.hpp"
#include "tests/functional/support/api.hpp"

namespace suite::testing {

/// Six processes of this build on fresh data: SQLite in a folder of its own, or a fresh database in
/// SUITE_TEST_POSTGRES' cluster. Empty: without the demonstration. Fails the test, with the log of the culprit, when it
/// does not start.
class SuiteFixture {
  public:
    explicit SuiteFixture(sql::Dialect dialect, std::string log_level = "info");

    [[nodiscard]] devsuite::Suite& Suite() { return *suite_; }
    [[nodiscard]] suite::testing::Api& Api() { return *api_; }
    [[nodiscard]] const std::filesystem::path& Data() const { return data_.Path(); }
    /// Empty on SQLite.
    [[nodiscard]] std::string PostgresUrl() const { return database_ ? database_->Url() : std::string(); }
    /// Stops everything and starts it again on the same data, maybe on another port.
    void Restart();

  private:
    void Start();

    std::string log_level_;
    TempDir data_;
    std::optional<TestDatabase> database_;  // PostgreSQL only
    std::optional<devsuite::Suite> suite_;
    std::optional<suite::testing::Api> api_;
};

}  // namespace suite::testing
