// The calling side of gRPC.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor.hpp"
#include "core/deadline.hpp"
#include "core/error.hpp"
#include "rpc/credentials.hpp"

namespace google::protobuf {
class MessageLite;
}
namespace grpc {
class Channel;
}

namespace suite::rpc {

struct CallOptions {
    Deadline deadline;
    Actor actor{};
    std::string request_id{};
};

/// One or more connections to one service; connects by itself and again within a second of the service's return.
/// Thread-safe.
class Channel {
  public:
    /// Without `credentials` plain text: for addresses that IsPrivate.
    /// "unix:/path.sock", "host:port" or "dns:///name:port". With several connections a thread keeps to one of them:
    /// threads that share one wake each other up for each answer, which costs more than the answer.
    explicit Channel(const std::string& address, std::size_t connections = 1, const Credentials& credentials = {});
    ~Channel();

    /// One unary call, not repeated: a failed call is UNAVAILABLE at once, never a wait. `method` is
    /// "/package.Service/Method".
    [[nodiscard]] Status Call(const std::string& method, const google::protobuf::MessageLite& request,
                              google::protobuf::MessageLite& response, const CallOptions& options) const;
    /// For generated stubs (streams).
    [[nodiscard]] const std::shared_ptr<grpc::Channel>& Raw() const { return channels_.front(); }

  private:
    std::vector<std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace suite::rpc
