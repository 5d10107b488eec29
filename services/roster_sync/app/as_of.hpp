// Lists of a school as it was (ROS-11), made from its whole state: the same filters, order and paging as the lists of
// today.
#pragma once

#include "services/roster_sync/app/see_roster.hpp"

namespace suite::roster_sync {

/// invalid-cursor when the cursor names nobody of the list. `filter.of_teacher` is not looked at.
[[nodiscard]] Result<Page<GroupView>> GroupsOf(const roster::SchoolState& state, const GroupFilter& filter,
                                               const PageRequest& page);
[[nodiscard]] Result<Page<PupilView>> PupilsOf(const roster::SchoolState& state, const PersonFilter& filter,
                                               const PageRequest& page);
[[nodiscard]] Result<Page<StaffView>> StaffOf(const roster::SchoolState& state, StaffKind kind,
                                              const PersonFilter& filter, const PageRequest& page);

}  // namespace suite::roster_sync
