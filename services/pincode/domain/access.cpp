#include "services/pincode/domain/access.hpp"

#include "core/reasons.hpp"

namespace suite::pincode {
namespace {

std::unexpected<Error> SchoolUnknown() { return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school"); }
std::unexpected<Error> GroupUnknown() { return Fail(Code::kNotFound, reason::kGroupUnknown, "no such group"); }

bool Teaches(const std::optional<GroupTeacher>& asker, Date today) {
    return asker && asker->active && (!asker->end_date || *asker->end_date >= today);
}

}  // namespace

Status MayAskForCodes(const Actor& actor, SchoolId school) {
    if (actor.role != Role::kCoordinator && actor.role != Role::kTeacher) {
        return Fail(Code::kPermissionDenied, reason::kForbidden, "pincodes are for the school's own staff");
    }
    if (!actor.MaySeeSchool(school)) return SchoolUnknown();
    return {};
}

Status MaySeeCodes(const Actor& actor, const GroupFacts& facts, Date today) {
    if (!facts.school_known) return SchoolUnknown();
    if (!facts.group_known) return GroupUnknown();
    if (actor.role != Role::kCoordinator && !Teaches(facts.asker, today)) return GroupUnknown();
    return {};
}

}  // namespace suite::pincode
