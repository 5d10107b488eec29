// Outgoing HTTP, on libcurl, which nobody else includes.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"

namespace suite::http {

/// More is broken off: an answer that large is no answer to anything this suite asks.
inline constexpr std::size_t kMaxResponseBytes = 256U << 20U;

struct ClientRequest {
    std::string method = "GET";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
    std::chrono::milliseconds timeout{10000};          // for all of it, from connecting to the last byte
    std::chrono::milliseconds connect_timeout{10000};  // for the connection, TLS included; at most `timeout`
    std::size_t max_response_bytes = kMaxResponseBytes;
};

struct ClientResponse {
    int status = 0;
    std::map<std::string, std::string> headers;  // names in lower case; of several the last
    std::string body;
    std::vector<std::string> cookies{};  // each Set-Cookie: the one header that cannot be joined
};

/// Files in PEM for https; an empty one: the system's CAs, no certificate of one's own. The other side's certificate
/// and host name are verified always, and TLS is 1.2 or newer.
struct ClientTls {
    std::string ca_file{};  // trusted instead of the system's CAs
    std::string certificate_file{};
    std::string key_file{};  // of that certificate; without password
};

/// One keep-alive connection per host. Not thread-safe: one per thread. Follows no redirects; http and https only;
/// never uses a proxy from the environment.
class Client {
  public:
    Client() : Client(ClientTls{}) {}
    explicit Client(ClientTls tls);
    ~Client();
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    /// An answer of any status, or UNAVAILABLE (no connection, broken off, refused by the other side's TLS),
    /// DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED (larger than asked for), FAILED_PRECONDITION (the files of ClientTls
    /// cannot be used, or the other side's certificate is not to be trusted), INVALID_ARGUMENT (no http(s) URL, line
    /// break in a header). A body without Content-Type header goes as application/x-www-form-urlencoded.
    [[nodiscard]] Result<ClientResponse> Send(const ClientRequest& request);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace suite::http
