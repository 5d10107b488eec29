// Row-level security put to the test: queries that forget their school.
#pragma once

#include <set>
#include <string>

#include "sql/sql.hpp"

namespace suite::testing {

/// Fails the test unless in this PostgreSQL database, with all migrations of a service and no school yet, every table
/// with a school_id is held to it (ACC-03): work for one school that reads, changes or deletes without a condition
/// reaches that school's rows only, and cannot write another's; work that names no school sees nothing and writes
/// nothing. So a new table is tried by itself. `shared` are the tables without a school_id that work for one school may
/// read; all others must be shut to it.
void CheckSchoolsApart(sql::Database& database, const std::set<std::string>& shared = {});

}  // namespace suite::testing
