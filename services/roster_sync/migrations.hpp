// roster-sync's tables.
#pragma once

#include <span>

#include "sql/sql.hpp"

namespace suite::roster_sync {

[[nodiscard]] std::span<const sql::Migration> Migrations();

}  // namespace suite::roster_sync
