// A service's own copy of the roster: tables in its own schema, written by its Follower only, read in its own queries.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "roster/roster.hpp"
#include "sql/sql.hpp"

namespace suite::roster_copy {

/// Text for a service's first migration.
///   copy_cursor(one, sequence)                 how far the feed is applied
///   copy_school(school_id, ..., version)       version of the school's last applied change
///   copy_group, copy_person (kind 'p' pupil, 's' staff), copy_member(school_id, person_id, group_id)
extern const std::string_view kSchema;
/// Text for a later migration: copy_school.consent, 0 once the school took its tick away (ROS-12).
extern const std::string_view kConsentSchema;
/// Texts for a later migration. SQLite: the rows of a school lie beside each other, in its primary key, so that a
/// night's change of one touches one page and not two. PostgreSQL: room on each page, so that a changed row stays on it
/// and no index is written.
extern const std::string_view kBySchoolSqlite;
extern const std::string_view kRoomPostgres;

/// Whether the copy keeps names: only pincode shows them (data minimisation, ROS-03).
enum class Names { kKeep, kDrop };

/// What a service does with a change, in its transaction; `changes` is whole, the copy is as it was, or as it has
/// become.
using OnChanges = std::function<Status(sql::Session&, const roster::SchoolChanges&)>;

/// The same for several schools' changes at once, where one statement can serve them all.
using OnManyChanges = std::function<Status(sql::Session&, std::span<const roster::SchoolChanges* const>)>;

/// Writes one change inside the follower's transaction. False when the copy already holds this version of the school or
/// a newer one (at-least-once delivery), and then nothing is written. OUT_OF_RANGE when a version between is missing:
/// only a snapshot mends that. `before` runs when the change is about to be written, while the copy still is as it was.
[[nodiscard]] Result<bool> ApplyChanges(sql::Session& session, const roster::SchoolChanges& changes, Names names,
                                        const OnChanges& before = {});
/// The same for changes of different schools, each table written once: on the night of a delta nearly every school
/// changes a little. Those that were written, in their order.
[[nodiscard]] Result<std::vector<const roster::SchoolChanges*>> ApplyManyChanges(
    sql::Session& session, std::span<const roster::SchoolChanges> changes, Names names, const OnChanges& before = {});

/// 0 before the first.
[[nodiscard]] Result<std::int64_t> ReadCursor(sql::Session& session);
[[nodiscard]] Status WriteCursor(sql::Session& session, std::int64_t sequence);

/// After a snapshot: schools that roster-sync does not have (any more).
[[nodiscard]] Result<std::vector<SchoolId>> SchoolsBut(sql::Session& session, const std::set<SchoolId>& known);
[[nodiscard]] Status RemoveSchool(sql::Session& session, SchoolId school);

}  // namespace suite::roster_copy
