// Rejections for a spreadsheet: what a coordinator or Basispoort's people work through (ROS-08).
#pragma once

#include <span>
#include <string>

#include "services/roster_sync/app/ports/imports.hpp"

namespace suite::roster_sync {

inline constexpr std::int64_t kMaxCsvRows = 50000;
/// How many to ask for, so that it shows when there are more.
inline constexpr std::int64_t kAskedForCsv = kMaxCsvRows + 1;

/// RFC 4180 with ';' and a byte order mark, because that is what a Dutch spreadsheet opens without asking. Cells that a
/// spreadsheet would take for a formula get an apostrophe in front. `names`: the reader is staff of the school. Of more
/// than kMaxCsvRows the first so many, and a last row that says that there are more.
[[nodiscard]] std::string RejectionsCsv(std::span<const ImportRejection> rejections, bool names);

}  // namespace suite::roster_sync
