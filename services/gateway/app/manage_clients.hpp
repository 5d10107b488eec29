// What an operator does with clients (ACC-04). Each step is a transaction; gateways hear of it within seconds.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/gateway/app/client_ports.hpp"

namespace suite::gateway {

struct NewClient {
    std::string id;
    std::string title;
    std::vector<std::string> scopes;
    std::string las{};
    std::string key_set{};    // "" for none
    bool with_secret = true;  // without, it gets in by its keys only
};

/// A client after a change, with the secret that the change made: shown once, kept nowhere.
struct ChangedClient {
    Client client;
    std::string secret{};  // "" when none was made
    std::int64_t secret_number = 0;
};

/// NOT_FOUND when there is no such client; INVALID_ARGUMENT, FAILED_PRECONDITION and ALREADY_EXISTS in words for the
/// operator. Thread-safe.
class ManageClients {
  public:
    /// `known_scopes`: those that the route table asks for.
    ManageClients(ClientStore& store, const ClientSecrets& secrets, const Clock& clock,
                  std::span<const std::string_view> known_scopes)
        : store_(store), secrets_(secrets), clock_(clock), known_scopes_(known_scopes) {}

    [[nodiscard]] Result<ChangedClient> Add(const NewClient& wanted) const;
    [[nodiscard]] Result<std::vector<Client>> List() const;
    [[nodiscard]] Result<Client> Show(const std::string& id) const;
    /// A second secret beside the one in use.
    [[nodiscard]] Result<ChangedClient> Rotate(const std::string& id) const;
    [[nodiscard]] Result<Client> EndSecret(const std::string& id, std::int64_t number) const;
    /// `key_set` takes the place of what is registered; "" takes it away.
    [[nodiscard]] Result<Client> SetKeys(const std::string& id, const std::string& key_set) const;
    [[nodiscard]] Result<Client> ChangeScopes(const std::string& id, const ScopeChange& change) const;
    [[nodiscard]] Result<Client> Revoke(const std::string& id) const;
    [[nodiscard]] Result<Client> Restore(const std::string& id) const;

  private:
    ClientStore& store_;
    const ClientSecrets& secrets_;
    const Clock& clock_;
    std::span<const std::string_view> known_scopes_;
};

}  // namespace suite::gateway
