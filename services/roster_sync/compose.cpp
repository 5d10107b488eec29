#include "services/roster_sync/compose.hpp"

#include "audit/source.hpp"
#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "crypto/secret_file.hpp"
#include "log/log.hpp"
#include "services/roster_sync/adapters/basispoort_client.hpp"
#include "services/roster_sync/adapters/basispoort_records.hpp"
#include "services/roster_sync/adapters/feed_service.hpp"
#include "services/roster_sync/adapters/grpc_service.hpp"
#include "services/roster_sync/adapters/licence_titles.hpp"
#include "services/roster_sync/adapters/roster_gauges.hpp"
#include "services/roster_sync/adapters/sign_in_grpc_service.hpp"
#include "services/roster_sync/adapters/sql_reader.hpp"
#include "services/roster_sync/adapters/sql_registrations.hpp"
#include "services/roster_sync/adapters/sql_store.hpp"
#include "services/roster_sync/app/follow_consent.hpp"
#include "services/roster_sync/app/keep_house.hpp"
#include "services/roster_sync/applier.hpp"
#include "services/roster_sync/migrations.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::chrono::seconds kLookForBatches{1};  // that another process took in
constexpr std::chrono::minutes kKeepHouse{1};
constexpr std::chrono::minutes kLookForReconciles{1};
constexpr std::chrono::minutes kReadConsents{15};
constexpr std::chrono::seconds kMeasure{10};
const std::vector<std::string> kFollowers{"licence", "pincode", "result-exchange"};

/// Over TLS. Licence tells who was in a group on a day (LIC-15); that its copy of the roster does not know.
rpc::Callers WhoMayCall() {
    const std::string feed(roster::v1::RosterFeedService::service_full_name());
    const std::string roster(roster::v1::RosterService::service_full_name());
    const std::vector<std::string> lists{"gateway", "licence"};
    return {{feed, kFollowers}, {roster + "/ListPupils", lists}, {roster + "/ListTeachers", lists}};
}

std::size_t Appliers(const Config& config) {
    if (config.appliers > 0) return static_cast<std::size_t>(config.appliers);
    return 2;  // one reads and judges while the other writes
}

std::unique_ptr<rpc::Channel> ChannelTo(const std::string& address, const rpc::Credentials& credentials) {
    return address.empty() ? nullptr : std::make_unique<rpc::Channel>(address, 1, credentials);
}

/// Members in start order: destroyed in reverse.
class RosterSyncApp final : public service::App {
  public:
    RosterSyncApp(const Config& config, const rpc::Credentials& credentials, metrics::Registry& metrics,
                  std::unique_ptr<sql::Database> database, std::unique_ptr<BasispoortApi> basispoort)
        : database_(std::move(database)),
          basispoort_(std::move(basispoort)),
          licence_(ChannelTo(config.licence, credentials)),
          titles_(licence_.get()),
          store_(*database_, !config.followers.empty()),
          reader_(*database_),
          registration_reader_(*database_),
          deliver_(clock_, ids_),
          apply_(
              store_, clock_, ids_, deliver_, &ParseStored, {.reconcile_failures = basispoort_ != nullptr},
              [this] { signal_.Notify(); },
              [this](std::int64_t school, const Error& why) {
                  log::Warning("school of a batch not applied",
                               {{"basispoort_school_id", school}, {"reason", why.reason}});
                  reconciler_.Notify();
              }),
          batches_(store_, clock_, ids_, {.reconcile_gaps = basispoort_ != nullptr},
                   [this] {
                       applier_.Notify();
                       reconciler_.Notify();
                   }),
          imports_(store_, clock_, deliver_, [this] { signal_.Notify(); }),
          roster_(reader_, clock_),
          registrations_(registration_reader_, clock_),
          removals_(store_, clock_, deliver_, titles_, [this] { signal_.Notify(); }),
          reconciles_(
              store_, clock_, ids_, deliver_, basispoort_.get(),
              {.schools_per_second = config.reconcile_per_second, .hour = config.reconcile_hour},
              [this] { reconciler_.Notify(); }, [this] { signal_.Notify(); }),
          house_(store_, clock_, deliver_, std::chrono::days(config.retention_days), [this] { signal_.Notify(); }),
          applier_("applying batches", kLookForBatches,
                   [this, threads = Appliers(config)](const Worker::Pause& pause) {
                       auto applied = ApplyNextBatch(apply_, threads, pause);
                       if (applied && *applied) keeper_.Notify();  // schools may have merged
                       return applied;
                   }),
          keeper_("keeping house", kKeepHouse,
                  [this](const Worker::Pause& /*pause*/) -> Result<bool> {
                      SUITE_RETURN_IF_ERROR(house_());
                      return false;
                  }),
          reconciler_("reconciling", kLookForReconciles,
                      [this](const Worker::Pause& pause) -> Result<bool> {
                          SUITE_RETURN_IF_ERROR(reconciles_.Schedule());
                          auto worked = reconciles_.Work(pause);
                          if (worked && *worked) keeper_.Notify();
                          return worked;
                      }),
          gauges_(*database_, clock_, metrics),
          watcher_("measuring the roster", kMeasure,
                   [this](const Worker::Pause& /*pause*/) -> Result<bool> {
                       SUITE_RETURN_IF_ERROR(gauges_());
                       return false;
                   }),
          guard_(metrics),
          batch_service_(guard_, batches_, apply_),
          roster_service_(guard_, roster_, imports_),
          care_service_(guard_, removals_, reconciles_, roster_),
          sign_in_service_(guard_, registrations_),
          audit_service_(guard_, *database_, "roster-sync"),
          feed_service_(*database_, signal_, clock_, config.followers) {
        if (basispoort_ == nullptr) return;
        consent_.emplace(
            store_, clock_, ids_, deliver_, *basispoort_, std::chrono::days(config.erase_after_days),
            [this] { reconciler_.Notify(); }, [this] { signal_.Notify(); });
        consent_reader_.emplace("reading consents", kReadConsents, [this](const Worker::Pause& pause) -> Result<bool> {
            const auto stopping = [&] { return !pause(std::chrono::milliseconds(0)); };
            SUITE_RETURN_IF_ERROR((*consent_)(stopping));
            return false;
        });
    }

    Status Start(const Config& config, const rpc::Credentials& credentials) {
        SUITE_ASSIGN(server_,
                     rpc::Server::Start({.address = config.listen, .credentials = credentials, .callers = WhoMayCall()},
                                        {&batch_service_, &roster_service_, &care_service_, &sign_in_service_,
                                         &audit_service_, &feed_service_}));
        applier_.Start();
        keeper_.Start();
        reconciler_.Start();
        watcher_.Start();
        if (consent_reader_) consent_reader_->Start();
        return {};
    }

    std::string Address() const override { return server_->Address(); }
    bool Ready() override { return database_->Ping(Deadline::In(std::chrono::seconds(1))); }
    void Stop(std::chrono::milliseconds budget) override {
        if (consent_reader_) consent_reader_->Stop();
        watcher_.Stop();
        reconciler_.Stop();
        keeper_.Stop();
        applier_.Stop();
        signal_.Stop();
        server_->Stop(budget);
    }

  private:
    SystemClock clock_;
    crypto::RandomIds ids_;
    std::unique_ptr<sql::Database> database_;
    std::unique_ptr<BasispoortApi> basispoort_;
    std::unique_ptr<rpc::Channel> licence_;
    LicenceTitles titles_;
    FeedSignal signal_;
    SqlStore store_;
    SqlReader reader_;
    SqlRegistrations registration_reader_;
    Deliver deliver_;
    ApplyBatch apply_;
    TakeBatch batches_;
    ImportRoster imports_;
    SeeRoster roster_;
    FindRegistrations registrations_;
    DecideRemovals removals_;
    ReconcileRoster reconciles_;
    KeepHouse house_;
    std::optional<FollowConsent> consent_;
    Worker applier_;
    Worker keeper_;
    Worker reconciler_;
    RosterGauges gauges_;
    Worker watcher_;
    std::optional<Worker> consent_reader_;
    rpc::Guard guard_;
    BatchGrpcService batch_service_;
    RosterGrpcService roster_service_;
    CareGrpcService care_service_;
    SignInGrpcService sign_in_service_;
    audit::SourceService audit_service_;
    FeedService feed_service_;
    std::unique_ptr<rpc::Server> server_;
};

}  // namespace

Result<std::unique_ptr<service::App>> Compose(const Config& config, metrics::Registry& metrics) {
    SUITE_RETURN_IF_ERROR(config.Check());
    SUITE_ASSIGN(const auto credentials,
                 rpc::Credentials::Load(
                     {.ca = config.tls_ca_file, .certificate = config.tls_certificate_file, .key = config.tls_key_file},
                     {config.listen, config.licence}));
    std::unique_ptr<BasispoortApi> basispoort;
    if (config.HasBasispoort()) {
        SUITE_RETURN_IF_ERROR(crypto::CheckSecretFile(config.basispoort_key, "key"));
        SUITE_ASSIGN(basispoort, BasispoortClient::Make({.url = config.basispoort_url,
                                                         .tls = {.ca_file = config.basispoort_ca,
                                                                 .certificate_file = config.basispoort_certificate,
                                                                 .key_file = config.basispoort_key}}));
    }
    SUITE_ASSIGN(auto database, sql::Database::Open({.url = config.database, .schema = "roster_sync"}));
    SUITE_RETURN_IF_ERROR(database->Migrate(Migrations()));
    auto app =
        std::make_unique<RosterSyncApp>(config, credentials, metrics, std::move(database), std::move(basispoort));
    SUITE_RETURN_IF_ERROR(app->Start(config, credentials));
    return app;
}

}  // namespace suite::roster_sync
