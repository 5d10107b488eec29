// The clients of a development run: partners and a member of the helpdesk, with a secret each.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace suite::demo {

struct Machine {
    std::string id;
    std::string title;
    std::vector<std::string> scopes;
    std::string las{};  // empty: not a LAS
};

/// The member of the helpdesk among Machines().
inline constexpr const char* kHelpdeskMember = "helpdesk-dev";

/// Basispoort, two LAS, method software, the order system and a member of the helpdesk.
[[nodiscard]] std::vector<Machine> Machines();

struct MachinePlaces {
    std::string database;        // of the gateway: "sqlite:/path", "postgresql://..."; brought up to date
    std::filesystem::path data;  // its dev-clients.json holds the secrets, for whoever plays the partners
    std::function<void(std::string_view)> progress{};  // told what a person should know
};

/// Sees to it that `machines` are clients of the gateway with the scopes given here (others that they have stay) and
/// that DATA/dev-clients.json ({"clients": [{"id", "secret", "scopes", "las"?}]}, mode 0600) has a secret of each that
/// counts. One that counts is left alone; else a new one is made, in place of the oldest where there are two already. A
/// machine that was revoked stays so. UNAVAILABLE and the like when the database or file cannot be written.
[[nodiscard]] Status AddMachines(const MachinePlaces& places, const std::vector<Machine>& machines);

/// The secret that a dev-clients.json has of that client. FAILED_PRECONDITION when there is no such file, or none of
/// it.
[[nodiscard]] Result<std::string> SecretOf(const std::filesystem::path& dev_clients_file, const std::string& id);

/// Machines(), for devsuite::Options::add_machines.
[[nodiscard]] Status AddDevMachines(const std::string& database, const std::filesystem::path& data);

}  // namespace suite::demo
