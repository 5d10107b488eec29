// The result-exchange service's tables.
#pragma once

#include <span>

#include "sql/sql.hpp"

namespace suite::results {

[[nodiscard]] std::span<const sql::Migration> Migrations();

}  // namespace suite::results
