// The calling side of gRPC.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/actor.hpp"
#include "core/deadline.hpp"
#include "core/error.hpp"

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

/// A connection to one service; connects by itself and again within a second of the service's return. Thread-safe.
class Channel {
  public:
    /// "unix:/path.sock", "host:port" or "dns:///name:port".
    explicit Channel(const std::string& address);
    ~Channel();

    /// One unary call, not repeated: a failed call is UNAVAILABLE at once, never a wait. `method` is
    /// "/package.Service/Method".
    [[nodiscard]] Status Call(const std::string& method, const google::protobuf::MessageLite& request,
                              google::protobuf::MessageLite& response, const CallOptions& options) const;
    /// For generated stubs (streams).
    [[nodiscard]] const std::shared_ptr<grpc::Channel>& Raw() const { return channel_; }

  private:
    std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace suite::rpc
