// Which request a thread works for, for what is written down beside the work itself.
#pragma once

#include <string>

namespace suite::rpc {

/// While it lives, this thread works for that request. Guard makes one around each handler; a handler that gives work
/// to another thread makes one there.
class RequestScope {
  public:
    explicit RequestScope(std::string request_id);
    ~RequestScope();
    RequestScope(const RequestScope&) = delete;
    RequestScope& operator=(const RequestScope&) = delete;

  private:
    std::string before_;
};

/// X-Request-Id of the request this thread works for; empty for what the service does by itself. Tells nothing of who
/// asks or what they may do: that is an argument (rpc::Call), always.
[[nodiscard]] const std::string& CurrentRequestId();

}  // namespace suite::rpc
