#include "services/gateway/compose.hpp"

#include <mutex>
#include <optional>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "crypto/jwt.hpp"
#include "crypto/secret_file.hpp"
#include "http/http.hpp"
#include "services/gateway/adapters/access_backend.hpp"
#include "services/gateway/adapters/assertions.hpp"
#include "services/gateway/adapters/audit_timeline.hpp"
#include "services/gateway/adapters/audit_writer.hpp"
#include "services/gateway/adapters/client_workers.hpp"
#include "services/gateway/adapters/licence_catalogue.hpp"
#include "services/gateway/adapters/openid_provider.hpp"
#include "services/gateway/adapters/random_secrets.hpp"
#include "services/gateway/adapters/random_tokens.hpp"
#include "services/gateway/adapters/redis_counters.hpp"
#include "services/gateway/adapters/roster_people.hpp"
#include "services/gateway/adapters/roster_schools.hpp"
#include "services/gateway/adapters/sql_clients.hpp"
#include "services/gateway/adapters/sql_known_addresses.hpp"
#include "services/gateway/adapters/sql_repeats.hpp"
#include "services/gateway/adapters/sql_sessions.hpp"
#include "services/gateway/domain/client_address.hpp"
#include "services/gateway/gateway.hpp"
#include "services/gateway/migrations.hpp"
#include "worker/worker.hpp"

namespace suite::gateway {
namespace {

constexpr std::chrono::milliseconds kSettleTime{100};
constexpr std::chrono::seconds kStartTime{5};  // to read the clients
constexpr std::chrono::seconds kPingTime{1};

SessionRules RulesOf(const Config& config) {
    return {.idle = std::chrono::seconds(config.session_idle_seconds),
            .absolute = std::chrono::seconds(config.session_seconds),
            .check = std::chrono::seconds(config.session_check_seconds),
            .unchecked = std::chrono::seconds(config.session_unchecked_seconds)};
}

/// A client for each request: a sign-in is rare, and a client belongs to one thread.
SendHttp SenderFor(const Config& config) {
    return [tls = http::ClientTls{.ca_file = config.oidc_ca_file}](const http::ClientRequest& request) {
        return http::Client(tls).Send(request);
    };
}

Result<std::unique_ptr<OpenIdProvider>> MakeProvider(const Config& config, const Clock& clock) {
    if (config.oidc_issuer.empty()) return nullptr;
    Secret secret;
    if (!config.oidc_client_secret_file.empty()) {
        SUITE_ASSIGN(secret, crypto::ReadSecretFile(config.oidc_client_secret_file, "client secret"));
    }
    ProviderSettings settings{.issuer = config.oidc_issuer,
                              .client_id = config.oidc_client_id,
                              .client_secret = std::move(secret),
                              .scope = config.oidc_scope};
    if (!config.oidc_basispoort_claim.empty()) settings.claims.basispoort_id = config.oidc_basispoort_claim;
    if (!config.oidc_eck_claim.empty()) settings.claims.eck_id = config.oidc_eck_claim;
    if (!config.oidc_schools_claim.empty()) settings.claims.schools = config.oidc_schools_claim;
    return std::make_unique<OpenIdProvider>(std::move(settings), SenderFor(config), clock);
}

Result<crypto::RotatingKey> LoadTokenKey(const Config& config) {
    crypto::RotatingKey key;
    SUITE_ASSIGN(key.current, crypto::LoadKey(config.token_key_file, /*create=*/false));
    if (!config.token_key_other_file.empty()) {
        SUITE_ASSIGN(key.other, crypto::LoadKey(config.token_key_other_file, /*create=*/false));
    }
    return key;
}

/// Members in start order: destroyed in reverse.
class GatewayApp final : public service::App {
  public:
    GatewayApp(const Config& config, const rpc::Credentials& credentials, std::unique_ptr<sql::Database> database,
               const crypto::RotatingKey& token_key, metrics::Registry& metrics)
        : database_(std::move(database)),
          roster_(config.roster_sync, 1, credentials),
          licence_(config.licence, static_cast<std::size_t>(config.threads), credentials),
          pincode_(config.pincode, 1, credentials),
          results_(config.result_exchange, 1, credentials),
          signer_(token_key),
          clients_(*database_),
          use_writer_(clients_),
          authenticate_(clients_, secrets_, assertions_, use_writer_, clock_),
          token_endpoint_(authenticate_, signer_, clock_, config.public_url),
          client_gate_(clients_, std::chrono::milliseconds(config.client_check_milliseconds)),
          standings_reader_(client_gate_, std::chrono::milliseconds(config.client_check_milliseconds)),
          views_(*database_, metrics),
          timeline_(*database_, roster_, licence_, results_),
          address_store_(*database_),
          schools_(roster_),
          addresses_(address_store_, schools_, clock_, ids_),
          catalogue_(licence_),
          start_(schools_, catalogue_, address_store_,
                 {.basispoort = config.start_basispoort_url,
                  .pupil = config.start_pupil_url,
                  .home = config.start_home_url}),
          access_(addresses_, start_),
          session_store_(*database_),
          repeat_store_(*database_, token_key),
          repeats_(repeat_store_, clock_),
          people_(roster_),
          sessions_(session_store_, people_, tokens_, clock_, RulesOf(config)) {
        if (!config.redis.empty()) {
            redis_.emplace(redis::Options{.address = config.redis,
                                          .timeout = std::chrono::milliseconds(config.redis_milliseconds)});
            counters_.emplace(*redis_, metrics);
        }
        limiter_.emplace(clock_, counters_ ? &*counters_ : nullptr);
    }

    Status Start(const Config& config, const crypto::RotatingKey& token_key, metrics::Registry& metrics) {
        const auto colon = config.listen.rfind(':');
        const auto port =
            colon == std::string::npos ? std::nullopt : ParseInteger(std::string_view(config.listen).substr(colon + 1));
        if (!port || *port < 0 || *port > 65535) {
            return Fail(Code::kInvalidArgument, reason::kInvalidRequest, "--listen is host:port");
        }
        host_ = config.listen.substr(0, colon);
        SUITE_RETURN_IF_ERROR(client_gate_.Refresh(Deadline::In(kStartTime)));
        standings_reader_.Start();
        use_writer_.Start();
        SUITE_ASSIGN(provider_, MakeProvider(config, clock_));
        if (provider_) sign_in_.emplace(*provider_, sessions_, tokens_, clock_);
        routes_.emplace(
            sign_in_ ? &*sign_in_ : nullptr, provider_.get(), sessions_, LoginCookie(token_key),
            SessionCookie(token_key),
            SignInSettings{.public_url = config.public_url, .cookies = {.secure = !config.insecure_cookie}});
        start_routes_.emplace(start_, *routes_);
        SUITE_ASSIGN(auto proxies, ParseNetworks(config.trusted_proxies));
        admission_.emplace(*limiter_, config.RateLimits(), std::move(proxies), metrics, config.UploadsAtOnce());
        SUITE_ASSIGN(gateway_, Gateway::Make({{"suite.roster.v1", ServiceBehind(roster_)},
                                              {"suite.licence.v1", ServiceBehind(licence_)},
                                              {"suite.pincode.v1", ServiceBehind(pincode_)},
                                              {"suite.results.v1", ServiceBehind(results_)},
                                              {"suite.audit.v1", Audit()},
                                              {"suite.access.v1", Access()}},
                                             {.signer = signer_,
                                              .token_endpoint = token_endpoint_,
                                              .client_gate = client_gate_,
                                              .sign_in = *routes_,
                                              .start = *start_routes_,
                                              .admission = *admission_,
                                              .repeats = repeats_,
                                              .views = views_,
                                              .clock = clock_,
                                              .metrics = metrics}));
        settler_.emplace("limits", kSettleTime, [this, &metrics](const Worker::Pause&) -> Result<bool> {
            limiter_->Settle();
            metrics.Set("gateway_uncounted_requests", "Let through because too many callers had to be told apart", {},
                        static_cast<double>(limiter_->Uncounted()));
            return false;
        });
        settler_->Start();
        SUITE_ASSIGN(server_,
                     http::Server::Start({.address = host_,
                                          .port = static_cast<std::uint16_t>(*port),
                                          .threads = static_cast<int>(config.threads),
                                          .on_error =
                                              [this](const Error& error, const http::Request& known) {
                                                  return gateway_->AnswerRefused(error, known);
                                              }},
                                         [this](const http::Request& request) { return gateway_->Answer(request); }));
        return {};
    }

    std::string Address() const override { return host_ + ":" + std::to_string(server_->Port()); }
    /// The services behind are not asked: one that is dead costs its own routes only. Nor is the database more often
    /// than once a second, however often we are: it is the one whose trouble this tells.
    bool Ready() override {
        const std::lock_guard lock(ready_mutex_);
        if (ready_until_.Passed()) {
            ready_ = database_->Ping(Deadline::In(kPingTime));
            ready_until_ = Deadline::In(kPingTime);
        }
        return ready_;
    }
    void Stop(std::chrono::milliseconds budget) override {
        server_->Stop(budget);
        settler_->Stop();
        use_writer_.Stop();
        standings_reader_.Stop();
    }

  private:
    /// The packages that the gateway answers itself. This one has one method.
    Backend Audit() const {
        return [this](const std::string& /*method*/, const google::protobuf::Message& request,
                      google::protobuf::Message& response, const rpc::CallOptions& options) {
            return timeline_.List(static_cast<const audit::v1::ListAuditEntriesRequest&>(request),
                                  static_cast<audit::v1::ListAuditEntriesResponse&>(response), options);
        };
    }

    Backend Access() const {
        return [this](const std::string& method, const google::protobuf::Message& request,
                      google::protobuf::Message& response,
                      const rpc::CallOptions& options) { return access_.Answer(method, request, response, options); };
    }

    std::mutex ready_mutex_;
    Deadline ready_until_ = Deadline::In(std::chrono::seconds(0));  // guarded by ready_mutex_
    bool ready_ = true;                                             // guarded by ready_mutex_
    SystemClock clock_;
    crypto::RandomIds ids_;
    std::unique_ptr<sql::Database> database_;
    rpc::Channel roster_, licence_, pincode_, results_;
    crypto::TokenSigner signer_;
    SqlClients clients_;
    RandomSecrets secrets_;
    SignedAssertions assertions_;
    UseWriter use_writer_;
    AuthenticateClient authenticate_;
    TokenEndpoint token_endpoint_;
    ClientGate client_gate_;
    StandingsReader standings_reader_;
    AuditWriter views_;
    AuditTimeline timeline_;
    SqlKnownAddresses address_store_;
    RosterSchools schools_;
    KnownAddresses addresses_;
    LicenceCatalogue catalogue_;
    gateway::Start start_;
    AccessBackend access_;
    RandomTokens tokens_;
    SqlSessions session_store_;
    SqlRepeats repeat_store_;
    Repeats repeats_;
    RosterPeople people_;
    Sessions sessions_;
    std::optional<redis::Client> redis_;
    std::optional<RedisCounters> counters_;
    std::optional<RateLimiter> limiter_;
    std::unique_ptr<OpenIdProvider> provider_;
    std::optional<SignIn> sign_in_;
    std::optional<SignInRoutes> routes_;
    std::optional<StartRoutes> start_routes_;
    std::string host_;
    std::optional<Admission> admission_;
    std::unique_ptr<Gateway> gateway_;
    std::optional<Worker> settler_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace

Result<std::unique_ptr<service::App>> Compose(const Config& config, metrics::Registry& metrics) {
    SUITE_RETURN_IF_ERROR(config.Check());
    SUITE_ASSIGN(const auto credentials,
                 rpc::Credentials::Load(
                     {.ca = config.tls_ca_file, .certificate = config.tls_certificate_file, .key = config.tls_key_file},
                     {config.roster_sync, config.licence, config.pincode, config.result_exchange}));
    SUITE_ASSIGN(const auto key, LoadTokenKey(config));
    SUITE_ASSIGN(auto database, sql::Database::Open({.url = config.database, .schema = "gateway"}));
    SUITE_RETURN_IF_ERROR(database->Migrate(Migrations()));
    auto app = std::make_unique<GatewayApp>(config, credentials, std::move(database), key, metrics);
    SUITE_RETURN_IF_ERROR(app->Start(config, key, metrics));
    return app;
}

}  // namespace suite::gateway
