// How the service's own words stand in its tables.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/actor.hpp"
#include "services/result_exchange/domain/intake.hpp"
#include "sql/sql.hpp"

namespace suite::results {

[[nodiscard]] std::string_view ToColumn(ResultKind kind);
[[nodiscard]] std::string_view ToColumn(Role role);
/// kNone for an unknown word.
[[nodiscard]] Role RoleFromColumn(std::string_view text);
/// NULL for an empty text.
[[nodiscard]] sql::Value TextOrNull(const std::string& text);
/// Thirteen columns from `first` on, in the order of query::kStoredResultsIn. INTERNAL when one cannot be what we
/// wrote.
[[nodiscard]] Result<StoredResult> ReadStored(const sql::Row& row, std::size_t first);

}  // namespace suite::results
