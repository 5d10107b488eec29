#include "services/roster_sync/app/see_roster.hpp"

#include "core/reasons.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::int64_t kLargestGroup = 500;

std::unexpected<Error> NoSuchSchool() { return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school"); }
std::unexpected<Error> NoSuchGroup() { return Fail(Code::kNotFound, reason::kGroupUnknown, "no such group"); }

}  // namespace

/// A teacher is held to own groups; a teacher's token without a person has none.
std::optional<OwnGroups> SeeRoster::OwnGroupsOnly(const Actor& actor) const {
    if (actor.role != Role::kTeacher) return std::nullopt;
    return OwnGroups{.teacher = actor.person, .today = DutchDay(clock_.Now())};
}

Result<Page<SchoolView>> SeeRoster::Schools(const Actor& actor, SchoolFilter filter, const PageRequest& page,
                                            Deadline deadline) const {
    switch (actor.role) {
        case Role::kCoordinator:
        case Role::kTeacher:
            filter.id = actor.school;
            break;
        case Role::kHelpdesk:
            break;
        case Role::kMachine:
            // A partner looks up a school it knows; the list of all customers is not for partners.
            if (!filter.basispoort_id && filter.brin.empty()) {
                return Fail({.code = Code::kInvalidArgument,
                             .reason = std::string(reason::kInvalidRequest),
                             .message = "a parameter is missing",
                             .fields = {{"basispoortId", "give basispoortId, or brin with location"}}});
            }
            break;
        case Role::kNone:
            return Fail(Code::kPermissionDenied, reason::kForbidden, "not allowed");
    }
    return reader_.Schools(filter, page, deadline);
}

Result<SchoolView> SeeRoster::School(const Actor& actor, SchoolId id, Deadline deadline) const {
    if (!actor.MaySeeSchool(id)) return NoSuchSchool();
    SUITE_ASSIGN(auto found, reader_.Schools({.id = id}, {.limit = 1}, deadline));
    if (found.items.empty()) return NoSuchSchool();
    return std::move(found.items.front());
}

Result<Page<GroupView>> SeeRoster::Groups(const Actor& actor, SchoolId school, GroupFilter filter,
                                          const PageRequest& page, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(School(actor, school, deadline));
    filter.of_teacher = OwnGroupsOnly(actor);
    return reader_.Groups(school, filter, page, deadline);
}

Result<GroupDetailView> SeeRoster::Group(const Actor& actor, SchoolId school, GroupId group, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(School(actor, school, deadline));
    SUITE_ASSIGN(auto groups,
                 reader_.Groups(school, {.id = group, .of_teacher = OwnGroupsOnly(actor)}, {.limit = 1}, deadline));
    if (groups.items.empty()) return NoSuchGroup();
    GroupDetailView detail{.group = std::move(groups.items.front())};
    const PersonFilter in_group{.group = group};
    SUITE_ASSIGN(auto teachers,
                 reader_.Staff(school, StaffKind::kTeachers, in_group, {.limit = kLargestGroup}, deadline));
    SUITE_ASSIGN(auto pupils, reader_.Pupils(school, in_group, {.limit = kLargestGroup}, deadline));
    detail.teachers = std::move(teachers.items);
    detail.pupils = std::move(pupils.items);
    return detail;
}

Result<Page<PupilView>> SeeRoster::Pupils(const Actor& actor, SchoolId school, PersonFilter filter,
                                          const PageRequest& page, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(School(actor, school, deadline));
    filter.of_teacher = OwnGroupsOnly(actor);
    return reader_.Pupils(school, filter, page, deadline);
}

Result<Page<StaffView>> SeeRoster::Staff(const Actor& actor, SchoolId school, StaffKind kind, PersonFilter filter,
                                         const PageRequest& page, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(School(actor, school, deadline));
    // Who the ICT coordinators are, every teacher may know: that is whom to ask.
    if (kind == StaffKind::kTeachers) filter.of_teacher = OwnGroupsOnly(actor);
    return reader_.Staff(school, kind, filter, page, deadline);
}

}  // namespace suite::roster_sync
