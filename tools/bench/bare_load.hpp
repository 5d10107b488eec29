// The yardstick for loading: the same rows, put into SQLite with nothing around it.
#pragma once

#include <chrono>
#include <filesystem>

#include "core/error.hpp"

namespace suite::bench {

struct BareLoad {
    std::int64_t rows = 0;
    std::chrono::duration<double> time{};
};

/// Takes all rows of all SQLite databases (*.db) in `from` into memory, then puts each database's rows into a new file
/// in `scratch`: one transaction per database, one prepared insert per table, indexes after that, flushed to disk. Only
/// that second half is timed. Nobody may have the databases open. INTERNAL with SQLite's words.
[[nodiscard]] Result<BareLoad> LoadBare(const std::filesystem::path& from, const std::filesystem::path& scratch);

}  // namespace suite::bench
