#include "services/pincode/compose.hpp"

#include "core/time.hpp"
#include "roster_copy/follower.hpp"
#include "rpc/channel.hpp"
#include "rpc/server.hpp"
#include "services/pincode/adapters/code_issuer.hpp"
#include "services/pincode/adapters/grpc_service.hpp"
#include "services/pincode/adapters/sealed_vault.hpp"
#include "services/pincode/adapters/sql_group_reader.hpp"
#include "services/pincode/migrations.hpp"

namespace suite::pincode {
namespace {

constexpr std::chrono::seconds kPingTime{1};
constexpr std::chrono::seconds kStartTime{10};

class PincodeApp final : public service::App {
  public:
    PincodeApp(std::unique_ptr<sql::Database> database, std::unique_ptr<SealedVault> vault, const std::string& roster,
               const rpc::Credentials& credentials, metrics::Registry& metrics)
        : database_(std::move(database)),
          vault_(std::move(vault)),
          roster_(roster, 1, credentials),
          follower_({.name = "pincode",
                     .names = roster_copy::Names::kKeep,
                     .after_all =
                         [this](sql::Session& session, std::span<const roster::SchoolChanges* const> changes) {
                             return issuer_.OnChanges(session, changes);
                         }},
                    roster_, *database_, metrics, {}),
          service_(list_, metrics) {}

    Status Start(const std::string& listen, const rpc::Credentials& credentials) {
        SUITE_ASSIGN(server_, rpc::Server::Start({.address = listen, .credentials = credentials}, {&service_}));
        follower_.Start();
        return {};
    }

    [[nodiscard]] std::string Address() const override { return server_->Address(); }
    [[nodiscard]] bool Ready() override { return database_->Ping(Deadline::In(kPingTime)); }
    void Stop(std::chrono::milliseconds budget) override {
        follower_.Stop();
        server_->Stop(budget);
    }

  private:
    std::unique_ptr<sql::Database> database_;
    std::unique_ptr<SealedVault> vault_;
    SystemClock clock_;
    SystemRandom random_;
    CodeIssuer issuer_{*vault_, random_};
    rpc::Channel roster_;
    roster_copy::Follower follower_;
    SqlGroupReader reader_{*database_};
    ListGroupPincodes list_{reader_, *vault_, clock_};
    GrpcService service_;
    std::unique_ptr<rpc::Server> server_;
};

}  // namespace

Result<std::unique_ptr<service::App>> Compose(const Config& config, metrics::Registry& metrics) {
    SUITE_ASSIGN(const auto credentials,
                 rpc::Credentials::Load(
                     {.ca = config.tls_ca_file, .certificate = config.tls_certificate_file, .key = config.tls_key_file},
                     {config.listen, config.roster}));
    SUITE_ASSIGN(const auto key, crypto::LoadKey(config.key_file, config.create_key));
    auto vault = std::make_unique<SealedVault>(key);
    SUITE_ASSIGN(auto database, sql::Database::Open({.url = config.database, .schema = "pincode"}));
    SUITE_RETURN_IF_ERROR(database->Migrate(Migrations()));
    // Whichever school's code comes first.
    SUITE_RETURN_IF_ERROR(database->Read(SchoolScope::All(), Deadline::In(kStartTime),
                                         [&](sql::Session& session) { return CheckKey(session, *vault); }));
    auto app = std::make_unique<PincodeApp>(std::move(database), std::move(vault), config.roster, credentials, metrics);
    SUITE_RETURN_IF_ERROR(app->Start(config.listen, credentials));
    return app;
}

}  // namespace suite::pincode
