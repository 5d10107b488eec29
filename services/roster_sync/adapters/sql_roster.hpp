// A school's rows: read whole, written by change, published in the feed.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "services/roster_sync/app/ports.hpp"
#include "sql/sql.hpp"

namespace suite::roster_sync::sql_roster {

[[nodiscard]] Result<std::optional<VersionedSchool>> Load(sql::Session& session, SchoolId id);
[[nodiscard]] Result<std::map<SchoolId, VersionedSchool>> Load(sql::Session& session, std::span<const SchoolId> ids);
[[nodiscard]] Result<std::map<SchoolId, VersionedSchool>> Load(sql::Session& session,
                                                               std::span<const PartOfSchool> parts);
[[nodiscard]] Result<std::map<SchoolId, std::vector<GroupId>>> WithPupils(sql::Session& session,
                                                                          std::span<const GroupOfSchool> groups);
/// Tables, history, joins and versions, of different schools.
[[nodiscard]] Status Write(sql::Session& session, std::span<const SchoolWrite> writes, Instant now);
/// The feed entries; their sequence numbers.
[[nodiscard]] Result<std::vector<std::int64_t>> Publish(sql::Session& session,
                                                        std::span<const roster::SchoolChanges* const> all, Instant now);

// Pieces that reading by the school's page shares with Load.
[[nodiscard]] roster::School ReadSchool(const sql::Row& row);

}  // namespace suite::roster_sync::sql_roster
