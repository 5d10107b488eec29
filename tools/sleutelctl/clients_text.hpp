// Clients as `sleutelctl clients` prints them.
#pragma once

#include <string>
#include <vector>

#include "services/gateway/app/manage_clients.hpp"

namespace suite::sleutelctl {

/// A line each, under a heading, in columns. Times are UTC to the minute.
[[nodiscard]] std::string TableOf(const std::vector<gateway::Client>& clients);
/// All of one client, some lines. No hash of a secret is in it.
[[nodiscard]] std::string TextOf(const gateway::Client& client);

/// {"clients": [...]}
[[nodiscard]] std::string JsonOf(const std::vector<gateway::Client>& clients);
/// The client; with a new secret also `secretNumber`, and `secret` when it is not "".
[[nodiscard]] std::string JsonOf(const gateway::ChangedClient& changed);

}  // namespace suite::sleutelctl
