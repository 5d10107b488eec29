// Who may see pincodes (PIN-02): the one place that decides.
#pragma once

#include <optional>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/time.hpp"

namespace suite::pincode {

/// Of a staff member who is a member of the group.
struct GroupTeacher {
    bool active = true;
    std::optional<Date> end_date{};  // last day with access
};

/// What the copy of the roster says about one question.
struct GroupFacts {
    bool school_known = false;
    bool group_known = false;
    std::optional<GroupTeacher> asker{};  // the actor's person as staff of the group
};

/// What can be told from the actor alone, so that nothing is read for strangers. PERMISSION_DENIED for everyone but
/// staff (a helpdesk needs no child's code); NOT_FOUND for another school, exactly as for one that does not exist.
[[nodiscard]] Status MayAskForCodes(const Actor& actor, SchoolId school);

/// After MayAskForCodes: the coordinator sees every group of the school, a teacher the groups that he teaches today.
/// NOT_FOUND otherwise, with the same error for a group that does not exist.
[[nodiscard]] Status MaySeeCodes(const Actor& actor, const GroupFacts& facts, Date today);

}  // namespace suite::pincode
