// The demonstration that `./run` shows: a made-up school from roster to results, brought in through REST as partners
// would.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace suite::demo {

struct Options {
    std::string gateway;                     // "http://127.0.0.1:8080"
    std::filesystem::path dev_clients_file;  // secrets of the partners (tools/demo/machines.hpp)
    std::filesystem::path token_key_file;    // signs the coordinator's token
    std::filesystem::path marker_file;       // {"schoolId", ...}; when it is there, there is nothing to do
    std::function<void(std::string_view)> progress{};
    std::function<bool()> stop_asked{};  // true breaks the load off (CANCELLED)
};

/// Roster of two schools as Basispoort, the catalogue and the orders as the order system, linked groups and a result
/// connection as the ICT coordinator, results as method software. Broken off half-way it can be run again: every step
/// is safe to repeat. Errors are those of Partner::Send; DEADLINE_EXCEEDED when a step is not through within a minute.
[[nodiscard]] Status Load(const Options& options);

}  // namespace suite::demo
