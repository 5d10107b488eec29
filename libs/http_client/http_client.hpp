// Outgoing HTTP, on libcurl, which nobody else includes.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"

namespace suite::http {

struct ClientRequest {
    std::string method = "GET";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
    std::chrono::milliseconds timeout{10000};
};

struct ClientResponse {
    int status = 0;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
};

/// One keep-alive connection per host. Not thread-safe: one per thread. Follows no redirects; http and https only;
/// never uses a proxy from the environment.
class Client {
  public:
    Client();
    ~Client();
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    /// An answer of any status, or UNAVAILABLE (no connection, broken off, above 256 MiB), DEADLINE_EXCEEDED,
    /// INVALID_ARGUMENT (no http(s) URL, line break in a header). A body without Content-Type header goes as
    /// application/x-www-form-urlencoded.
    [[nodiscard]] Result<ClientResponse> Send(const ClientRequest& request);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace suite::http
