// Most deltas speak of two or three pupils of a school of hundreds; reading the school whole would be most of the work
// of the night.
#pragma once

#include <vector>

#include "services/roster_sync/domain/diff.hpp"

namespace suite::roster_sync {

/// True when Diff comes to the same for these records whether or not `current` has pupils whom none of them names by a
/// key (PupilKeysOf) and, when there are no records of staff, staff: a delta that leaves the groups alone, since those
/// touch whoever is in them, and is too small for the guard, which needs to know how many there are.
[[nodiscard]] bool MayJudgeInPart(BatchKind kind, const IncomingRoster& records, const GuardThresholds& guard = {});

/// The stable keys of the pupils that are named.
[[nodiscard]] std::vector<roster::PersonKeys> PupilKeysOf(const IncomingRoster& records);

}  // namespace suite::roster_sync
