// Clients in memory, for tests of what asks for them.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "core/reasons.hpp"
#include "services/gateway/app/client_ports.hpp"

namespace suite::gateway::test {

class FakeClients final : public ClientStore {
  public:
    std::map<std::string, Client> clients;
    std::set<std::pair<std::string, std::string>> assertions;
    std::atomic<bool> away{false};
    std::atomic<int> readings{0};

    Status Insert(const Client& client, Deadline) override {
        if (away) return Away();
        if (!clients.emplace(client.id, client).second) return Fail(Code::kAlreadyExists, reason::kConflict, "there");
        return {};
    }
    Result<std::optional<Client>> Find(const std::string& id, Deadline) override {
        if (away) return Away();
        const auto at = clients.find(id);
        return at == clients.end() ? std::optional<Client>{} : at->second;
    }
    Result<std::vector<Client>> List(Deadline) override { return std::vector<Client>{}; }
    Result<Client> Change(const std::string& id, const Changer& change, Deadline) override {
        const auto at = clients.find(id);
        if (at == clients.end()) return Fail(Code::kNotFound, reason::kNotFound, "none");
        SUITE_RETURN_IF_ERROR(change(at->second));
        return at->second;
    }
    Result<Standings> ReadStandings(Deadline) override {
        ++readings;
        if (away) return Away();
        Standings standings;
        for (const auto& [id, client] : clients) {
            standings.emplace(id, Standing{.version = client.version,
                                           .tokens_from = client.tokens_from,
                                           .revoked = client.revoked_at.has_value(),
                                           .scopes = client.scopes});
        }
        return standings;
    }
    Status RememberAssertion(const std::string& client_id, const std::string& jti, Instant, Instant,
                             Deadline) override {
        if (away) return Away();
        if (!assertions.emplace(client_id, jti).second) return Fail(Code::kAlreadyExists, reason::kConflict, "used");
        return {};
    }
    Status NoteUses(const std::vector<CredentialUse>&, Deadline) override { return {}; }

  private:
    static std::unexpected<Error> Away() { return Fail(Code::kUnavailable, reason::kUnavailable, "away"); }
};

class FakeNotes final : public UseNotes {
  public:
    std::vector<CredentialUse> notes;
    void Note(CredentialUse use) override { notes.push_back(std::move(use)); }
};

}  // namespace suite::gateway::test
