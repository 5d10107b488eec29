// The four services' databases, seen past the services: the yardstick for loading, and who wrote what.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/error.hpp"

namespace suite::bench {

struct BareLoad {
    std::int64_t rows = 0;
    std::chrono::duration<double> time{};
};

/// Of one table, to be compared with an earlier or later one.
struct TableMark {
    std::int64_t rows = 0;
    std::int64_t writes = 0;  // PostgreSQL: rows inserted, changed and deleted so far. SQLite: a hash of the contents
};
struct DatabaseMark {
    std::int64_t version = 0;  // SQLite: data_version, other after every commit by somebody else. PostgreSQL: 0
    std::map<std::string, TableMark> tables;
};
using Marks = std::map<std::string, DatabaseMark>;  // by service

/// What lies between two marks, for a reader: "batch +1 row, school changed", or "nothing".
[[nodiscard]] std::string Difference(const DatabaseMark& before, const DatabaseMark& after);

/// Beside running services, which must be idle for LoadBare and Mark. Not thread-safe. All fail with INTERNAL and the
/// database's own words.
class Databases {
  public:
    virtual ~Databases() = default;

    [[nodiscard]] virtual std::string Name() const = 0;  // "SQLite 3.40.1"
    /// Of roster-sync's change feed.
    [[nodiscard]] virtual Result<std::int64_t> NewestSequence() = 0;
    /// Takes all rows of all four databases out, then puts them into empty databases with the same tables and indexes,
    /// flushed to disk. Only that second half is timed.
    [[nodiscard]] virtual Result<BareLoad> LoadBare() = 0;
    [[nodiscard]] virtual Result<Marks> Mark() = 0;
};

/// The files NAME.db in `folder`. Bare: prepared inserts, one transaction per file, in `scratch`, which is emptied.
[[nodiscard]] std::unique_ptr<Databases> SqliteDatabases(std::filesystem::path folder, std::filesystem::path scratch);
/// One schema per service. Bare: COPY, one transaction per service, into schemas beside them, dropped afterwards; what
/// is copied lies in `scratch` meanwhile. INTERNAL when the server cannot be reached.
[[nodiscard]] Result<std::unique_ptr<Databases>> PostgresDatabases(const std::string& url,
                                                                   std::filesystem::path scratch);

}  // namespace suite::bench
