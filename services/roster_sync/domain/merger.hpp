// A school that merges into another takes its pupils along (ROS-11).
#pragma once

#include <unordered_set>

#include "roster/roster.hpp"

namespace suite::roster_sync {

/// What `into` gets from `from` (as it was just before the merger): every active pupil it does not have yet, by our id,
/// Basispoort id or ECK iD, with the same id and keys, and without a group: the new school forms its own. A LAS key
/// that `into` uses already stays behind. `elsewhere`: pupils who are registered at a third school by now, and left
/// out.
[[nodiscard]] roster::SchoolChanges PupilsToTake(const roster::SchoolState& from, const roster::SchoolState& into,
                                                 const std::unordered_set<PersonId>& elsewhere);

/// What `from` loses: those pupils who are in `into` now.
[[nodiscard]] roster::SchoolChanges PupilsTaken(const roster::SchoolState& from, const roster::SchoolState& into);

}  // namespace suite::roster_sync
