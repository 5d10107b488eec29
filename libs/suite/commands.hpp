// How each process of a development run is started.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suite/data_dir.hpp"
#include "suite/socket_dir.hpp"
#include "suite/suite.hpp"

namespace suite::devsuite {

/// Those that start beside each other, after Redis and before the gateway.
inline constexpr std::array<std::string_view, 4> kServices{"roster-sync", "licence", "pincode", "result-exchange"};

/// Where everything is, as far as it is known when a process starts.
struct Places {
    const Options& options;
    const DataDir& data;
    const SocketDir& sockets;
    const std::map<std::string, std::string, std::less<>>& services;  // where each of the four takes gRPC
    const std::string& gateway_address;
    const std::optional<BasispoortStandIn>& basispoort;
    const std::string& sign_in_url;
};

/// The URL of a service's database.
[[nodiscard]] std::string DatabaseOf(const std::string& name, const Options& options, const DataDir& data);

/// Program and arguments.
[[nodiscard]] std::vector<std::string> CommandOf(const std::string& name, const Places& places);

}  // namespace suite::devsuite
