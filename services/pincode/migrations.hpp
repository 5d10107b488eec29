#pragma once

#include <span>

#include "sql/sql.hpp"

namespace suite::pincode {

[[nodiscard]] std::span<const sql::Migration> Migrations();

}  // namespace suite::pincode
