#include "services/roster_sync/app/see_roster.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/reasons.hpp"
#include "services/roster_sync/app/as_of.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::int64_t kLargestGroup = 500;

constexpr std::string_view kWayIn = "way-in";  // the gateway's own: no client can have it
/// Scopes whose work begins with a school's id. The catalogue is the same for every school.
constexpr std::array kOfSchools{std::string_view("roster:push"),       std::string_view("orders:write"),
                                std::string_view("entitlements:read"), std::string_view("results:write"),
                                std::string_view("results:pull"),      kWayIn};

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
            if (std::ranges::none_of(kOfSchools, [&](std::string_view scope) { return actor.Has(scope); }))
                return Fail(Code::kPermissionDenied, reason::kForbidden, "no scope is about schools");
            // A partner looks up a school it knows; the list of all customers is not for partners.
            if (!filter.basispoort_id && filter.brin.empty()) {
                return Fail({.code = Code::kInvalidArgument,
                             .reason = std::string(reason::kInvalidRequest),
                             .message = "a parameter is missing",
                             .fields = {{"basispoortId", "is needed, or brin with location"}}});
            }
            break;
        case Role::kNone:
            return Fail(Code::kPermissionDenied, reason::kForbidden, "not allowed");
    }
    return reader_.Schools(filter, page, deadline);
}

Result<SchoolView> SeeRoster::Find(SchoolId id, Deadline deadline) const {
    SUITE_ASSIGN(auto found, reader_.Schools({.id = id}, {.limit = 1}, deadline));
    if (found.items.empty()) return NoSuchSchool();
    return std::move(found.items.front());
}

Result<SchoolView> SeeRoster::School(const Actor& actor, SchoolId id, Deadline deadline) const {
    // No more than this: what is in a school is not asked by way of this scope.
    if (actor.role == Role::kMachine && actor.Has(kWayIn)) return Find(id, deadline);
    return OwnSchool(actor, id, deadline);
}

Result<SchoolView> SeeRoster::OwnSchool(const Actor& actor, SchoolId id, Deadline deadline) const {
    return actor.MaySeeSchool(id) ? Find(id, deadline) : NoSuchSchool();
}

Result<Page<GroupView>> SeeRoster::Groups(const Actor& actor, SchoolId school, GroupFilter filter,
                                          const PageRequest& page, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(OwnSchool(actor, school, deadline));
    if (filter.as_of) {
        SUITE_ASSIGN(const auto state, AsOf(actor, school, *filter.as_of, deadline));
        return GroupsOf(state, filter, page);
    }
    filter.of_teacher = OwnGroupsOnly(actor);
    return reader_.Groups(school, filter, page, deadline);
}

Result<GroupDetailView> SeeRoster::Group(const Actor& actor, SchoolId school, GroupId group, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(OwnSchool(actor, school, deadline));
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
    SUITE_RETURN_IF_ERROR(OwnSchool(actor, school, deadline));
    if (filter.as_of) {
        SUITE_ASSIGN(const auto state, AsOf(actor, school, *filter.as_of, deadline));
        return PupilsOf(state, filter, page);
    }
    filter.of_teacher = OwnGroupsOnly(actor);
    return reader_.Pupils(school, filter, page, deadline);
}

Result<Page<StaffView>> SeeRoster::Staff(const Actor& actor, SchoolId school, StaffKind kind, PersonFilter filter,
                                         const PageRequest& page, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(OwnSchool(actor, school, deadline));
    if (filter.as_of) {
        SUITE_ASSIGN(const auto state, AsOf(actor, school, *filter.as_of, deadline));
        return StaffOf(state, kind, filter, page);
    }
    // Who the ICT coordinators are, every teacher may know: that is whom to ask.
    if (kind == StaffKind::kTeachers) filter.of_teacher = OwnGroupsOnly(actor);
    return reader_.Staff(school, kind, filter, page, deadline);
}

Result<roster::SchoolState> SeeRoster::AsOf(const Actor& actor, SchoolId school, Date day, Deadline deadline) const {
    if (actor.role == Role::kTeacher)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "the past is the coordinator's");
    if (day > DutchDay(clock_.Now())) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "a parameter is wrong",
                     .fields = {{"asOf", "must not be in the future"}}});
    }
    SUITE_ASSIGN(auto state, reader_.AsOf(school, EndOfDutchDay(day), deadline));
    // There was nothing then: an empty school is the honest answer.
    return state ? std::move(*state) : roster::SchoolState{.school = {.id = school}};
}

Result<std::vector<JoinView>> SeeRoster::Joins(const Actor& actor, SchoolId school, std::int64_t after,
                                               std::int64_t limit, Deadline deadline) const {
    if (actor.role == Role::kMachine) {
        if (!actor.Has("entitlements:read"))
            return Fail(Code::kPermissionDenied, reason::kForbidden, "needs scope entitlements:read");
        SUITE_ASSIGN(const auto found, reader_.Schools({.id = school}, {.limit = 1}, deadline));
        if (found.items.empty()) return NoSuchSchool();
        SUITE_ASSIGN(auto joins, reader_.Joins(school, after, std::nullopt, limit, deadline));
        for (auto& join : joins) join.pupil_name = join.group_name = {};
        return joins;
    }
    SUITE_RETURN_IF_ERROR(OwnSchool(actor, school, deadline));
    return reader_.Joins(school, after, OwnGroupsOnly(actor), limit, deadline);
}

}  // namespace suite::roster_sync
