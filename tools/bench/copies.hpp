// More schools in the licence service's database than anybody could push by REST in the time of a benchmark.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/error.hpp"

namespace suite::bench {

/// Puts `copies` - 1 more of every school into the SQLite database of a licence service that does not run: its persons,
/// groups, memberships, licences, links and version, straight by SQL. The n-th copy of a school has its id plus n (ids
/// are 63 random bits, so no two meet); ids within a school stay. INTERNAL with SQLite's words.
[[nodiscard]] Status CopySchools(const std::filesystem::path& licence_database, std::uint32_t copies);

}  // namespace suite::bench
