#include "roster_copy/copy_store.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "core/reasons.hpp"

namespace suite::roster_copy {
namespace {

using sql::Value;
using Rows = std::vector<std::vector<Value>>;

const sql::Table kSchoolTable{"copy_school",
                              {{"school_id"},
                               {"basispoort_id", true, true},
                               {"name", false},
                               {"brin", false, true},
                               {"location", false, true},
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
                               {"basispoort_id", true, true},
                               {"eck_id", false, true},
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

Status Clear(sql::Session& session, SchoolId school) {
    for (const auto* table : {"copy_member", "copy_person", "copy_group"}) {
        SUITE_RETURN_IF_ERROR(
            session.Execute(std::string("DELETE FROM ") + table + " WHERE school_id = :1", {Value{school.value}}));
    }
    return {};
}

constexpr std::size_t kAskedAtOnce = 100;  // always as many, so that a statement's text stays the same

/// Calls `work` with the ids of at most kAskedAtOnce schools at a time, the last one repeated to fill up.
template <class Work>
Status BySchools(std::span<const SchoolId> schools, Work work) {
    for (std::size_t from = 0; from < schools.size(); from += kAskedAtOnce) {
        const auto some = schools.subspan(from, std::min(kAskedAtOnce, schools.size() - from));
        std::vector<Value> values;
        for (std::size_t i = 0; i < (schools.size() == 1 ? 1 : kAskedAtOnce); ++i)
            values.emplace_back(some[std::min(i, some.size() - 1)].value);
        SUITE_RETURN_IF_ERROR(work(sql::Places(1, values.size()), std::span<const Value>(values)));
    }
    return {};
}

/// Of the schools that the copy has.
Result<std::map<SchoolId, std::int64_t>> Versions(sql::Session& session,
                                                  std::span<const roster::SchoolChanges> changes) {
    std::vector<SchoolId> schools;
    for (const auto& one : changes) schools.push_back(one.school_id);
    std::map<SchoolId, std::int64_t> versions;
    SUITE_RETURN_IF_ERROR(BySchools(schools, [&](const std::string& places, std::span<const Value> ids) -> Status {
        SUITE_ASSIGN(
            const auto rows,
            session.Query("SELECT school_id, version FROM copy_school WHERE school_id IN (" + places + ")", ids));
        for (const auto& row : rows) versions.emplace(SchoolId{row.Int(0)}, row.Int(1));
        return {};
    }));
    return versions;
}

/// What several schools' changes write, by table.
class PageRows {
  public:
    explicit PageRows(Names names) : names_(names) {}

    void Add(const roster::SchoolChanges& changes) {
        const SchoolId school = changes.school_id;
        if (changes.school) {
            const auto& s = *changes.school;
            schools_.push_back({school.value, sql::Nullable(s.basispoort_id), s.name, s.brin, s.location, s.school_key,
                                Flag(s.active), changes.version, Flag(s.consent)});
        } else {
            touched_.push_back(school);
        }
        for (const auto& group : changes.groups) {
            groups_.push_back({school.value, group.id.value, std::int64_t{group.school_year.first_year}, group.name,
                               Flag(group.kind == roster::GroupKind::kComposed), group.year_group});
        }
        for (const auto& pupil : changes.pupils) {
            AddPerson(PersonRow(school, pupil, "p", TextOrNull(pupil.year_group), {}, names_));
            if (pupil.base_group) members_.push_back({school.value, pupil.id.value, pupil.base_group->value});
            for (const auto group : pupil.composed_groups)
                members_.push_back({school.value, pupil.id.value, group.value});
        }
        for (const auto& member : changes.staff) {
            AddPerson(PersonRow(school, member, "s", {}, member.end_date ? Value{member.end_date->ToString()} : Value{},
                                names_));
            for (const auto group : member.groups) members_.push_back({school.value, member.id.value, group.value});
        }
        for (const auto id : changes.removed_pupils) gone_.push_back({school.value, id.value});
        for (const auto id : changes.removed_staff) gone_.push_back({school.value, id.value});
        for (const auto id : changes.removed_groups) gone_groups_.push_back({school.value, id.value});
    }

    /// Of schools of which the copy has nothing.
    Status Insert(sql::Session& session) {
        SUITE_RETURN_IF_ERROR(session.Insert(kSchoolTable, schools_));
        SUITE_RETURN_IF_ERROR(session.Insert(kGroupTable, groups_));
        SUITE_RETURN_IF_ERROR(session.Insert(kPersonTable, persons_));
        return session.Insert(kMemberTable, Members());
    }

    Status Write(sql::Session& session) {
        SUITE_RETURN_IF_ERROR(session.Upsert(kSchoolTable, schools_));
        // Of each the next version follows: that was asked before.
        SUITE_RETURN_IF_ERROR(BySchools(touched_, [&](const std::string& places, std::span<const Value> ids) -> Status {
            SUITE_RETURN_IF_ERROR(session.Execute(
                "UPDATE copy_school SET version = version + 1 WHERE school_id IN (" + places + ")", ids));
            return {};
        }));
        SUITE_RETURN_IF_ERROR(session.Upsert(kGroupTable, groups_));
        SUITE_RETURN_IF_ERROR(session.Delete(kMembersOfPerson, moved_));
        SUITE_RETURN_IF_ERROR(session.Upsert(kPersonTable, persons_));
        SUITE_RETURN_IF_ERROR(session.Upsert(kMemberTable, Members()));
        SUITE_RETURN_IF_ERROR(session.Delete(kMembersOfPerson, gone_));
        SUITE_RETURN_IF_ERROR(session.Delete(kPersonTable, gone_));
        SUITE_RETURN_IF_ERROR(session.Delete(kMembersOfGroup, gone_groups_));
        return session.Delete(kGroupTable, gone_groups_);
    }

  private:
    void AddPerson(std::vector<Value> row) {
        moved_.push_back({row[0], row[1]});
        persons_.push_back(std::move(row));
    }

    /// Each once: a composed group may be the base group too.
    const Rows& Members() {
        std::ranges::sort(members_);
        members_.erase(std::ranges::unique(members_).begin(), members_.end());
        return members_;
    }

    Names names_;
    std::vector<SchoolId> touched_{};
    Rows schools_{}, groups_{}, persons_{}, members_{};
    Rows moved_{};  // keys of persons whose memberships are written anew
    Rows gone_{}, gone_groups_{};
};

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

const std::string_view kBySchoolSqlite = R"sql(
CREATE TABLE copy_group_by_school (
    school_id BIGINT NOT NULL, group_id BIGINT NOT NULL, school_year BIGINT NOT NULL, name TEXT NOT NULL,
    composed BIGINT NOT NULL, year_group TEXT NOT NULL, PRIMARY KEY (school_id, group_id)) WITHOUT ROWID;
INSERT INTO copy_group_by_school SELECT school_id, group_id, school_year, name, composed, year_group FROM copy_group;
DROP TABLE copy_group;
ALTER TABLE copy_group_by_school RENAME TO copy_group;
CREATE TABLE copy_person_by_school (
    school_id BIGINT NOT NULL, person_id BIGINT NOT NULL, kind TEXT NOT NULL, basispoort_id BIGINT, eck_id TEXT,
    las_key TEXT, given_name TEXT NOT NULL, prefix TEXT NOT NULL, family_name TEXT NOT NULL, year_group TEXT,
    active BIGINT NOT NULL, end_date TEXT, PRIMARY KEY (school_id, person_id)) WITHOUT ROWID;
INSERT INTO copy_person_by_school SELECT school_id, person_id, kind, basispoort_id, eck_id, las_key, given_name,
    prefix, family_name, year_group, active, end_date FROM copy_person;
DROP TABLE copy_person;
ALTER TABLE copy_person_by_school RENAME TO copy_person;
CREATE INDEX copy_person_basispoort ON copy_person (school_id, basispoort_id);
CREATE INDEX copy_person_eck ON copy_person (school_id, eck_id);
CREATE TABLE copy_member_by_school (
    school_id BIGINT NOT NULL, person_id BIGINT NOT NULL, group_id BIGINT NOT NULL,
    PRIMARY KEY (school_id, person_id, group_id)) WITHOUT ROWID;
INSERT INTO copy_member_by_school SELECT school_id, person_id, group_id FROM copy_member;
DROP TABLE copy_member;
ALTER TABLE copy_member_by_school RENAME TO copy_member;
CREATE INDEX copy_member_group ON copy_member (school_id, group_id);
)sql";

const std::string_view kRoomPostgres = R"sql(
ALTER TABLE copy_school SET (fillfactor = 80);
ALTER TABLE copy_group SET (fillfactor = 90);
ALTER TABLE copy_person SET (fillfactor = 90);
)sql";

Result<std::vector<const roster::SchoolChanges*>> ApplyManyChanges(sql::Session& session,
                                                                   std::span<const roster::SchoolChanges> changes,
                                                                   Names names, const OnChanges& before) {
    SUITE_ASSIGN(const auto held, Versions(session, changes));
    std::vector<const roster::SchoolChanges*> applied;
    PageRows changed(names);
    PageRows fresh(names);
    for (const auto& one : changes) {
        const auto at = held.find(one.school_id);
        const auto version = at == held.end() ? std::nullopt : std::optional(at->second);
        // A snapshot may hold the version we have and still be what we lack (a follower that lost its data).
        if (version && *version >= one.version && !one.complete) continue;
        if (!one.complete && version.value_or(0) != one.version - 1) {
            return Fail(Code::kOutOfRange, reason::kFeedTooFarBehind,
                        "changes of this school are missing before this one");
        }
        if (before) SUITE_RETURN_IF_ERROR(before(session, one));
        if (one.complete) SUITE_RETURN_IF_ERROR(Clear(session, one.school_id));
        (version ? changed : fresh).Add(one);
        applied.push_back(&one);
    }
    SUITE_RETURN_IF_ERROR(fresh.Insert(session));
    SUITE_RETURN_IF_ERROR(changed.Write(session));
    return applied;
}

Result<bool> ApplyChanges(sql::Session& session, const roster::SchoolChanges& changes, Names names,
                          const OnChanges& before) {
    SUITE_ASSIGN(const auto applied, ApplyManyChanges(session, std::span(&changes, 1), names, before));
    return !applied.empty();
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
