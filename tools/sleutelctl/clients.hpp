// `sleutelctl clients`: the machines and the members of the helpdesk who may ask the gateway for a token (ACC-04).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "services/gateway/domain/client.hpp"

namespace suite::sleutelctl {

enum class ClientsAction { kAdd, kList, kShow, kRotate, kEndSecret, kKeys, kScopes, kRevoke, kRestore };

struct ClientsOptions {
    std::string database;  // of the gateway: "sqlite:/path", "postgresql://..." (a secret)
    bool json = false;
    std::string id{};
    std::string name{};
    std::vector<std::string> scopes{};
    std::string las{};
    std::filesystem::path keys_file{};  // JWK set; empty: none
    bool no_keys = false;
    std::filesystem::path secret_file{};  // where a new secret goes; empty: into the answer
    std::int64_t secret_number = 0;
    gateway::ScopeChange change{};
};

/// What to print on standard output: for people, or one JSON value. Errors are in words for the operator. A SQLite file
/// that is not there is refused, because a typing error would make an empty one. With `secret_file` the file is made
/// (mode 0600, never replaced) before the secret is, and is gone when that fails.
[[nodiscard]] Result<std::string> RunClients(ClientsAction action, const ClientsOptions& options);

}  // namespace suite::sleutelctl
