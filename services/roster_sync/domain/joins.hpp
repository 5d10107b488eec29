// A pupil who joins a group while its school year runs: the teacher must start the running lesson week for that child
// (ROS-15; seed 0 §3.5).
#pragma once

#include <vector>

#include "core/time.hpp"
#include "roster/roster.hpp"

namespace suite::roster_sync {

/// The pupils whom `changes` bring into a group that was there `before` with pupils in it. None in August, when groups
/// are being formed and no lesson week runs yet (the last of the three regions starts around 1 September), and none for
/// groups of another school year. `with_pupils`: groups that have pupils who may be missing in `before`. Sorted.
[[nodiscard]] std::vector<roster::GroupJoin> MidYearJoins(const roster::SchoolState& before,
                                                          const roster::SchoolChanges& changes, Date today,
                                                          const std::vector<GroupId>& with_pupils = {});

}  // namespace suite::roster_sync
