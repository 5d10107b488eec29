// For the tests and tools that make and drop whole databases; services use sql/sql.hpp.
#pragma once

#include <string>

#include "core/error.hpp"

namespace suite::sql {

/// Runs one statement on a PostgreSQL server outside a transaction, as CREATE DATABASE wants.
[[nodiscard]] Status RunOutsideTransaction(const std::string& postgres_url, const std::string& statement);

/// The URL of another database on the same server.
[[nodiscard]] Result<std::string> WithDatabase(const std::string& postgres_url, const std::string& database);

}  // namespace suite::sql
