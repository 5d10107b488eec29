#include "roster_copy/feed_map.hpp"

#include <suite/roster/v1/roster_feed.pb.h>

namespace suite::roster_copy {
namespace {

namespace wire = roster::v1;

void Put(const roster::School& school, wire::FeedSchool& out) {
    if (school.basispoort_id) out.set_basispoort_id(*school.basispoort_id);
    out.set_name(school.name);
    out.set_brin(school.brin);
    out.set_location(school.location);
    out.set_school_key(school.school_key);
    out.set_institution_number(school.institution_number);
    out.set_active(school.active);
    if (school.merged_into_basispoort_id) out.set_merged_into_basispoort_id(*school.merged_into_basispoort_id);
    out.set_street(school.street);
    out.set_house_number(school.house_number);
    out.set_postal_code(school.postal_code);
    out.set_city(school.city);
    out.set_board_code(school.board_code);
    out.set_consent_withdrawn(!school.consent);
}

void Put(PersonId id, const roster::PersonKeys& keys, const roster::PersonName& name, bool active,
         wire::FeedPerson& out) {
    out.set_id(id.value);
    if (keys.basispoort_id) out.set_basispoort_id(*keys.basispoort_id);
    out.set_eck_id(keys.eck_id);
    out.set_las_key(keys.las_key);
    out.set_given_name(name.given);
    out.set_prefix(name.prefix);
    out.set_family_name(name.family);
    out.set_active(active);
}

roster::School Get(const wire::FeedSchool& in, SchoolId id) {
    roster::School school{.id = id};
    if (in.has_basispoort_id()) school.basispoort_id = in.basispoort_id();
    school.name = in.name();
    school.brin = in.brin();
    school.location = in.location();
    school.school_key = in.school_key();
    school.institution_number = in.institution_number();
    school.active = in.active();
    if (in.has_merged_into_basispoort_id()) school.merged_into_basispoort_id = in.merged_into_basispoort_id();
    school.street = in.street();
    school.house_number = in.house_number();
    school.postal_code = in.postal_code();
    school.city = in.city();
    school.board_code = in.board_code();
    school.consent = !in.consent_withdrawn();
    return school;
}

template <class Person>
void Get(const wire::FeedPerson& in, Person& person) {
    person.id = PersonId{in.id()};
    if (in.has_basispoort_id()) person.keys.basispoort_id = in.basispoort_id();
    person.keys.eck_id = in.eck_id();
    person.keys.las_key = in.las_key();
    person.name = {.given = in.given_name(), .prefix = in.prefix(), .family = in.family_name()};
    person.active = in.active();
}

}  // namespace

wire::SchoolChanges ToProto(const roster::SchoolChanges& changes) {
    wire::SchoolChanges out;
    out.set_school_id(changes.school_id.value);
    out.set_version(changes.version);
    out.set_complete(changes.complete);
    if (changes.school) Put(*changes.school, *out.mutable_school());
    for (const auto& group : changes.groups) {
        auto& to = *out.add_groups();
        to.set_id(group.id.value);
        to.set_school_year(group.school_year.first_year);
        to.set_las_key(group.las_key);
        to.set_name(group.name);
        to.set_composed(group.kind == roster::GroupKind::kComposed);
        to.set_year_group(group.year_group);
    }
    for (const auto& pupil : changes.pupils) {
        auto& to = *out.add_pupils();
        Put(pupil.id, pupil.keys, pupil.name, pupil.active, *to.mutable_person());
        to.set_year_group(pupil.year_group);
        to.set_base_group(pupil.base_group.value_or(GroupId{}).value);
        for (const auto group : pupil.composed_groups) to.add_composed_groups(group.value);
    }
    for (const auto& member : changes.staff) {
        auto& to = *out.add_staff();
        Put(member.id, member.keys, member.name, member.active, *to.mutable_person());
        to.set_email(member.email);
        if (member.end_date) to.set_end_date(member.end_date->ToString());
        for (const auto role : member.roles) to.add_roles(static_cast<std::int32_t>(role));
        for (const auto group : member.groups) to.add_groups(group.value);
    }
    for (const auto id : changes.removed_groups) out.add_removed_groups(id.value);
    for (const auto id : changes.removed_pupils) out.add_removed_pupils(id.value);
    for (const auto id : changes.removed_staff) out.add_removed_staff(id.value);
    for (const auto& join : changes.joins) {
        auto& to = *out.add_joins();
        to.set_pupil_id(join.pupil.value);
        to.set_group_id(join.group.value);
    }
    return out;
}

roster::SchoolChanges FromProto(const wire::SchoolChanges& in) {
    roster::SchoolChanges changes;
    changes.school_id = SchoolId{in.school_id()};
    changes.version = in.version();
    changes.complete = in.complete();
    if (in.has_school()) changes.school = Get(in.school(), changes.school_id);
    for (const auto& group : in.groups()) {
        changes.groups.push_back({.id = GroupId{group.id()},
                                  .school_year = SchoolYear{group.school_year()},
                                  .las_key = group.las_key(),
                                  .name = group.name(),
                                  .kind = group.composed() ? roster::GroupKind::kComposed : roster::GroupKind::kBase,
                                  .year_group = group.year_group()});
    }
    for (const auto& from : in.pupils()) {
        roster::Pupil pupil;
        Get(from.person(), pupil);
        pupil.year_group = from.year_group();
        if (from.base_group() != 0) pupil.base_group = GroupId{from.base_group()};
        for (const auto id : from.composed_groups()) pupil.composed_groups.push_back(GroupId{id});
        changes.pupils.push_back(std::move(pupil));
    }
    for (const auto& from : in.staff()) {
        roster::StaffMember member;
        Get(from.person(), member);
        member.email = from.email();
        member.end_date = Date::Parse(from.end_date());
        for (const auto role : from.roles()) member.roles.push_back(static_cast<roster::StaffRole>(role));
        for (const auto id : from.groups()) member.groups.push_back(GroupId{id});
        changes.staff.push_back(std::move(member));
    }
    for (const auto id : in.removed_groups()) changes.removed_groups.push_back(GroupId{id});
    for (const auto id : in.removed_pupils()) changes.removed_pupils.push_back(PersonId{id});
    for (const auto id : in.removed_staff()) changes.removed_staff.push_back(PersonId{id});
    for (const auto& join : in.joins()) {
        changes.joins.push_back({.pupil = PersonId{join.pupil_id()}, .group = GroupId{join.group_id()}});
    }
    return changes;
}

}  // namespace suite::roster_copy
