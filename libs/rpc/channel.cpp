#include "rpc/channel.hpp"

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <atomic>
#include <cstdlib>

#include "rpc/server.hpp"
#include "rpc/wire.hpp"

namespace suite::rpc {
namespace {

/// An idle channel of gRPC 1.51 looks at its connection every 5 s only. A server that stops waits for that look (its
/// GOAWAY must be answered), so a drained service would take 5 s to go. Read by gRPC when it starts, hence before main.
const bool kLooksOften = ::setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "200", /*overwrite=*/0) == 0;

/// The same for all calls of a thread, and another for the next thread.
std::size_t ThreadNumber() {
    static std::atomic<std::size_t> next{0};
    thread_local const std::size_t number = next++;
    return number;
}

}  // namespace

Channel::Channel(const std::string& address, std::size_t connections, const Credentials& credentials) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // http_proxy in the environment would break even loopback
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
    // How long one attempt may take: on a busy machine a service needs more than 100 ms to say hello, and every call
    // was refused meanwhile. One that is not there refuses at once all the same.
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
    arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
    arguments.SetMaxSendMessageSize(kMaxMessageBytes);
    if (connections > 1) arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // else they would share one
    const auto* pem = credentials.For(address);
    const auto how =
        pem == nullptr
            ? grpc::InsecureChannelCredentials()
            : grpc::SslCredentials(
                  {.pem_root_certs = pem->ca, .pem_private_key = pem->key, .pem_cert_chain = pem->certificate});
    for (std::size_t i = 0; i < connections; ++i)
        channels_.push_back(grpc::CreateCustomChannel(address, how, arguments));
}

Channel::~Channel() = default;

Status Channel::Call(const std::string& method, const google::protobuf::MessageLite& request,
                     google::protobuf::MessageLite& response, const CallOptions& options) const {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + options.deadline.Remaining());
    context.AddMetadata(kActorKey, EncodeActor(options.actor));
    if (!options.request_id.empty()) context.AddMetadata(kRequestIdKey, options.request_id);
    const auto& channel = channels_[ThreadNumber() % channels_.size()];
    // What generated stubs do, without knowing the type: the gateway's route table names methods.
    const grpc::internal::RpcMethod rpc(method.c_str(), grpc::internal::RpcMethod::NORMAL_RPC, channel);
    const auto status = grpc::internal::BlockingUnaryCall<google::protobuf::MessageLite, google::protobuf::MessageLite>(
        channel.get(), rpc, &context, request, &response);
    if (status.ok()) return {};
    return std::unexpected(FromGrpc(status));
}

}  // namespace suite::rpc
