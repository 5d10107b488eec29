#include "services/roster_sync/compose.hpp"

#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "services/roster_sync/adapters/basispoort_records.hpp"
#include "services/roster_sync/adapters/feed_service.hpp"
#include "services/roster_sync/adapters/grpc_service.hpp"
#include "services/roster_sync/adapters/sql_reader.hpp"
#include "services/roster_sync/adapters/sql_store.hpp"
#include "services/roster_sync/applier.hpp"
#include "services/roster_sync/migrations.hpp"

namespace suite::roster_sync {
namespace {

/// Members in start order: destroyed in reverse.
class RosterSyncApp final : public service::App {
  public:
    RosterSyncApp(metrics::Registry& metrics, std::unique_ptr<sql::Database> database)
        : database_(std::move(database)),
          store_(*database_),
          reader_(*database_),
          apply_(store_, clock_, ids_, &ParseStored, [this] { signal_.Notify(); }),
          applier_(apply_),
          batches_(store_, clock_, ids_, [this] { applier_.Notify(); }),
          imports_(store_, clock_, ids_, [this] { signal_.Notify(); }),
          roster_(reader_, clock_),
          guard_(metrics),
          batch_service_(guard_, batches_),
          roster_service_(guard_, roster_, imports_),
          feed_service_(*database_, signal_) {}

    Status Start(const Config& config) {
        SUITE_ASSIGN(server_, rpc::Server::Start({.address = config.listen},
                                                 {&batch_service_, &roster_service_, &feed_service_}));
        applier_.Start();
        return {};
    }

    std::string Address() const override { return server_->Address(); }
    bool Ready() override { return database_->Ping(Deadline::In(std::chrono::seconds(1))); }
    void Stop(std::chrono::milliseconds budget) override {
        applier_.Stop();
        signal_.Stop();
        server_->Stop(budget);
    }

  private:
    SystemClock clock_;
    crypto::RandomIds ids_;
    std::unique_ptr<sql::Database> database_;
    FeedSignal signal_;
    SqlStore store_;
    SqlReader reader_;
    ApplyBatch apply_;
    Applier applier_;
    TakeBatch batches_;
    ImportRoster imports_;
    SeeRoster roster_;
    rpc::Guard guard_;
    BatchGrpcService batch_service_;
    RosterGrpcService roster_service_;
    FeedService feed_service_;
    std::unique_ptr<rpc::Server> server_;
};

}  // namespace

Result<std::unique_ptr<service::App>> Compose(const Config& config, metrics::Registry& metrics) {
    SUITE_ASSIGN(auto database, sql::Database::Open({.url = config.database, .schema = "roster_sync"}));
    SUITE_RETURN_IF_ERROR(database->Migrate(Migrations()));
    auto app = std::make_unique<RosterSyncApp>(metrics, std::move(database));
    SUITE_RETURN_IF_ERROR(app->Start(config));
    return app;
}

}  // namespace suite::roster_sync
