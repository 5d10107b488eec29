// The gateway's own tables.
#pragma once

#include <span>

#include "sql/sql.hpp"

namespace suite::gateway {

[[nodiscard]] std::span<const sql::Migration> Migrations();

}  // namespace suite::gateway
