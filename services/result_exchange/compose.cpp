#include "services/result_exchange/compose.hpp"

#include "audit/source.hpp"
#include "core/time.hpp"
#include "roster_copy/follower.hpp"
#include "rpc/channel.hpp"
#include "rpc/server.hpp"
#include "services/result_exchange/adapters/crypto_sealer.hpp"
#include "services/result_exchange/adapters/grpc_service.hpp"
#include "services/result_exchange/adapters/sql_connections.hpp"
#include "services/result_exchange/adapters/sql_deliveries.hpp"
#include "services/result_exchange/adapters/sql_intake.hpp"
#include "services/result_exchange/migrations.hpp"

namespace suite::results {
namespace {

constexpr std::chrono::seconds kPingTime{1};

/// Members in start order: destroyed in reverse.
class ResultExchangeApp final : public service::App {
  public:
    ResultExchangeApp(std::unique_ptr<sql::Database> database, Secret key, const std::string& roster,
                      const rpc::Credentials& credentials, metrics::Registry& metrics)
        : database_(std::move(database)),
          sealer_(std::move(key)),
          roster_(roster, 1, credentials),
          // The copy is all that is needed: results and deliveries point at persons by id and keep the identifiers of
          // the day they were handed in, so no change of the roster touches them.
          follower_({.name = "result-exchange", .names = roster_copy::Names::kDrop}, roster_, *database_, metrics,
                    &OnRosterChanges),
          service_(manage_, hand_in_, pull_, metrics),
          guard_(metrics) {}

    Status Start(const std::string& listen, const rpc::Credentials& credentials) {
        SUITE_ASSIGN(server_,
                     rpc::Server::Start({.address = listen, .credentials = credentials}, {&service_, &audit_service_}));
        follower_.Start();
        return {};
    }

    std::string Address() const override { return server_->Address(); }
    bool Ready() override { return database_->Ping(Deadline::In(kPingTime)); }
    void Stop(std::chrono::milliseconds budget) override {
        follower_.Stop();
        server_->Stop(budget);
    }

  private:
    SystemClock clock_;
    crypto::RandomIds ids_;
    std::unique_ptr<sql::Database> database_;
    CryptoSealer sealer_;
    rpc::Channel roster_;
    roster_copy::Follower follower_;
    SqlConnections connections_{*database_};
    SqlIntake intake_{*database_};
    SqlDeliveries deliveries_{*database_};
    ManageConnections manage_{connections_, sealer_, ids_, clock_};
    HandInResults hand_in_{intake_, clock_};
    PullResults pull_{deliveries_, clock_};
    GrpcService service_;
    rpc::Guard guard_;
    audit::SourceService audit_service_{guard_, *database_, "result-exchange"};
    std::unique_ptr<rpc::Server> server_;
};

}  // namespace

Result<std::unique_ptr<service::App>> Compose(const Config& config, metrics::Registry& metrics) {
    SUITE_ASSIGN(const auto credentials,
                 rpc::Credentials::Load(
                     {.ca = config.tls_ca_file, .certificate = config.tls_certificate_file, .key = config.tls_key_file},
                     {config.listen, config.roster}));
    SUITE_ASSIGN(auto key, crypto::LoadKey(config.key_file, config.create_key));
    SUITE_ASSIGN(auto database, sql::Database::Open({.url = config.database, .schema = "result_exchange"}));
    SUITE_RETURN_IF_ERROR(database->Migrate(Migrations()));
    auto app =
        std::make_unique<ResultExchangeApp>(std::move(database), std::move(key), config.roster, credentials, metrics);
    SUITE_RETURN_IF_ERROR(app->Start(config.listen, credentials));
    return app;
}

}  // namespace suite::results
