// What each database's own error codes mean to us; the only place that knows them.
#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"

namespace suite::sql {

/// Thrown inside libs/sql only. `error` holds no bound value.
struct Failure {
    Error error;
    bool retriable = false;  // the whole transaction may succeed when run again
    bool lost = false;       // the session is gone and must be opened anew
};

/// What a database tells about an error besides its code.
struct Detail {
    std::string constraint{};  // name (PostgreSQL) or columns (SQLite) of the violated constraint
    std::string syntax{};      // text on the statement itself, known before any value was bound
};

/// By SQLSTATE (PostgreSQL 15 manual, appendix A).
[[nodiscard]] Failure FromSqlState(std::string_view state, Detail detail);
/// By extended result code (sqlite.org/rescode.html).
[[nodiscard]] Failure FromSqlite(int extended_code, Detail detail);

/// The server cannot be reached, or went away.
[[nodiscard]] Failure ConnectionLost(std::string message);
/// Our own mistake.
[[nodiscard]] Failure Bug(std::string message);

}  // namespace suite::sql
