#include "rpc/callers.hpp"

#include <algorithm>

#include "log/log.hpp"

namespace suite::rpc {
namespace {

constexpr std::string_view kHealth = "grpc.health.v1.Health";
constexpr std::string_view kGateway = "gateway";

/// Whose certificate it is. Without one it is nobody's.
bool Shows(const grpc::AuthContext& caller, std::string_view name) {
    return std::ranges::any_of(caller.FindPropertyValues(GRPC_PEER_DNS_PROPERTY_NAME),
                               [&](const grpc::string_ref& dns) {
                                   const std::string_view shown(dns.data(), dns.size());
                                   return shown.substr(0, shown.find('.')) == name;
                               });
}

class Gate final : public grpc::AuthMetadataProcessor {
  public:
    explicit Gate(Callers callers) : callers_(std::move(callers)) {}

    [[nodiscard]] bool IsBlocking() const override { return false; }

    grpc::Status Process(const InputMetadata& metadata, grpc::AuthContext* caller, OutputMetadata* /*consumed*/,
                         OutputMetadata* /*response*/) override {
        const auto path = metadata.find(":path");
        if (path == metadata.end() || path->second.empty())
            return {grpc::StatusCode::PERMISSION_DENIED, "a call of nothing"};
        const std::string_view method = std::string_view(path->second.data(), path->second.size()).substr(1);
        const auto service = method.substr(0, method.find('/'));
        if (service == kHealth) return grpc::Status::OK;
        auto named = callers_.find(method);
        if (named == callers_.end()) named = callers_.find(service);
        const bool may =
            named == callers_.end()
                ? Shows(*caller, kGateway)
                : std::ranges::any_of(named->second, [&](const std::string& name) { return Shows(*caller, name); });
        if (may) return grpc::Status::OK;
        log::Warning("a certificate of ours called what is not for it", {{"rpc", method}});
        return {grpc::StatusCode::PERMISSION_DENIED, "this certificate may not call " + std::string(method)};
    }

  private:
    Callers callers_;
};

}  // namespace

bool MayBe(const grpc::AuthContext& caller, std::string_view name) {
    const auto transports = caller.FindPropertyValues(GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME);
    if (std::ranges::all_of(transports, [](const grpc::string_ref& type) { return type == "insecure"; })) return true;
    return Shows(caller, name);
}

std::shared_ptr<grpc::AuthMetadataProcessor> OnlyCallers(Callers callers) {
    return std::make_shared<Gate>(std::move(callers));
}

}  // namespace suite::rpc
