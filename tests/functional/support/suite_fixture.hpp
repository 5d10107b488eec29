// A whole suite for one test, on either database.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/sql.hpp"
#include "suite/suite.hpp"
#include "testing/basispoort.hpp"
#include "testing/temp_dir.hpp"
#include "testing/test_database.hpp"
#include "tests/functional/support/api.hpp"

namespace suite::testing {

struct WithBasispoort {
    std::string roster;
    std::string log_level = "info";
    /// Of roster-sync, "NAME=value".
    std::vector<std::string> roster_sync_environment{};
};

/// Where staff sign in: the stand-in that `./run` starts, or a provider of the test's own.
struct WithSignIn {
    std::optional<devsuite::SignInProvider> provider{};
    /// Of the gateway, "NAME=value".
    std::vector<std::string> gateway_environment{};
    std::string public_url{};  // devsuite::Options
};

/// Its processes show each other certificates, instead of meeting at sockets.
struct WithMutualTls {};

/// The client that has every scope: tokens that say less may be made in its name (Api::TokenFor).
inline constexpr std::string_view kAnyMachine = "walker";

/// Six processes of this build on fresh data: SQLite in a folder of its own, or a fresh database in
/// SUITE_TEST_POSTGRES' cluster. Empty: without the demonstration. Fails the test, with the log of the culprit, when it
/// does not start.
class SuiteFixture {
  public:
    explicit SuiteFixture(sql::Dialect dialect, std::string log_level = "info");
    /// With a stand-in for Basispoort (tools/basispoort) that serves these NDJSON lines, and maybe a place to sign in.
    SuiteFixture(sql::Dialect dialect, WithBasispoort basispoort, std::optional<WithSignIn> sign_in = std::nullopt);
    SuiteFixture(sql::Dialect dialect, WithSignIn sign_in);
    SuiteFixture(sql::Dialect dialect, WithMutualTls mutual_tls);
    /// With more in the environment of a process, made from the data folder's path.
    using Environment = std::map<std::string, std::vector<std::string>, std::less<>>;
    SuiteFixture(sql::Dialect dialect, const std::function<Environment(const std::filesystem::path&)>& environment);

    [[nodiscard]] devsuite::Suite& Suite() { return *suite_; }
    [[nodiscard]] suite::testing::Api& Api() { return *api_; }
    /// Pre: started with a stand-in.
    [[nodiscard]] BasispoortControl& Basispoort() { return *basispoort_; }
    [[nodiscard]] const std::filesystem::path& Data() const { return data_.Path(); }
    /// Empty on SQLite.
    [[nodiscard]] std::string PostgresUrl() const { return database_ ? database_->Url() : std::string(); }
    /// The URL of the database of "roster-sync", "licence", ...
    [[nodiscard]] std::string DatabaseUrl(std::string_view service) const;
    /// The database of "roster-sync", "licence", ..., beside the service that has it open. Fails the test when it
    /// cannot be opened.
    [[nodiscard]] std::unique_ptr<sql::Database> OpenDatabase(std::string_view service) const;
    /// Stops everything and starts it again on the same data, maybe on another port.
    void Restart();

  private:
    void Start();

    std::string log_level_ = "info";
    bool mutual_tls_ = false;
    TempDir data_;
    std::filesystem::path basispoort_roster_;  // empty: no stand-in
    Environment environment_;
    std::optional<WithSignIn> sign_in_;
    std::optional<TestDatabase> database_;  // PostgreSQL only
    std::optional<devsuite::Suite> suite_;
    std::optional<suite::testing::Api> api_;
    std::optional<BasispoortControl> basispoort_;
};

}  // namespace suite::testing
