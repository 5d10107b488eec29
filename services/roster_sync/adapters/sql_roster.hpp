// A school's rows: read whole, written by change, published in the feed.
#pragma once

#include <optional>
#include <vector>

#include "services/roster_sync/app/ports.hpp"
#include "sql/sql.hpp"

namespace suite::roster_sync::sql_roster {

[[nodiscard]] Result<std::optional<VersionedSchool>> Load(sql::Session& session, SchoolId id);
/// Tables, history, joins, version and feed entry; the feed's sequence number.
[[nodiscard]] Result<std::int64_t> Write(sql::Session& session, const VersionedSchool& before,
                                         const roster::SchoolChanges& changes, Instant now);
/// The feed entry alone.
[[nodiscard]] Result<std::int64_t> Publish(sql::Session& session, const roster::SchoolChanges& changes, Instant now);

// Pieces that reading by the school's page shares with Load.
[[nodiscard]] roster::School ReadSchool(const sql::Row& row);

}  // namespace suite::roster_sync::sql_roster
