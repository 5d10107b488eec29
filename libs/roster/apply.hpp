// What a follower does with one message of the change feed (ROS-13), and the writer itself before it stores a batch.
#pragma once

#include <string>

#include "roster/roster.hpp"

namespace suite::roster {

/// Brings `state` to where `changes` lead. The lists come out sorted by id, so that equal rosters compare equal.
/// Applying the same changes again does nothing: the feed delivers at least once. The caller keeps the version.
void Apply(SchoolState& state, const SchoolChanges& changes);

/// What leads back: Apply(Apply(before, changes), Undo(before, changes)) is `before`. How history is kept (ROS-11): a
/// state as of a day is the present one with everything since undone, newest first. Joins and version are left out.
[[nodiscard]] SchoolChanges Undo(const SchoolState& before, const SchoolChanges& changes);

/// The pupil's own year group, else that of the base group, else empty (FACTS §2.4: the pupil's own wins).
[[nodiscard]] std::string EffectiveYearGroup(const SchoolState& state, const Pupil& pupil);

}  // namespace suite::roster
