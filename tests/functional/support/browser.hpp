// A browser as far as signing in needs one: cookies, redirects, forms, and where a request comes from.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http_client/http_client.hpp"
#include "tests/functional/support/api.hpp"

namespace suite::testing {

struct Page {
    int status = 0;
    std::string url;  // where the redirects ended
    std::string body;
    std::map<std::string, std::string> headers;
    std::vector<std::string> cookies;  // Set-Cookie of all answers on the way
};

/// One person's browser. A request that gets no answer fails the test.
class Browser {
  public:
    explicit Browser(std::string gateway, http::ClientTls tls = {})
        : gateway_(std::move(gateway)), client_(std::move(tls)) {}

    /// Goes to the address (below the gateway, or whole) as a person who clicks a link; follows redirects. One that
    /// leads to the gateway's own pages is followed too: there is nothing at "/" yet.
    Page Visit(const std::string& url);
    Page Submit(const std::string& url, const std::string& form);
    /// Signs in with the stand-in (tools/signin) as one of its people, from the link to the page after it.
    Page SignInAs(const std::string& person, const std::string& return_to = {});

    /// What a page of the gateway asks of the API, below /api/v1: with its cookies, X-Sleutelbos and Origin.
    Answer Api(const std::string& method, const std::string& path, const nlohmann::json& body = nullptr);
    /// The same with just these headers besides the cookies. `path` from the root.
    Answer Raw(const std::string& method, const std::string& path, std::string body,
               std::vector<std::pair<std::string, std::string>> headers);

    [[nodiscard]] std::optional<std::string> SessionCookie(const std::string& name = "sleutelbos") const;
    /// Of the gateway.
    void SetCookie(const std::string& name, const std::string& value) { jar_[gateway_][name] = value; }
    [[nodiscard]] const std::string& Origin() const { return gateway_; }

  private:
    Page Follow(std::string method, std::string url, std::string body);
    http::ClientResponse Send(const std::string& method, const std::string& url, std::string body,
                              std::vector<std::pair<std::string, std::string>> headers);

    std::string gateway_;
    std::map<std::string, std::map<std::string, std::string>> jar_;  // by origin
    http::Client client_;
};

}  // namespace suite::testing
