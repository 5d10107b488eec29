// The licence service's tables.
#pragma once

#include <span>

#include "sql/sql.hpp"

namespace suite::licence {

[[nodiscard]] std::span<const sql::Migration> Migrations();

}  // namespace suite::licence
