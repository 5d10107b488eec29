// What follows from a change of the roster for licences, in the follower's transaction.
#pragma once

#include <span>

#include "roster/roster.hpp"
#include "sql/sql.hpp"

namespace suite::licence {

/// After the change was copied. May run again when the transaction is repeated.
[[nodiscard]] Status OnRosterChanges(sql::Session& session, const roster::SchoolChanges& changes, Instant now);
/// The same for different schools: those that never had a licence cost nothing.
[[nodiscard]] Status OnRosterChanges(sql::Session& session, std::span<const roster::SchoolChanges* const> all,
                                     Instant now);

}  // namespace suite::licence
