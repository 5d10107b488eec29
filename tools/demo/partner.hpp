// A partner of the suite, seen from the partner's side: REST with a bearer token.
#pragma once

#include <string>
#include <utility>

#include "core/error.hpp"
#include "http_client/http_client.hpp"

namespace suite::demo {

struct Body {
    std::string content;
    std::string type = "application/json";
    std::string encoding{};  // "gzip", or empty
};

/// What a client's id and secret bring at POST /oauth/token: a token of ten minutes. UNAUTHENTICATED when the gateway
/// does not take them; UNAVAILABLE and DEADLINE_EXCEEDED besides. `gateway`: "http://127.0.0.1:8080".
[[nodiscard]] Result<std::string> AskToken(const std::string& gateway, const std::string& id,
                                           const std::string& secret);

/// Calls the REST API of one gateway as one caller. Not thread-safe.
class Partner {
  public:
    /// `gateway`: "http://127.0.0.1:8080".
    Partner(std::string gateway, std::string token) : gateway_(std::move(gateway)), token_(std::move(token)) {}

    /// A partner with the token that a client's id and secret give.
    [[nodiscard]] static Result<Partner> LogIn(const std::string& gateway, const std::string& id,
                                               const std::string& secret);

    /// Body of a 2xx answer to `method` on `path` below /api/v1. A problem answer becomes an Error with the problem's
    /// own reason (its `code`), and with the request and the answer's status and text as message. UNAVAILABLE and
    /// DEADLINE_EXCEEDED besides.
    [[nodiscard]] Result<std::string> Get(const std::string& path) { return Send("GET", path, {}); }
    [[nodiscard]] Result<std::string> Send(const std::string& method, const std::string& path, const Body& body);

  private:
    std::string gateway_;
    std::string token_;
    http::Client client_;
};

}  // namespace suite::demo
