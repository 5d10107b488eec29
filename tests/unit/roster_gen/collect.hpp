// What the tests of the generator share.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tools/roster_gen/roster_gen.hpp"

namespace suite::roster_gen {

inline std::vector<std::string> RosterLines(const Options& options) {
    std::vector<std::string> lines;
    Generator(options).Roster([&lines](std::string_view line) { lines.emplace_back(line); });
    return lines;
}

inline std::vector<nlohmann::json> Records(const std::vector<std::string>& lines) {
    std::vector<nlohmann::json> records;
    records.reserve(lines.size());
    for (const std::string& line : lines) records.push_back(nlohmann::json::parse(line));
    return records;
}

inline std::vector<nlohmann::json> Roster(const Options& options) { return Records(RosterLines(options)); }

}  // namespace suite::roster_gen
