#include "services/licence/compose.hpp"

#include "audit/source.hpp"
#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "outbox/dispatcher.hpp"
#include "redis/redis.hpp"
#include "roster_copy/follower.hpp"
#include "rpc/channel.hpp"
#include "services/licence/adapters/catalogue_grpc_service.hpp"
#include "services/licence/adapters/entitlement_grpc_service.hpp"
#include "services/licence/adapters/follow_roster.hpp"
#include "services/licence/adapters/grpc_service.hpp"
#include "services/licence/adapters/link_grpc_service.hpp"
#include "services/licence/adapters/memory_mapping.hpp"
#include "services/licence/adapters/note_last_year.hpp"
#include "services/licence/adapters/proposal_grpc_service.hpp"
#include "services/licence/adapters/redis_mapping.hpp"
#include "services/licence/adapters/roster_then.hpp"
#include "services/licence/adapters/seat_grpc_service.hpp"
#include "services/licence/adapters/sql_matches.hpp"
#include "services/licence/adapters/sql_store.hpp"
#include "services/licence/adapters/terms_grpc_service.hpp"
#include "services/licence/adapters/visibility_grpc_service.hpp"
#include "services/licence/app/auto_link.hpp"
#include "services/licence/app/end_group_links.hpp"
#include "services/licence/app/refresh_mapping.hpp"
#include "services/licence/basispoort.hpp"
#include "services/licence/migrations.hpp"
#include "worker/worker.hpp"

namespace suite::licence {
namespace {

/// A database answers sooner than this: waiting longer for the cache would be the slow way.
constexpr std::chrono::milliseconds kRedisTime{100};
/// Links of groups are ended so long after the school year is, at the latest.
constexpr std::chrono::minutes kWatchSchoolYear{1};
const std::string kListTitles = std::string(v1::LicenceService::service_full_name()) + "/ListTitles";

/// Members in start order: destroyed in reverse.
class LicenceApp final : public service::App {
  public:
    LicenceApp(const Config& config, const rpc::Credentials& credentials, metrics::Registry& metrics,
               std::unique_ptr<sql::Database> database, std::unique_ptr<HostedLika> lika)
        : database_(std::move(database)),
          redis_({.address = config.redis, .timeout = kRedisTime}),
          roster_(config.roster, 1, credentials),
          store_(*database_, [this] { Notify(); }),
          redis_cache_(redis_, metrics),
          cache_(redis_cache_, static_cast<std::size_t>(config.mapping_cache_mib) << 20U, metrics),
          guard_(metrics),
          put_order_(store_, clock_, ids_),
          manage_(store_, clock_),
          links_(store_, clock_),
          many_links_(store_, clock_),
          roster_then_(roster_),
          history_(store_, roster_then_, clock_),
          refresh_(store_, cache_),
          persons_(store_, cache_),
          check_(persons_, clock_),
          explain_(persons_, store_, store_, clock_, lika != nullptr),
          seats_(store_, clock_, std::chrono::minutes(config.seat_withdrawal_minutes)),
          corrections_(store_, clock_, ids_),
          catalogue_(store_, clock_),
          terms_(store_, clock_),
          see_visibility_(store_, clock_, lika != nullptr),
          grpc_service_(guard_, put_order_, manage_, links_),
          catalogue_service_(guard_, catalogue_),
          terms_service_(guard_, terms_),
          link_grpc_service_(guard_, links_, many_links_, history_),
          seat_grpc_service_(guard_, seats_, corrections_),
          entitlement_service_(guard_, check_, explain_),
          auto_link_(store_, clock_, ids_),
          proposals_(store_, clock_),
          proposal_grpc_service_(guard_, proposals_),
          visibility_service_(guard_, see_visibility_, [this] { Notify(); }),
          audit_service_(guard_, *database_, "licence"),
          outbox_(
              *database_, clock_, metrics, {.random_below = &crypto::RandomBelow},
              {{std::string(kMappingTopic), [this](const outbox::Message& message,
                                                   Deadline deadline) { return refresh_(message.school, deadline); }},
               {std::string(kAutoLinkTopic),
                [this](const outbox::Message& message, Deadline deadline) {
                    return auto_link_(message.school, deadline);
                }}}),
          follower_({.name = "licence",
                     .names = roster_copy::Names::kKeep,
                     .before =
                         [this](sql::Session& session, const roster::SchoolChanges& changes) {
                             return NoteLastYear(session, changes, clock_.Now());
                         },
                     .after_all =
                         [this](sql::Session& session, std::span<const roster::SchoolChanges* const> changes) {
                             return OnRosterChanges(session, changes, clock_.Now());
                         }},
                    roster_, *database_, metrics, {}),
          end_group_links_(store_, clock_),
          school_year_("watching the school year", kWatchSchoolYear,
                       [this](const Worker::Pause& /*pause*/) { return end_group_links_(); }) {
        if (lika) basispoort_.emplace(config, std::move(lika), *database_, store_, clock_, metrics);
    }

    Status Start(const Config& config, const rpc::Credentials& credentials) {
        SUITE_ASSIGN(
            server_,
            rpc::Server::Start(
                {.address = config.listen, .credentials = credentials, .callers = {{kListTitles, {"roster-sync"}}}},
                {&grpc_service_, &catalogue_service_, &terms_service_, &link_grpc_service_, &seat_grpc_service_,
                 &entitlement_service_, &proposal_grpc_service_, &visibility_service_, &audit_service_}));
        outbox_.Start();
        if (basispoort_) basispoort_->Start();
        follower_.Start();
        school_year_.Start();
        return {};
    }

    std::string Address() const override { return server_->Address(); }
    /// Redis is not asked: without it all answers are still right (LIC-13).
    bool Ready() override { return database_->Ping(Deadline::In(std::chrono::seconds(1))); }
    void Stop(std::chrono::milliseconds budget) override {
        school_year_.Stop();
        follower_.Stop();
        if (basispoort_) basispoort_->Stop();
        outbox_.Stop();
        server_->Stop(budget);
    }

  private:
    void Notify() {
        outbox_.Notify();
        if (basispoort_) basispoort_->Notify();
    }
    SystemClock clock_;
    crypto::RandomIds ids_;
    std::unique_ptr<sql::Database> database_;
    redis::Client redis_;
    rpc::Channel roster_;
    SqlStore store_;
    RedisMapping redis_cache_;
    MemoryMapping cache_;
    rpc::Guard guard_;
    PutOrder put_order_;
    ManageLicences manage_;
    ManageLinks links_;
    ChangeManyLinks many_links_;
    RosterSyncThen roster_then_;
    SeeHistory history_;
    RefreshMapping refresh_;
    KnownPersons persons_;
    CheckEntitlement check_;
    ExplainEntitlement explain_;
    ManageSeats seats_;
    CorrectSeats corrections_;
    ManageCatalogue catalogue_;
    ManageTerms terms_;
    SeeVisibility see_visibility_;
    GrpcService grpc_service_;
    CatalogueGrpcService catalogue_service_;
    TermsGrpcService terms_service_;
    LinkGrpcService link_grpc_service_;
    SeatGrpcService seat_grpc_service_;
    EntitlementGrpcService entitlement_service_;
    AutoLink auto_link_;
    DecideProposals proposals_;
    ProposalGrpcService proposal_grpc_service_;
    VisibilityGrpcService visibility_service_;
    audit::SourceService audit_service_;
    std::unique_ptr<rpc::Server> server_;
    outbox::Dispatcher outbox_;
    std::optional<Basispoort> basispoort_;  // none: not set up
    roster_copy::Follower follower_;
    EndGroupLinks end_group_links_;
    Worker school_year_;
};

}  // namespace

Result<std::unique_ptr<service::App>> Compose(const Config& config, metrics::Registry& metrics) {
    SUITE_RETURN_IF_ERROR(config.Check());
    SUITE_ASSIGN(const auto credentials,
                 rpc::Credentials::Load(
                     {.ca = config.tls_ca_file, .certificate = config.tls_certificate_file, .key = config.tls_key_file},
                     {config.listen, config.roster}));
    SUITE_ASSIGN(auto lika, MakeHostedLika(config));
    SUITE_ASSIGN(auto database, sql::Database::Open({.url = config.database, .schema = "licence"}));
    SUITE_RETURN_IF_ERROR(database->Migrate(Migrations()));
    auto app = std::make_unique<LicenceApp>(config, credentials, metrics, std::move(database), std::move(lika));
    SUITE_RETURN_IF_ERROR(app->Start(config, credentials));
    return app;
}

}  // namespace suite::licence
