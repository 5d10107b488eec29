// Numbered migrations, applied once.
#pragma once

#include <span>
#include <string>

#include "core/time.hpp"
#include "sql/backend.hpp"

namespace suite::sql {

enum class MigrationProgress { kAppliedOne, kUpToDate };

/// INTERNAL unless numbered 1, 2, 3, ...
[[nodiscard]] Status CheckNumbering(std::span<const Migration> migrations);

/// One transaction's worth: takes the lock, checks what is there, applies the first that is missing. `schema` as in
/// DatabaseOptions. FAILED_PRECONDITION as Database::Migrate says.
[[nodiscard]] Result<MigrationProgress> ApplyNext(Backend& session, std::span<const Migration> migrations,
                                                  const std::string& schema, Instant now);

}  // namespace suite::sql
