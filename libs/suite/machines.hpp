// The machines of a development run: partners with a secret each.
#pragma once

#include <filesystem>

#include "core/error.hpp"

namespace suite::devsuite {

/// Makes `clients_file` for the gateway (hashed secrets) and `dev_clients_file` for whoever plays the partners
/// ({"clients": [{"id", "secret", "scopes", "las"?}]}, mode 0600): Basispoort, two LAS, method software and the order
/// system. Does nothing when both are there; makes both anew otherwise, since a secret cannot be had from its hash.
[[nodiscard]] Status MakeMachines(const std::filesystem::path& clients_file,
                                  const std::filesystem::path& dev_clients_file);

}  // namespace suite::devsuite
