// PostgreSQL's text forms: of arrays, which is how a whole column travels as one parameter, and of COPY.
#pragma once

#include <string>
#include <vector>

#include "sql/sql.hpp"

namespace suite::sql {

/// The literal of rows[from..to), one column: {1,NULL,"a \"b\""}. Every text is quoted, so that "" and "NULL" stay
/// text. Source: PostgreSQL 15 manual, 8.15.6.
[[nodiscard]] std::string ArrayLiteral(const std::vector<std::vector<Value>>& rows, std::size_t from, std::size_t to,
                                       std::size_t column);

/// rows[from..to) for COPY: tabs between columns, a line each, NULL as \N. Source: PostgreSQL 15 manual, COPY, "Text
/// Format".
[[nodiscard]] std::string CopyText(const std::vector<std::vector<Value>>& rows, std::size_t from, std::size_t to);

}  // namespace suite::sql
