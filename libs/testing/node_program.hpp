// Programs of Node that stand in for others, as processes of a test.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "process/process.hpp"

namespace suite::testing {

struct StartedProgram {
    process::Process process;
    std::string ready;  // what it wrote when it was: JSON with its addresses
};

/// Where a program in `folder` is to write when it listens.
[[nodiscard]] std::filesystem::path ReadyFileIn(const std::filesystem::path& folder);

/// Starts node with these arguments, one of which is ReadyFileIn(folder), and waits until that file is there. Output
/// goes to "log" in the folder. Fails the test, with the log, when it does not come.
[[nodiscard]] StartedProgram StartNode(const std::filesystem::path& folder, std::vector<std::string> arguments);

}  // namespace suite::testing
