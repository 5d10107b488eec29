#include "services/licence/compose.hpp"

#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "outbox/dispatcher.hpp"
#include "redis/redis.hpp"
#include "roster_copy/follower.hpp"
#include "rpc/channel.hpp"
#include "services/licence/adapters/follow_roster.hpp"
#include "services/licence/adapters/grpc_service.hpp"
#include "services/licence/adapters/note_last_year.hpp"
#include "services/licence/adapters/proposal_grpc_service.hpp"
#include "services/licence/adapters/redis_mapping.hpp"
#include "services/licence/adapters/sql_matches.hpp"
#include "services/licence/adapters/sql_store.hpp"
#include "services/licence/app/auto_link.hpp"
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
          check_(store_, cache_, clock_),
          grpc_service_(guard_, put_order_, manage_, check_),
          auto_link_(store_, clock_, ids_),
          proposals_(store_, clock_),
          proposal_grpc_service_(guard_, proposals_),
          outbox_(*database_, clock_, metrics, {.random_below = &crypto::RandomBelow},
                  {{std::string(kMappingTopic), [this](const outbox::Message& message,
                                                       Deadline deadline) { return RefreshCache(message, deadline); }},
                   {std::string(kAutoLinkTopic),
                    [this](const outbox::Message& message, Deadline deadline) {
                        return auto_link_(message.school, deadline);
                    }}}),
          follower_({.name = "licence",
                     .names = roster_copy::Names::kKeep,
                     .before =
                         [this](sql::Session& session, const roster::SchoolChanges& changes) {
                             return NoteLastYear(session, changes, clock_.Now());
                         }},
                    roster_, *database_, metrics, [this](sql::Session& session, const roster::SchoolChanges& changes) {
                        return OnRosterChanges(session, changes, clock_.Now());
                    }) {}

    Status Start(const Config& config) {
        SUITE_ASSIGN(server_,
                     rpc::Server::Start({.address = config.listen}, {&grpc_service_, &proposal_grpc_service_}));
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
    CheckEntitlement check_;
    GrpcService grpc_service_;
    AutoLink auto_link_;
    DecideProposals proposals_;
    ProposalGrpcService proposal_grpc_service_;
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
