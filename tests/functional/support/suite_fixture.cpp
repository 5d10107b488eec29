#include "tests/functional/support/suite_fixture.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <utility>

#include "services/gateway/domain/client.hpp"
#include "services/gateway/route.hpp"
#include "tools/demo/machines.hpp"

namespace suite::testing {
namespace {

/// Those of every development run, and for tokens of a test's own making one that may do anything and a member of the
/// helpdesk.
Status AddMachines(const std::string& database, const std::filesystem::path& data) {
    auto machines = demo::Machines();
    const auto scopes = gateway::KnownScopes();
    machines.push_back({.id = std::string(kAnyMachine),
                        .title = "Test",
                        .scopes = {scopes.begin(), scopes.end()},
                        .las = "parnassys"});
    machines.push_back({.id = kHelpdeskMember, .title = "Test", .scopes = {std::string(gateway::kHelpdeskScope)}});
    return demo::AddMachines({.database = database, .data = data}, machines);
}

}  // namespace

SuiteFixture::SuiteFixture(sql::Dialect dialect, std::string log_level) : log_level_(std::move(log_level)) {
    if (dialect == sql::Dialect::kPostgres) database_.emplace(dialect);
    Start();
}

SuiteFixture::SuiteFixture(sql::Dialect dialect, WithBasispoort basispoort, std::optional<WithSignIn> sign_in)
    : log_level_(std::move(basispoort.log_level)),
      basispoort_roster_(data_.Path() / "roster.ndjson"),
      environment_({{"roster-sync", std::move(basispoort.roster_sync_environment)}}),
      sign_in_(std::move(sign_in)) {
    if (sign_in_) environment_["gateway"] = sign_in_->gateway_environment;
    std::ofstream(basispoort_roster_) << basispoort.roster;
    if (dialect == sql::Dialect::kPostgres) database_.emplace(dialect);
    Start();
}

SuiteFixture::SuiteFixture(sql::Dialect dialect, WithSignIn sign_in)
    : environment_({{"gateway", sign_in.gateway_environment}}), sign_in_(std::move(sign_in)) {
    if (dialect == sql::Dialect::kPostgres) database_.emplace(dialect);
    Start();
}

SuiteFixture::SuiteFixture(sql::Dialect dialect, WithMutualTls /*mutual_tls*/) : mutual_tls_(true) {
    if (dialect == sql::Dialect::kPostgres) database_.emplace(dialect);
    Start();
}

SuiteFixture::SuiteFixture(sql::Dialect dialect,
                           const std::function<Environment(const std::filesystem::path&)>& environment)
    : environment_(environment(data_.Path())) {
    if (dialect == sql::Dialect::kPostgres) database_.emplace(dialect);
    Start();
}

std::string SuiteFixture::DatabaseUrl(std::string_view service) const {
    return database_ ? database_->Url() : "sqlite:" + (Data() / "db" / (std::string(service) + ".db")).string();
}

std::unique_ptr<sql::Database> SuiteFixture::OpenDatabase(std::string_view service) const {
    std::string schema(service);
    std::ranges::replace(schema, '-', '_');
    auto opened = sql::Database::Open({.url = DatabaseUrl(service), .schema = schema, .sessions = 2});
    if (!opened) FAIL("cannot open the database of " << service << ": " << opened.error().message);
    return std::move(*opened);
}

void SuiteFixture::Restart() {
    api_.reset();
    suite_.reset();
    Start();
}

void SuiteFixture::Start() {
    auto started = devsuite::Suite::Start({.bin_dir = SUITE_BIN_DIR,
                                           .data_dir = data_.Path(),
                                           .postgres_url = database_ ? database_->Url() : "",
                                           .log_level = log_level_,
                                           .mutual_tls = mutual_tls_,
                                           .basispoort_roster = basispoort_roster_,
                                           .sign_in = sign_in_ && !sign_in_->provider,
                                           .provider = sign_in_ ? sign_in_->provider : std::nullopt,
                                           .public_url = sign_in_ ? sign_in_->public_url : "",
                                           .environment = environment_,
                                           .add_machines = AddMachines});
    if (!started) FAIL("the suite did not start: " << started.error().message);
    suite_.emplace(std::move(*started));
    api_.emplace(suite_->Url(), data_.Path());
    if (const auto stand_in = suite_->Basispoort()) basispoort_.emplace(stand_in->control_url);
}

}  // namespace suite::testing
