// What libpq answers, as rows and failures.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

#include "sql/error_map.hpp"
#include "sql/sql.hpp"

namespace suite::sql {

using NativeResult = std::unique_ptr<PGresult, decltype(&PQclear)>;

/// Empty when there is none.
[[nodiscard]] std::string Field(const PGresult* result, int field);
/// No text of it holds a value.
[[nodiscard]] Failure Explain(PGconn* connection, const PGresult* result);
[[nodiscard]] std::vector<Row> ReadRows(const PGresult* result);
/// Reads a pipeline to its end: the first failure, else the answer to what was sent last.
[[nodiscard]] NativeResult LastOfPipeline(PGconn* connection);

}  // namespace suite::sql
