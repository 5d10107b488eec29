// What the automatic links need of a change of the roster (LIC-04, ROS-10), in the follower's transaction.
#pragma once

#include "roster/roster.hpp"
#include "sql/sql.hpp"

namespace suite::licence {

/// Before the change is copied: which group of which school year each pupil leaves for a new one, for what its pupils
/// used last year decides about a new group. Kept for two school years, and of pupils who left with the year too: they
/// tell what their year group used. Ids and year groups only.
[[nodiscard]] Status NoteLastYear(sql::Session& session, const roster::SchoolChanges& changes, Instant now);

/// After it was copied: has the school matched when groups came, changed or went, or many pupils moved. One query for a
/// school that has licences, and none for a change of a few pupils.
[[nodiscard]] Status AskForMatches(sql::Session& session, const roster::SchoolChanges& changes, Instant now);

}  // namespace suite::licence
