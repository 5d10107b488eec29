// The suite's REST surface as tests use it.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/actor.hpp"
#include "http_client/http_client.hpp"

namespace suite::testing {

struct Answer {
    int status = 0;
    std::string body;
    nlohmann::json json;  // null when the body is no JSON
    std::map<std::string, std::string> headers;
};

/// Whether `condition` came true within `limit`. For what happens by itself a moment later; never for a fixed wait.
[[nodiscard]] bool Eventually(const std::function<bool()>& condition,
                              std::chrono::seconds limit = std::chrono::seconds(30));

/// One caller with one token. A request that gets no answer at all fails the test.
class Caller {
  public:
    Caller(std::string gateway, std::string token) : gateway_(std::move(gateway)), token_(std::move(token)) {}

    /// `path` below /api/v1.
    Answer Get(const std::string& path) { return Send("GET", path); }
    Answer Delete(const std::string& path) { return Send("DELETE", path); }
    Answer Post(const std::string& path, const nlohmann::json& body) { return SendJson("POST", path, body); }
    Answer Put(const std::string& path, const nlohmann::json& body = nullptr) { return SendJson("PUT", path, body); }
    /// Any body; `headers` come besides Authorization.
    Answer Send(const std::string& method, const std::string& path, std::string body = {},
                std::vector<std::pair<std::string, std::string>> headers = {});
    /// GETs until `enough` is content with the answer; fails the test when it is not within 30 s.
    Answer GetUntil(const std::string& path, const std::function<bool(const Answer&)>& enough);

    [[nodiscard]] const std::string& Token() const { return token_; }

  private:
    /// null: no body.
    Answer SendJson(const std::string& method, const std::string& path, const nlohmann::json& body);

    std::string gateway_;
    std::string token_;
    http::Client client_;
};

/// The member of the helpdesk as whom tests come in: a client of every SuiteFixture.
inline constexpr const char* kHelpdeskMember = "helpdesk-1";
[[nodiscard]] Actor HelpdeskActor(std::string client_id = kHelpdeskMember);

/// Callers of one running suite. Callers stay valid as long as the Api.
class Api {
  public:
    /// `data`: the suite's data folder, whose secrets are used.
    Api(std::string gateway, std::filesystem::path data) : gateway_(std::move(gateway)), data_(std::move(data)) {}

    /// With the token that POST /oauth/token gives for a client of dev-clients.json, asked for once.
    Caller& Machine(const std::string& id);
    Caller& Coordinator(const std::string& school, const std::string& person = {});
    Caller& Teacher(const std::string& school, const std::string& person);
    Caller& Helpdesk();
    /// Without a token.
    Caller& Nobody();
    /// A token of the gateway's own making for anyone, of a client's first version where the role is a client's; with a
    /// negative lifetime one that has expired.
    [[nodiscard]] std::string TokenFor(const Actor& actor, std::chrono::seconds lifetime = std::chrono::hours(1)) const;
    [[nodiscard]] Caller With(std::string token) const { return {gateway_, std::move(token)}; }
    [[nodiscard]] Caller As(const Actor& actor) const { return With(TokenFor(actor)); }

    [[nodiscard]] const std::string& Url() const { return gateway_; }

  private:
    Caller& Staff(Role role, const std::string& school, const std::string& person);

    std::string gateway_;
    std::filesystem::path data_;
    std::map<std::string, Caller> callers_;
};

}  // namespace suite::testing
