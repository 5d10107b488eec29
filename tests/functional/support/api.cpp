#include "tests/functional/support/api.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "core/deadline.hpp"
#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "crypto/jwt.hpp"
#include "services/gateway/domain/client.hpp"

namespace suite::testing {
namespace {

constexpr std::chrono::milliseconds kPollTime{20};
constexpr std::chrono::seconds kRequestTime{60};

template <class AnyId>
AnyId ParseId(const std::string& text) {
    if (text.empty()) return {};
    const auto id = AnyId::Parse(text);
    if (!id) FAIL("not an id of ours: " << text);
    return *id;
}

}  // namespace

Actor HelpdeskActor(std::string client_id) {
    return {.role = Role::kHelpdesk, .school = {}, .person = {}, .client_id = std::move(client_id), .las = {}};
}

bool Eventually(const std::function<bool()>& condition, std::chrono::seconds limit) {
    const auto deadline = Deadline::In(limit);
    while (!condition()) {
        if (deadline.Passed()) return false;
        std::this_thread::sleep_for(kPollTime);
    }
    return true;
}

Answer Caller::Send(const std::string& method, const std::string& path, std::string body,
                    std::vector<std::pair<std::string, std::string>> headers) {
    if (!token_.empty()) headers.emplace_back("Authorization", "Bearer " + token_);
    const auto sent = client_.Send({.method = method,
                                    .url = gateway_ + "/api/v1" + path,
                                    .headers = std::move(headers),
                                    .body = std::move(body),
                                    .timeout = kRequestTime});
    if (!sent) FAIL(method << " " << path << " got no answer: " << sent.error().message);
    Answer answer{.status = sent->status, .body = sent->body, .json = nullptr, .headers = sent->headers};
    if (nlohmann::json::accept(answer.body)) answer.json = nlohmann::json::parse(answer.body);
    return answer;
}

Answer Caller::SendJson(const std::string& method, const std::string& path, const nlohmann::json& body) {
    if (body.is_null()) return Send(method, path);
    return Send(method, path, body.dump(), {{"Content-Type", "application/json"}});
}

Answer Caller::GetUntil(const std::string& path, const std::function<bool(const Answer&)>& enough) {
    Answer answer;
    const bool came = Eventually([&] {
        answer = Get(path);
        return enough(answer);
    });
    if (!came) FAIL("GET " << path << " still answers " << answer.status << " " << answer.body);
    return answer;
}

Caller& Api::Machine(const std::string& id) {
    if (const auto known = callers_.find(id); known != callers_.end()) return known->second;
    std::ifstream file(data_ / "dev-clients.json");
    const auto clients = nlohmann::json::parse(file).at("clients");
    for (const auto& client : clients) {
        if (client.at("id") != id) continue;
        const auto answer = Nobody().Send("POST", "/oauth/token",
                                          "grant_type=client_credentials&client_id=" + id +
                                              "&client_secret=" + client.at("secret").get<std::string>(),
                                          {{"Content-Type", "application/x-www-form-urlencoded"}});
        if (answer.status != 200) FAIL("no token for " << id << ": " << answer.body);
        return callers_.emplace(id, Caller(gateway_, answer.json.at("access_token"))).first->second;
    }
    FAIL("no development client " << id);
    return Nobody();  // not reached
}

Caller& Api::Coordinator(const std::string& school, const std::string& person) {
    return Staff(Role::kCoordinator, school, person);
}

Caller& Api::Teacher(const std::string& school, const std::string& person) {
    return Staff(Role::kTeacher, school, person);
}

Caller& Api::Helpdesk() {
    // An hour instead of ten minutes: what waits for a country or for kills takes longer.
    const std::string name = "helpdesk";
    if (const auto known = callers_.find(name); known != callers_.end()) return known->second;
    return callers_.emplace(name, As(HelpdeskActor())).first->second;
}

Caller& Api::Nobody() { return callers_.try_emplace("", Caller(gateway_, {})).first->second; }

Caller& Api::Staff(Role role, const std::string& school, const std::string& person) {
    const std::string name = std::to_string(static_cast<int>(role)) + "|" + school + "|" + person;
    if (const auto known = callers_.find(name); known != callers_.end()) return known->second;
    const Actor actor{.role = role,
                      .school = ParseId<SchoolId>(school),
                      .person = ParseId<PersonId>(person),
                      .client_id = {},
                      .las = {}};
    return callers_.emplace(name, As(actor)).first->second;
}

std::string Api::TokenFor(const Actor& actor, std::chrono::seconds lifetime) const {
    auto key = crypto::LoadKey(data_ / "secrets" / "token.key", /*create=*/false);
    if (!key) FAIL("no token key: " << key.error().message);
    const bool of_client = actor.role == Role::kMachine || actor.role == Role::kHelpdesk;
    const auto token =
        crypto::TokenSigner(*key).Sign(actor, SystemClock().Now(), lifetime, of_client ? gateway::kFirstVersion : 0);
    if (!token) FAIL("no token: " << token.error().message);
    return *token;
}

}  // namespace suite::testing
