#include "services/gateway/compose.hpp"

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "crypto/jwt.hpp"
#include "http/http.hpp"
#include "services/gateway/gateway.hpp"

namespace suite::gateway {
namespace {

/// Members in start order: destroyed in reverse.
class GatewayApp final : public service::App {
  public:
    GatewayApp(const Config& config, Secret token_key, Clients clients)
        : roster_(config.roster_sync),
          licence_(config.licence, static_cast<std::size_t>(config.threads)),
          pincode_(config.pincode),
          results_(config.result_exchange),
          signer_(std::move(token_key)),
          clients_(std::move(clients)),
          token_endpoint_(clients_, signer_, clock_) {}

    Status Start(const Config& config, metrics::Registry& metrics) {
        const auto colon = config.listen.rfind(':');
        const auto port =
            colon == std::string::npos ? std::nullopt : ParseInteger(std::string_view(config.listen).substr(colon + 1));
        if (!port || *port < 0 || *port > 65535) {
            return Fail(Code::kInvalidArgument, reason::kInvalidRequest, "--listen is host:port");
        }
        host_ = config.listen.substr(0, colon);
        SUITE_ASSIGN(gateway_, Gateway::Make({{"suite.roster.v1", &roster_},
                                              {"suite.licence.v1", &licence_},
                                              {"suite.pincode.v1", &pincode_},
                                              {"suite.results.v1", &results_}},
                                             signer_, token_endpoint_, clock_, metrics));
        SUITE_ASSIGN(server_,
                     http::Server::Start({.address = host_,
                                          .port = static_cast<std::uint16_t>(*port),
                                          .threads = static_cast<int>(config.threads),
                                          .on_error = &Gateway::AnswerRefused},
                                         [this](const http::Request& request) { return gateway_->Answer(request); }));
        return {};
    }

    std::string Address() const override { return host_ + ":" + std::to_string(server_->Port()); }
    /// The services behind are not asked: one that is dead costs its own routes only.
    bool Ready() override { return true; }
    void Stop(std::chrono::milliseconds budget) override { server_->Stop(budget); }

  private:
    SystemClock clock_;
    rpc::Channel roster_, licence_, pincode_, results_;
    crypto::TokenSigner signer_;
    Clients clients_;
    TokenEndpoint token_endpoint_;
    std::string host_;
    std::unique_ptr<Gateway> gateway_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace

Result<std::unique_ptr<service::App>> Compose(const Config& config, metrics::Registry& metrics) {
    SUITE_ASSIGN(auto key, crypto::LoadKey(config.token_key_file, /*create=*/false));
    SUITE_ASSIGN(auto clients, Clients::Load(config.clients_file));
    auto app = std::make_unique<GatewayApp>(config, std::move(key), std::move(clients));
    SUITE_RETURN_IF_ERROR(app->Start(config, metrics));
    return app;
}

}  // namespace suite::gateway
