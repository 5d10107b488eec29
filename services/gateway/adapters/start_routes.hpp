// Start addresses over HTTP: what the gateway answers itself, beside the API.
#pragma once

#include <string_view>

#include "core/ip_address.hpp"
#include "http/http.hpp"
#include "services/gateway/adapters/sign_in_routes.hpp"
#include "services/gateway/app/start.hpp"

namespace suite::gateway {

/// Thread-safe. What it is given outlives it.
class StartRoutes {
  public:
    StartRoutes(const Start& start, const SignInRoutes& sign_in) : start_(start), sign_in_(sign_in) {}

    [[nodiscard]] static bool IsStart(std::string_view path);
    /// A redirect. `address`: the client's, behind proxies. Fails as ReadStart and Start::Go do. What a bookmark
    /// carries besides, in its query, does not matter.
    [[nodiscard]] Result<http::Response> Answer(const http::Request& request, const IpAddress& address) const;

  private:
    /// Whether the browser has a session that counts, whatever school is chosen.
    [[nodiscard]] Result<bool> SignedIn(const http::Request& request, Deadline deadline) const;

    const Start& start_;
    const SignInRoutes& sign_in_;
};

}  // namespace suite::gateway
