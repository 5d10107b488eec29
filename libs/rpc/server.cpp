#include "rpc/server.hpp"

#include <grpcpp/health_check_service_interface.h>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "log/log.hpp"
#include "rpc/current_call.hpp"
#include "rpc/wire.hpp"

namespace suite::rpc {
namespace {

std::string Metadata(const grpc::ServerContext& context, const char* name) {
    const auto& all = context.client_metadata();
    const auto it = all.find(name);
    return it == all.end() ? std::string() : std::string(it->second.data(), it->second.size());
}

Deadline CallDeadline(const grpc::ServerContext& context) {
    const auto left = context.deadline() - std::chrono::system_clock::now();
    return Deadline::In(std::chrono::duration_cast<std::chrono::milliseconds>(
        std::min<std::chrono::system_clock::duration>(left, kMaxUnaryTime)));
}

/// What is our fault, or a dependency's: worth a line in the log. The rest is the caller's.
bool IsOurs(Code code) {
    return code == Code::kInternal || code == Code::kUnknown || code == Code::kDataLoss || code == Code::kUnavailable ||
           code == Code::kDeadlineExceeded;
}

std::shared_ptr<grpc::ServerCredentials> CredentialsOf(const ServerOptions& options) {
    const auto* pem = options.credentials.For(options.address);
    if (pem == nullptr) return grpc::InsecureServerCredentials();
    grpc::SslServerCredentialsOptions ssl(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
    ssl.pem_root_certs = pem->ca;
    ssl.pem_key_cert_pairs.push_back({.private_key = pem->key, .cert_chain = pem->certificate});
    auto credentials = grpc::SslServerCredentials(ssl);
    credentials->SetAuthMetadataProcessor(OnlyCallers(options.callers));
    return credentials;
}

}  // namespace

grpc::Status Guard::Run(grpc::ServerContext* context, std::string_view method,
                        const std::function<Status(const Call&)>& work) const {
    const auto start = std::chrono::steady_clock::now();
    Status status;
    const Call call{.actor = DecodeActor(Metadata(*context, kActorKey)),
                    .deadline = CallDeadline(*context),
                    .request_id = Metadata(*context, kRequestIdKey),
                    .context = *context};
    if (context->deadline() == std::chrono::system_clock::time_point::max()) {
        status = Fail(Code::kInvalidArgument, reason::kInvalidRequest, "a call needs a deadline");
    } else {
        const RequestScope scope(call.request_id);
        try {
            status = work(call);
        } catch (const std::exception& exception) {
            // what() may quote data: only its type is logged.
            log::Failure("handler threw", {{"method", method}, {"type", typeid(exception).name()}});
            status = Fail(Code::kInternal, reason::kInternal, "handler threw");
        }
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    const std::string code = status ? "OK" : std::to_string(static_cast<int>(status.error().code));
    metrics_.Observe("rpc_seconds", "Time in a gRPC handler", {{"method", std::string(method)}, {"code", code}},
                     seconds.count());
    if (status) return grpc::Status::OK;
    if (IsOurs(status.error().code)) {
        log::Warning("call failed", {{"method", method},
                                     {"code", static_cast<int>(status.error().code)},
                                     {"reason", status.error().reason},
                                     {"detail", status.error().message},
                                     {"requestId", call.request_id}});
    }
    return ToGrpc(status.error());
}

Result<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                              const std::vector<grpc::Service*>& services) {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort(options.address, CredentialsOf(options), &port);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // else a second server steals the traffic silently
    builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
    builder.SetMaxSendMessageSize(kMaxMessageBytes);
    grpc::ResourceQuota quota("server");
    quota.SetMaxThreads(options.max_threads);
    builder.SetResourceQuota(quota);
    for (auto* service : services) builder.RegisterService(service);
    std::unique_ptr<Server> server(new Server);
    server->server_ = builder.BuildAndStart();
    if (!server->server_ || port == 0) {
        return Fail(Code::kUnavailable, reason::kUnavailable, "cannot listen on " + options.address);
    }
    const auto colon = options.address.rfind(":0");
    const bool chosen =
        !options.address.starts_with("unix:") && colon != std::string::npos && colon + 2 == options.address.size();
    server->address_ = chosen ? options.address.substr(0, colon) + ":" + std::to_string(port) : options.address;
    return server;
}

void Server::Stop(std::chrono::milliseconds budget) {
    if (!server_) return;
    if (auto* health = server_->GetHealthCheckService()) health->Shutdown();
    server_->Shutdown(std::chrono::system_clock::now() + budget);
    server_->Wait();
    server_.reset();
}

}  // namespace suite::rpc
