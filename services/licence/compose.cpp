#include "services/licence/compose.hpp"

#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "outbox/dispatcher.hpp"
#include "redis/redis.hpp"
#include "roster_copy/follower.hpp"
#include "rpc/channel.hpp"
#include "services/licence/adapters/catalogue_grpc_service.hpp"
#include "services/licence/adapters/follow_roster.hpp"
#include "services/licence/adapters/grpc_service.hpp"
#include "services/licence/adapters/link_grpc_service.hpp"
#include "services/licence/adapters/redis_mapping.hpp"
#include "services/licence/adapters/roster_then.hpp"
#include "services/licence/adapters/seat_grpc_service.hpp"
#include "services/licence/adapters/sql_store.hpp"
#include "services/licence/adapters/terms_grpc_service.hpp"
#include "services/licence/migrations.hpp"

namespace suite::licence {
namespace {

/// Members in start order: destroyed in reverse.
class LicenceApp final : public service::App {
  public:
    LicenceApp(const Config& config, metrics::Registry& metrics, std::unique_ptr<sql::Database> database)
        : database_(std::move(database)),
          redis_({.address = config.redis}),
          roster_(config.roster),
          store_(*database_, [this] { outbox_.Notify(); }),
          cache_(redis_, metrics),
          guard_(metrics),
          put_order_(store_, clock_, ids_),
          manage_(store_, clock_),
          links_(store_, clock_),
          many_links_(store_, clock_),
          roster_then_(roster_),
          history_(store_, roster_then_, clock_),
          check_(store_, cache_, clock_),
          seats_(store_, clock_, std::chrono::minutes(config.seat_withdrawal_minutes)),
          corrections_(store_, clock_, ids_),
          catalogue_(store_),
          terms_(store_, clock_),
          grpc_service_(guard_, put_order_, manage_, links_, check_),
          catalogue_service_(guard_, catalogue_),
          terms_service_(guard_, terms_),
          link_grpc_service_(guard_, links_, many_links_, history_),
          seat_grpc_service_(guard_, seats_, corrections_),
          outbox_(
              *database_, clock_, metrics, {.random_below = &crypto::RandomBelow},
              {{std::string(kMappingTopic), [this](const outbox::Message& message,
                                                   Deadline deadline) { return RefreshCache(message, deadline); }}}),
          follower_({.name = "licence", .names = roster_copy::Names::kKeep}, roster_, *database_, metrics,
                    [this](sql::Session& session, const roster::SchoolChanges& changes) {
                        return OnRosterChanges(session, changes, clock_.Now());
                    }) {}

    Status Start(const Config& config) {
        SUITE_ASSIGN(server_, rpc::Server::Start({.address = config.listen},
                                                 {&grpc_service_, &catalogue_service_, &terms_service_,
                                                  &link_grpc_service_, &seat_grpc_service_}));
        outbox_.Start();
        follower_.Start();
        return {};
    }

    std::string Address() const override { return server_->Address(); }
    /// Redis is not asked: without it all answers are still right (LIC-13).
    bool Ready() override { return database_->Ping(Deadline::In(std::chrono::seconds(1))); }
    void Stop(std::chrono::milliseconds budget) override {
        follower_.Stop();
        outbox_.Stop();
        server_->Stop(budget);
    }

  private:
    /// Puts the product's present mapping into the cache, so that the first child after a change finds it there.
    Status RefreshCache(const outbox::Message& message, Deadline deadline) {
        SUITE_ASSIGN(const auto mapping, store_.Mapping(message.school, message.payload, deadline));
        return cache_.Put(message.school, message.payload, mapping);
    }

    SystemClock clock_;
    crypto::RandomIds ids_;
    std::unique_ptr<sql::Database> database_;
    redis::Client redis_;
    rpc::Channel roster_;
    SqlStore store_;
    RedisMapping cache_;
    rpc::Guard guard_;
    PutOrder put_order_;
    ManageLicences manage_;
    ManageLinks links_;
    ChangeManyLinks many_links_;
    RosterSyncThen roster_then_;
    SeeHistory history_;
    CheckEntitlement check_;
    ManageSeats seats_;
    CorrectSeats corrections_;
    ManageCatalogue catalogue_;
    ManageTerms terms_;
    GrpcService grpc_service_;
    CatalogueGrpcService catalogue_service_;
    TermsGrpcService terms_service_;
    LinkGrpcService link_grpc_service_;
    SeatGrpcService seat_grpc_service_;
    std::unique_ptr<rpc::Server> server_;
    outbox::Dispatcher outbox_;
    roster_copy::Follower follower_;
};

}  // namespace

Result<std::unique_ptr<service::App>> Compose(const Config& config, metrics::Registry& metrics) {
    SUITE_ASSIGN(auto database, sql::Database::Open({.url = config.database, .schema = "licence"}));
    SUITE_RETURN_IF_ERROR(database->Migrate(Migrations()));
    auto app = std::make_unique<LicenceApp>(config, metrics, std::move(database));
    SUITE_RETURN_IF_ERROR(app->Start(config));
    return app;
}

}  // namespace suite::licence
