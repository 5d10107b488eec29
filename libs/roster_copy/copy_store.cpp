#include "roster_copy/copy_store.hpp"

#include <algorithm>

#include "core/reasons.hpp"

namespace suite::roster_copy {
namespace {

using sql::Value;
using Rows = std::vector<std::vector<Value>>;

const sql::Table kSchoolTable{"copy_school",
                              {{"school_id"},
                               {"basispoort_id"},
                               {"name", false},
                               {"brin", false},
                               {"location", false},
                               {"school_key", false},
                               {"active"},
                               {"version"},
                               {"consent"}},
                              1};
const sql::Table kGroupTable{
    "copy_group",
    {{"school_id"}, {"group_id"}, {"school_year"}, {"name", false}, {"composed"}, {"year_group", false}},
    2};
const sql::Table kPersonTable{"copy_person",
                              {{"school_id"},
                               {"person_id"},
                               {"kind", false},
                               {"basispoort_id"},
                               {"eck_id", false},
                               {"las_key", false},
                               {"given_name", false},
                               {"prefix", false},
                               {"family_name", false},
                               {"year_group", false},
                               {"active"},
                               {"end_date", false}},
                              2};
const sql::Table kMemberTable{"copy_member", {{"school_id"}, {"person_id"}, {"group_id"}}, 3};
// For deleting all memberships of a person, or of a group: the "key" is the part that is given.
const sql::Table kMembersOfPerson{"copy_member", {{"school_id"}, {"person_id"}}, 2};
const sql::Table kMembersOfGroup{"copy_member", {{"school_id"}, {"group_id"}}, 2};

Value TextOrNull(const std::string& text) { return text.empty() ? Value{} : Value{text}; }
std::int64_t Flag(bool value) { return value ? 1 : 0; }

template <class Person>
std::vector<Value> PersonRow(SchoolId school, const Person& person, const char* kind, Value year_group, Value end_date,
                             Names names) {
    const bool keep = names == Names::kKeep;
    return {school.value,
            person.id.value,
            std::string(kind),
            sql::Nullable(person.keys.basispoort_id),
            TextOrNull(person.keys.eck_id),
            TextOrNull(person.keys.las_key),
            keep ? person.name.given : std::string(),
            keep ? person.name.prefix : std::string(),
            keep ? person.name.family : std::string(),
            std::move(year_group),
            Flag(person.active),
            std::move(end_date)};
}

template <class AnyId>
Rows KeysOf(SchoolId school, const std::vector<AnyId>& ids) {
    Rows rows;
    for (const auto id : ids) rows.push_back({school.value, id.value});
    return rows;
}

/// The first two columns of rows that begin with school and id.
Rows KeysOf(const Rows& rows) {
    Rows keys;
    for (const auto& row : rows) keys.push_back({row[0], row[1]});
    return keys;
}

Status Clear(sql::Session& session, SchoolId school) {
    for (const auto* table : {"copy_member", "copy_person", "copy_group"}) {
        SUITE_RETURN_IF_ERROR(
            session.Execute(std::string("DELETE FROM ") + table + " WHERE school_id = :1", {Value{school.value}}));
    }
    return {};
}

}  // namespace

const std::string_view kSchema = R"sql(
CREATE TABLE copy_cursor (one BIGINT PRIMARY KEY, sequence BIGINT NOT NULL);
CREATE TABLE copy_school (
    school_id BIGINT PRIMARY KEY, basispoort_id BIGINT, name TEXT NOT NULL, brin TEXT NOT NULL, location TEXT NOT NULL,
    school_key TEXT NOT NULL, active BIGINT NOT NULL, version BIGINT NOT NULL);
CREATE INDEX copy_school_basispoort ON copy_school (basispoort_id);
CREATE INDEX copy_school_brin ON copy_school (brin, location);
CREATE TABLE copy_group (
    school_id BIGINT NOT NULL, group_id BIGINT NOT NULL, school_year BIGINT NOT NULL, name TEXT NOT NULL,
    composed BIGINT NOT NULL, year_group TEXT NOT NULL, PRIMARY KEY (school_id, group_id));
CREATE TABLE copy_person (
    school_id BIGINT NOT NULL, person_id BIGINT NOT NULL, kind TEXT NOT NULL, basispoort_id BIGINT, eck_id TEXT,
    las_key TEXT, given_name TEXT NOT NULL, prefix TEXT NOT NULL, family_name TEXT NOT NULL, year_group TEXT,
    active BIGINT NOT NULL, end_date TEXT, PRIMARY KEY (school_id, person_id));
CREATE INDEX copy_person_basispoort ON copy_person (school_id, basispoort_id);
CREATE INDEX copy_person_eck ON copy_person (school_id, eck_id);
CREATE TABLE copy_member (
    school_id BIGINT NOT NULL, person_id BIGINT NOT NULL, group_id BIGINT NOT NULL,
    PRIMARY KEY (school_id, person_id, group_id));
CREATE INDEX copy_member_group ON copy_member (school_id, group_id);
)sql";

const std::string_view kConsentSchema = "ALTER TABLE copy_school ADD COLUMN consent BIGINT NOT NULL DEFAULT 1;\n";

Result<bool> ApplyChanges(sql::Session& session, const roster::SchoolChanges& changes, Names names,
                          const OnChanges& before) {
    const SchoolId school = changes.school_id;
    SUITE_ASSIGN(const auto held,
                 session.QueryOptional("SELECT version FROM copy_school WHERE school_id = :1", {Value{school.value}}));
    // A snapshot may hold the version we have and still be what we lack (a follower that lost its data).
    if (held && held->Int(0) >= changes.version && !changes.complete) return false;
    if (!changes.complete && (held ? held->Int(0) : 0) != changes.version - 1) {
        return Fail(Code::kOutOfRange, reason::kFeedTooFarBehind, "changes of this school are missing before this one");
    }
    if (before) SUITE_RETURN_IF_ERROR(before(session, changes));
    if (changes.complete) SUITE_RETURN_IF_ERROR(Clear(session, school));

    if (changes.school) {
        const auto& s = *changes.school;
        SUITE_RETURN_IF_ERROR(
            session.Upsert(kSchoolTable, {{school.value, sql::Nullable(s.basispoort_id), s.name, s.brin, s.location,
                                           s.school_key, Flag(s.active), changes.version, Flag(s.consent)}}));
    } else {
        SUITE_RETURN_IF_ERROR(session.Execute("UPDATE copy_school SET version = :2 WHERE school_id = :1",
                                              {Value{school.value}, Value{changes.version}}));
    }
    Rows groups;
    for (const auto& group : changes.groups) {
        groups.push_back({school.value, group.id.value, std::int64_t{group.school_year.first_year}, group.name,
                          Flag(group.kind == roster::GroupKind::kComposed), group.year_group});
    }
    SUITE_RETURN_IF_ERROR(session.Upsert(kGroupTable, groups));

    Rows persons;
    Rows members;
    for (const auto& pupil : changes.pupils) {
        persons.push_back(PersonRow(school, pupil, "p", TextOrNull(pupil.year_group), {}, names));
        if (pupil.base_group) members.push_back({school.value, pupil.id.value, pupil.base_group->value});
        for (const auto group : pupil.composed_groups) members.push_back({school.value, pupil.id.value, group.value});
    }
    for (const auto& member : changes.staff) {
        persons.push_back(
            PersonRow(school, member, "s", {}, member.end_date ? Value{member.end_date->ToString()} : Value{}, names));
        for (const auto group : member.groups) members.push_back({school.value, member.id.value, group.value});
    }
    std::ranges::sort(members);
    members.erase(std::ranges::unique(members).begin(), members.end());
    // A school's first change meets nobody who could be in a group already.
    const bool first = !held.has_value();
    if (!changes.complete && !first) SUITE_RETURN_IF_ERROR(session.Delete(kMembersOfPerson, KeysOf(persons)));
    SUITE_RETURN_IF_ERROR(session.Upsert(kPersonTable, persons));
    SUITE_RETURN_IF_ERROR(session.Upsert(kMemberTable, members));

    Rows gone = KeysOf(school, changes.removed_pupils);
    for (auto& key : KeysOf(school, changes.removed_staff)) gone.push_back(std::move(key));
    SUITE_RETURN_IF_ERROR(session.Delete(kMembersOfPerson, gone));
    SUITE_RETURN_IF_ERROR(session.Delete(kPersonTable, gone));
    const Rows gone_groups = KeysOf(school, changes.removed_groups);
    SUITE_RETURN_IF_ERROR(session.Delete(kMembersOfGroup, gone_groups));
    SUITE_RETURN_IF_ERROR(session.Delete(kGroupTable, gone_groups));
    return true;
}

Result<std::int64_t> ReadCursor(sql::Session& session) {
    SUITE_ASSIGN(const auto row, session.QueryOptional("SELECT sequence FROM copy_cursor WHERE one = 1"));
    return row ? row->Int(0) : 0;
}

Status WriteCursor(sql::Session& session, std::int64_t sequence) {
    return session.Upsert({"copy_cursor", {{"one"}, {"sequence"}}, 1}, {{std::int64_t{1}, sequence}});
}

Result<std::vector<SchoolId>> SchoolsBut(sql::Session& session, const std::set<SchoolId>& known) {
    SUITE_ASSIGN(const auto rows, session.Query("SELECT school_id FROM copy_school"));
    std::vector<SchoolId> others;
    for (const auto& row : rows) {
        if (const SchoolId id{row.Int(0)}; !known.contains(id)) others.push_back(id);
    }
    return others;
}

Status RemoveSchool(sql::Session& session, SchoolId school) {
    SUITE_RETURN_IF_ERROR(Clear(session, school));
    SUITE_RETURN_IF_ERROR(session.Execute("DELETE FROM copy_school WHERE school_id = :1", {Value{school.value}}));
    return {};
}

}  // namespace suite::roster_copy
