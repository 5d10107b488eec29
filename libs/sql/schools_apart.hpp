// Row-level security of PostgreSQL: work for one school cannot reach another's rows, even by a query that forgets its
// condition (docs/decisions/0030).
#pragma once

#include <string_view>

#include "core/error.hpp"

namespace suite::sql {

class Backend;

/// What work for one school runs as, in every database of the cluster. It cannot log in, owns nothing and may only do
/// what the texts below grant it. Work for all schools runs as the login, which owns the tables.
inline constexpr std::string_view kSchoolRole = "sleutelbos_school";

/// PostgreSQL text for a migration of its own: each table of the service's schema that has a column school_id and no
/// policy yet lets the role through to the rows of the school that the transaction names (suite.school), and to none
/// when it names none. A later migration that makes such a table is followed by one with this text again; a test walks
/// the tables. What has no school_id stays shut, unless a migration of the service grants it.
extern const std::string_view kSchoolsApart;

/// Before the text above: makes the role where the login is a superuser. FAILED_PRECONDITION when the login may not
/// take it on.
[[nodiscard]] Status RequireSchoolRole(Backend& session);

}  // namespace suite::sql
