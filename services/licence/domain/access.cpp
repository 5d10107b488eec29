#include "services/licence/domain/access.hpp"

#include <algorithm>

#include "core/reasons.hpp"

namespace suite::licence {

std::unexpected<Error> NoSuchSchool() { return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school"); }
std::unexpected<Error> NoSuchLicence() { return Fail(Code::kNotFound, reason::kLicenceUnknown, "no such licence"); }
std::unexpected<Error> NoSuchGroup() { return Fail(Code::kNotFound, reason::kGroupUnknown, "no such group"); }
std::unexpected<Error> NoSuchPerson() { return Fail(Code::kNotFound, reason::kPersonUnknown, "no such person"); }

Status MaySeeLicences(const Actor& actor, SchoolId school) {
    if (!actor.MaySeeSchool(school)) return NoSuchSchool();
    if (actor.role == Role::kTeacher)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "licences are the coordinator's");
    return {};
}

Status MayLink(const Actor& actor, SchoolId school) {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    if (actor.role != Role::kCoordinator)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "only the coordinator links");
    return {};
}

Status MayCorrect(const Actor& actor) {
    if (actor.role != Role::kHelpdesk)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "only the helpdesk corrects");
    return {};
}

Status MayWriteOrders(const Actor& actor) {
    if (actor.role != Role::kMachine || !actor.Has("orders:write"))
        return Fail(Code::kPermissionDenied, reason::kForbidden, "needs scope orders:write");
    return {};
}

Status MayWriteCatalogue(const Actor& actor) {
    if (actor.role != Role::kMachine || !actor.Has("catalogue:write"))
        return Fail(Code::kPermissionDenied, reason::kForbidden, "needs scope catalogue:write");
    return {};
}

Status MaySeeCatalogue(const Actor& actor) {
    if (actor.role == Role::kCoordinator || actor.role == Role::kHelpdesk) return {};
    if (actor.role == Role::kMachine && actor.Has("way-in")) return {};  // the gateway's own: no client can have it
    return MayWriteCatalogue(actor);
}

Status MaySeePerson(const Actor& actor, SchoolId school, const PersonSeen& person,
                    const std::vector<GroupId>& own_groups) {
    if (!actor.MaySeeSchool(school)) return NoSuchSchool();
    if (actor.role != Role::kTeacher) return {};
    if (person.id && person.id == actor.person) return {};
    const bool own_pupil = !person.staff && std::ranges::any_of(person.groups, [&](GroupId group) {
        return std::ranges::find(own_groups, group) != own_groups.end();
    });
    return own_pupil ? Status{} : NoSuchPerson();
}

}  // namespace suite::licence
