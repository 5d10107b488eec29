#include "services/roster_sync/adapters/sql_roster.hpp"

#include <suite/roster/v1/roster_feed.pb.h>

#include <algorithm>
#include <map>

#include "core/text.hpp"
#include "roster/apply.hpp"
#include "roster_copy/feed_map.hpp"
#include "services/roster_sync/adapters/queries.hpp"
#include "services/roster_sync/domain/sorting.hpp"

namespace suite::roster_sync::sql_roster {
namespace {

using sql::Value;
using Rows = std::vector<std::vector<Value>>;
using Members = std::map<std::int64_t, std::vector<GroupId>>;

const sql::Table kSchoolTable{"school",
                              {{"school_id"},
                               {"basispoort_id"},
                               {"name", false},
                               {"brin", false},
                               {"location", false},
                               {"school_key", false},
                               {"institution_number", false},
                               {"street", false},
                               {"house_number", false},
                               {"postal_code", false},
                               {"city", false},
                               {"board_code", false},
                               {"active"},
                               {"merged_into"},
                               {"search", false},
                               {"version"},
                               {"updated_at"},
                               {"consent"}},
                              1};
const sql::Table kGroupTable{"roster_group",
                             {{"school_id"},
                              {"group_id"},
                              {"school_year"},
                              {"las_key", false},
                              {"name", false},
                              {"composed"},
                              {"year_group", false},
                              {"search", false},
                              {"sort_key", false}},
                             2};
const sql::Table kPupilTable{"pupil",
                             {{"school_id"},
                              {"person_id"},
                              {"basispoort_id"},
                              {"eck_id", false},
                              {"las_key", false},
                              {"given_name", false},
                              {"prefix", false},
                              {"family_name", false},
                              {"year_group", false},
                              {"base_group"},
                              {"active"},
                              {"search", false},
                              {"sort_key", false}},
                             2};
const sql::Table kStaffTable{"staff",
                             {{"school_id"},
                              {"person_id"},
                              {"basispoort_id"},
                              {"eck_id", false},
                              {"las_key", false},
                              {"given_name", false},
                              {"prefix", false},
                              {"family_name", false},
                              {"email", false},
                              {"end_date", false},
                              {"roles", false},
                              {"active"},
                              {"search", false},
                              {"sort_key", false}},
                             2};
const sql::Table kMemberTable{"member", {{"school_id"}, {"person_id"}, {"group_id"}}, 3};
const sql::Table kMembersOfGroup{"member", {{"school_id"}, {"group_id"}}, 2};  // deletes by a part of the key
const sql::Table kUndoTable{"roster_undo", {{"school_id"}, {"version"}, {"at"}, {"changes", false}}, 2};
const sql::Table kJoinTable{"group_join", {{"school_id"}, {"number"}, {"pupil_id"}, {"group_id"}, {"at"}}, 2};

std::int64_t Flag(bool value) { return value ? 1 : 0; }

template <class Person>
void ReadPerson(const sql::Row& row, Person& person) {
    person.id = PersonId{row.Int(0)};
    person.keys = {.basispoort_id = row.OptInt(1), .eck_id = row.Text(2), .las_key = row.Text(3)};
    person.name = {.given = row.Text(4), .prefix = row.Text(5), .family = row.Text(6)};
}

std::string RolesText(const std::vector<roster::StaffRole>& roles) {
    std::string text;
    for (const auto role : roles) text += (text.empty() ? "" : " ") + std::string(roster::ToString(role));
    return text;
}

Result<Members> ReadMembers(sql::Session& session, SchoolId id) {
    SUITE_ASSIGN(const auto rows, session.Query(query::kMembers, {Value{id.value}}));
    Members members;
    for (const auto& row : rows) members[row.Int(0)].push_back(GroupId{row.Int(1)});
    return members;
}

std::vector<GroupId> GroupsOf(const Members& members, PersonId person) {
    const auto it = members.find(person.value);
    return it == members.end() ? std::vector<GroupId>{} : it->second;
}

Status WriteSchool(sql::Session& session, const roster::School& s, std::int64_t version, Instant now) {
    return session.Upsert(kSchoolTable,
                          {{s.id.value, sql::Nullable(s.basispoort_id), s.name, s.brin, s.location, s.school_key,
                            s.institution_number, s.street, s.house_number, s.postal_code, s.city, s.board_code,
                            Flag(s.active), sql::Nullable(s.merged_into_basispoort_id), Fold(s.name + " " + s.city),
                            version, now.time_since_epoch().count(), Flag(s.consent)}});
}

using MemberKey = std::pair<std::int64_t, std::int64_t>;  // person, group

void AddMembers(const roster::Pupil& pupil, std::vector<MemberKey>& members) {
    if (pupil.base_group) members.emplace_back(pupil.id.value, pupil.base_group->value);
    for (const auto group : pupil.composed_groups) members.emplace_back(pupil.id.value, group.value);
}

void AddMembers(const roster::StaffMember& member, std::vector<MemberKey>& members) {
    for (const auto group : member.groups) members.emplace_back(member.id.value, group.value);
}

/// Memberships before and after of everybody who is changed or removed.
struct MemberChange {
    std::vector<MemberKey> before, after;

    template <class Person>
    void Note(const std::vector<Person>& present, const std::vector<Person>& upserts,
              const std::vector<PersonId>& removed) {
        std::vector<PersonId> touched = removed;
        for (const auto& person : upserts) {
            touched.push_back(person.id);
            AddMembers(person, after);
        }
        std::ranges::sort(touched);
        for (const auto& person : present) {
            if (std::ranges::binary_search(touched, person.id)) AddMembers(person, before);
        }
    }
    static Rows RowsOf(SchoolId school, std::vector<MemberKey>& keys, const std::vector<MemberKey>& but) {
        Rows rows;
        for (const auto& [person, group] : keys) {
            if (!std::ranges::binary_search(but, MemberKey(person, group)))
                rows.push_back({school.value, person, group});
        }
        return rows;
    }
    Status Write(sql::Session& session, SchoolId school) {
        for (auto* keys : {&before, &after}) {
            std::ranges::sort(*keys);
            keys->erase(std::ranges::unique(*keys).begin(), keys->end());
        }
        SUITE_RETURN_IF_ERROR(session.Delete(kMemberTable, RowsOf(school, before, after)));
        return session.Upsert(kMemberTable, RowsOf(school, after, before));
    }
};

Status WritePersons(sql::Session& session, const roster::SchoolState& before, const roster::SchoolChanges& changes) {
    const std::int64_t school = changes.school_id.value;
    Rows pupils;
    Rows staff;
    for (const auto& p : changes.pupils) {
        pupils.push_back({school, p.id.value, sql::Nullable(p.keys.basispoort_id), p.keys.eck_id, p.keys.las_key,
                          p.name.given, p.name.prefix, p.name.family, p.year_group,
                          p.base_group ? Value{p.base_group->value} : Value{}, Flag(p.active), SearchText(p.name),
                          SortKey(p.name)});
    }
    for (const auto& m : changes.staff) {
        staff.push_back({school, m.id.value, sql::Nullable(m.keys.basispoort_id), m.keys.eck_id, m.keys.las_key,
                         m.name.given, m.name.prefix, m.name.family, m.email,
                         m.end_date ? Value{m.end_date->ToString()} : Value{}, RolesText(m.roles), Flag(m.active),
                         SearchText(m.name), SortKey(m.name)});
    }
    SUITE_RETURN_IF_ERROR(session.Upsert(kPupilTable, pupils));
    SUITE_RETURN_IF_ERROR(session.Upsert(kStaffTable, staff));
    MemberChange members;
    members.Note(before.pupils, changes.pupils, changes.removed_pupils);
    members.Note(before.staff, changes.staff, changes.removed_staff);
    return members.Write(session, changes.school_id);
}

template <class AnyId>
Rows KeysOf(SchoolId school, const std::vector<AnyId>& ids) {
    Rows keys;
    for (const auto id : ids) keys.push_back({school.value, id.value});
    return keys;
}

Status Remove(sql::Session& session, const roster::SchoolChanges& changes) {
    const SchoolId school = changes.school_id;
    SUITE_RETURN_IF_ERROR(session.Delete(kPupilTable, KeysOf(school, changes.removed_pupils)));
    SUITE_RETURN_IF_ERROR(session.Delete(kStaffTable, KeysOf(school, changes.removed_staff)));
    const auto groups = KeysOf(school, changes.removed_groups);
    SUITE_RETURN_IF_ERROR(session.Delete(kMembersOfGroup, groups));
    return session.Delete(kGroupTable, groups);
}

/// What leads back, unless there was nothing before.
Status Remember(sql::Session& session, const VersionedSchool& before, const roster::SchoolChanges& changes,
                Instant now) {
    const std::int64_t at = now.time_since_epoch().count();
    std::string undo;
    if (before.version > 0)
        undo = Base64UrlEncode(roster_copy::ToProto(roster::Undo(before.state, changes)).SerializeAsString());
    SUITE_RETURN_IF_ERROR(
        session.Upsert(kUndoTable, {{changes.school_id.value, changes.version, at, std::move(undo)}}));
    if (changes.joins.empty()) return {};
    SUITE_ASSIGN(const auto last, session.QueryOne(query::kLastJoin, {Value{changes.school_id.value}}));
    std::int64_t number = last.OptInt(0).value_or(0);
    Rows joins;
    for (const auto& join : changes.joins)
        joins.push_back({changes.school_id.value, ++number, join.pupil.value, join.group.value, at});
    return session.Upsert(kJoinTable, joins);
}

}  // namespace

roster::School ReadSchool(const sql::Row& row) {
    return {.id = SchoolId{row.Int(0)},
            .basispoort_id = row.OptInt(1),
            .name = row.Text(2),
            .brin = row.Text(3),
            .location = row.Text(4),
            .school_key = row.Text(5),
            .institution_number = row.Text(6),
            .street = row.Text(7),
            .house_number = row.Text(8),
            .postal_code = row.Text(9),
            .city = row.Text(10),
            .board_code = row.Text(11),
            .active = row.Bool(12),
            .merged_into_basispoort_id = row.OptInt(13),
            .consent = row.Bool(16)};
}

Result<std::optional<VersionedSchool>> Load(sql::Session& session, SchoolId id) {
    SUITE_ASSIGN(const auto school, session.QueryOptional(query::kSchool, {Value{id.value}}));
    if (!school) return std::optional<VersionedSchool>{};
    VersionedSchool loaded{.state = {.school = ReadSchool(*school)}, .version = school->Int(14)};
    SUITE_ASSIGN(const auto groups, session.Query(query::kGroups, {Value{id.value}}));
    for (const auto& row : groups) {
        loaded.state.groups.push_back({.id = GroupId{row.Int(0)},
                                       .school_year = SchoolYear{static_cast<int>(row.Int(1))},
                                       .las_key = row.Text(2),
                                       .name = row.Text(3),
                                       .kind = row.Bool(4) ? roster::GroupKind::kComposed : roster::GroupKind::kBase,
                                       .year_group = row.Text(5)});
    }
    SUITE_ASSIGN(const auto members, ReadMembers(session, id));
    SUITE_ASSIGN(const auto pupils, session.Query(query::kPupils, {Value{id.value}}));
    for (const auto& row : pupils) {
        roster::Pupil pupil;
        ReadPerson(row, pupil);
        pupil.year_group = row.Text(7);
        if (!row.IsNull(8)) pupil.base_group = GroupId{row.Int(8)};
        for (const auto group : GroupsOf(members, pupil.id)) {
            if (group != pupil.base_group) pupil.composed_groups.push_back(group);
        }
        pupil.active = row.Bool(9);
        loaded.state.pupils.push_back(std::move(pupil));
    }
    SUITE_ASSIGN(const auto staff, session.Query(query::kStaff, {Value{id.value}}));
    for (const auto& row : staff) {
        roster::StaffMember member;
        ReadPerson(row, member);
        member.email = row.Text(7);
        if (!row.IsNull(8)) member.end_date = Date::Parse(row.Text(8));
        for (const auto word : Split(row.Text(9), ' ')) {
            if (const auto role = roster::ParseStaffRole(word)) member.roles.push_back(*role);
        }
        member.active = row.Bool(10);
        member.groups = GroupsOf(members, member.id);
        loaded.state.staff.push_back(std::move(member));
    }
    return std::optional(std::move(loaded));
}

Result<std::int64_t> Publish(sql::Session& session, const roster::SchoolChanges& changes, Instant now) {
    SUITE_RETURN_IF_ERROR(session.Execute(query::kNextSequence));
    SUITE_ASSIGN(const auto row, session.QueryOne(query::kLastSequence));
    const std::string bytes = roster_copy::ToProto(changes).SerializeAsString();
    SUITE_RETURN_IF_ERROR(session.Execute(query::kAddFeedEntry,
                                          {Value{row.Int(0)}, Value{changes.school_id.value}, Value{changes.version},
                                           Value{now.time_since_epoch().count()}, Value{Base64UrlEncode(bytes)}}));
    return row.Int(0);
}

Result<std::int64_t> Write(sql::Session& session, const VersionedSchool& before, const roster::SchoolChanges& changes,
                           Instant now) {
    const std::int64_t school = changes.school_id.value;
    if (changes.school) {
        SUITE_RETURN_IF_ERROR(WriteSchool(session, *changes.school, changes.version, now));
    } else {
        SUITE_RETURN_IF_ERROR(session.Execute(
            query::kTouchSchool, {Value{school}, Value{changes.version}, Value{now.time_since_epoch().count()}}));
    }
    Rows groups;
    for (const auto& g : changes.groups) {
        groups.push_back({school, g.id.value, std::int64_t{g.school_year.first_year}, g.las_key, g.name,
                          Flag(g.kind == roster::GroupKind::kComposed), g.year_group, Fold(g.name), SortKey(g)});
    }
    SUITE_RETURN_IF_ERROR(session.Upsert(kGroupTable, groups));
    SUITE_RETURN_IF_ERROR(WritePersons(session, before.state, changes));
    SUITE_RETURN_IF_ERROR(Remove(session, changes));
    SUITE_RETURN_IF_ERROR(Remember(session, before, changes, now));
    return Publish(session, changes, now);
}

}  // namespace suite::roster_sync::sql_roster
