#include "services/roster_sync/adapters/sql_roster.hpp"

#include <suite/roster/v1/roster_feed.pb.h>

#include <algorithm>
#include <map>

#include "core/text.hpp"
#include "roster/apply.hpp"
#include "roster_copy/feed_map.hpp"
#include "services/roster_sync/adapters/queries.hpp"
#include "services/roster_sync/adapters/sql_parts.hpp"
#include "services/roster_sync/domain/sorting.hpp"

namespace suite::roster_sync::sql_roster {
namespace {

using sql::Value;
using Rows = std::vector<std::vector<Value>>;

const sql::Table kSchoolTable{"school",
                              {{"school_id"},
                               {"basispoort_id", true, true},
                               {"name", false},
                               {"brin", false, true},
                               {"location", false, true},
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
                              {"basispoort_id", true, true},
                              {"eck_id", false, true},
                              {"las_key", false, true},
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
                              {"basispoort_id", true, true},
                              {"eck_id", false, true},
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

const sql::Table kFeedTable{"feed", {{"sequence"}, {"school_id"}, {"version"}, {"at"}, {"changes", false}}, 1};

std::int64_t Flag(bool value) { return value ? 1 : 0; }

std::string RolesText(const std::vector<roster::StaffRole>& roles) {
    std::string text;
    for (const auto role : roles) text += (text.empty() ? "" : " ") + std::string(roster::ToString(role));
    return text;
}

using MemberKey = std::pair<std::int64_t, std::int64_t>;  // person, group

void AddMembers(const roster::Pupil& pupil, std::vector<MemberKey>& members) {
    if (pupil.base_group) members.emplace_back(pupil.id.value, pupil.base_group->value);
    for (const auto group : pupil.composed_groups) members.emplace_back(pupil.id.value, group.value);
}

void AddMembers(const roster::StaffMember& member, std::vector<MemberKey>& members) {
    for (const auto group : member.groups) members.emplace_back(member.id.value, group.value);
}

/// Memberships before and after of everybody of one school who is changed or removed.
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
    static void AddRows(SchoolId school, const std::vector<MemberKey>& keys, const std::vector<MemberKey>& but,
                        Rows& rows) {
        for (const auto& [person, group] : keys) {
            if (!std::ranges::binary_search(but, MemberKey(person, group)))
                rows.push_back({school.value, person, group});
        }
    }
    void AddRows(SchoolId school, Rows& gone, Rows& added) {
        for (auto* keys : {&before, &after}) {
            std::ranges::sort(*keys);
            keys->erase(std::ranges::unique(*keys).begin(), keys->end());
        }
        AddRows(school, before, after, gone);
        AddRows(school, after, before, added);
    }
};

template <class AnyId>
void AddKeys(SchoolId school, const std::vector<AnyId>& ids, Rows& keys) {
    for (const auto id : ids) keys.push_back({school.value, id.value});
}

/// What several schools' changes write, by table, but for joins and what is inserted at any rate.
struct WrittenRows {
    Rows schools{}, groups{}, pupils{}, staff{};
    Rows members{}, gone_members{};
    Rows gone_groups{}, gone_pupils{}, gone_staff{};

    void Add(const VersionedSchool& before, const roster::SchoolChanges& changes, Instant now) {
        const SchoolId id = changes.school_id;
        AddSchool(changes.school ? *changes.school : before.state.school, changes.version, now);
        for (const auto& g : changes.groups) {
            groups.push_back({id.value, g.id.value, std::int64_t{g.school_year.first_year}, g.las_key, g.name,
                              Flag(g.kind == roster::GroupKind::kComposed), g.year_group, Fold(g.name), SortKey(g)});
        }
        for (const auto& p : changes.pupils) AddPupil(id, p);
        for (const auto& m : changes.staff) AddStaff(id, m);
        MemberChange moved;
        moved.Note(before.state.pupils, changes.pupils, changes.removed_pupils);
        moved.Note(before.state.staff, changes.staff, changes.removed_staff);
        moved.AddRows(id, gone_members, members);
        AddKeys(id, changes.removed_pupils, gone_pupils);
        AddKeys(id, changes.removed_staff, gone_staff);
        AddKeys(id, changes.removed_groups, gone_groups);
    }

    /// Of schools that were not there, so that no key is.
    Status Insert(sql::Session& session) const {
        SUITE_RETURN_IF_ERROR(session.Insert(kSchoolTable, schools));
        SUITE_RETURN_IF_ERROR(session.Insert(kGroupTable, groups));
        SUITE_RETURN_IF_ERROR(session.Insert(kPupilTable, pupils));
        SUITE_RETURN_IF_ERROR(session.Insert(kStaffTable, staff));
        return session.Insert(kMemberTable, members);
    }

    Status Write(sql::Session& session) const {
        SUITE_RETURN_IF_ERROR(session.Upsert(kSchoolTable, schools));
        SUITE_RETURN_IF_ERROR(session.Upsert(kGroupTable, groups));
        SUITE_RETURN_IF_ERROR(session.Upsert(kPupilTable, pupils));
        SUITE_RETURN_IF_ERROR(session.Upsert(kStaffTable, staff));
        SUITE_RETURN_IF_ERROR(session.Delete(kMemberTable, gone_members));
        SUITE_RETURN_IF_ERROR(session.Upsert(kMemberTable, members));
        SUITE_RETURN_IF_ERROR(session.Delete(kPupilTable, gone_pupils));
        SUITE_RETURN_IF_ERROR(session.Delete(kStaffTable, gone_staff));
        SUITE_RETURN_IF_ERROR(session.Delete(kMembersOfGroup, gone_groups));
        return session.Delete(kGroupTable, gone_groups);
    }

  private:
    void AddSchool(const roster::School& s, std::int64_t version, Instant now) {
        schools.push_back({s.id.value, sql::Nullable(s.basispoort_id), s.name, s.brin, s.location, s.school_key,
                           s.institution_number, s.street, s.house_number, s.postal_code, s.city, s.board_code,
                           Flag(s.active), sql::Nullable(s.merged_into_basispoort_id), Fold(s.name + " " + s.city),
                           version, now.time_since_epoch().count(), Flag(s.consent)});
    }
    void AddPupil(SchoolId school, const roster::Pupil& p) {
        pupils.push_back({school.value, p.id.value, sql::Nullable(p.keys.basispoort_id), p.keys.eck_id, p.keys.las_key,
                          p.name.given, p.name.prefix, p.name.family, p.year_group,
                          p.base_group ? Value{p.base_group->value} : Value{}, Flag(p.active), SearchText(p.name),
                          SortKey(p.name)});
    }
    void AddStaff(SchoolId school, const roster::StaffMember& m) {
        staff.push_back({school.value, m.id.value, sql::Nullable(m.keys.basispoort_id), m.keys.eck_id, m.keys.las_key,
                         m.name.given, m.name.prefix, m.name.family, m.email,
                         m.end_date ? Value{m.end_date->ToString()} : Value{}, RolesText(m.roles), Flag(m.active),
                         SearchText(m.name), SortKey(m.name)});
    }
};

/// Who joined a running group, numbered on within each school.
Status WriteJoins(sql::Session& session, std::span<const SchoolWrite> writes, Instant now) {
    std::vector<SchoolId> schools;
    for (const auto& write : writes) {
        if (!write.changes->joins.empty()) schools.push_back(write.changes->school_id);
    }
    std::map<SchoolId, std::int64_t> last;
    SUITE_RETURN_IF_ERROR(ByIds(std::span<const SchoolId>(schools), {},
                                [&](const std::string& places, std::span<const Value> values) -> Status {
                                    SUITE_ASSIGN(const auto rows, session.Query(query::LastJoins(places), values));
                                    for (const auto& row : rows) last[SchoolId{row.Int(0)}] = row.Int(1);
                                    return {};
                                }));
    Rows joins;
    for (const auto& write : writes) {
        const SchoolId school = write.changes->school_id;
        for (const auto& join : write.changes->joins)
            joins.push_back(
                {school.value, ++last[school], join.pupil.value, join.group.value, now.time_since_epoch().count()});
    }
    return session.Insert(kJoinTable, joins);
}

}  // namespace

Result<std::vector<std::int64_t>> Publish(sql::Session& session, std::span<const roster::SchoolChanges* const> all,
                                          Instant now) {
    if (all.empty()) return std::vector<std::int64_t>{};
    // Made before the feed's row is locked.
    Rows entries;
    for (const auto* changes : all) {
        entries.push_back({std::int64_t{0}, changes->school_id.value, changes->version, now.time_since_epoch().count(),
                           Base64UrlEncode(roster_copy::ToProto(*changes).SerializeAsString())});
    }
    SUITE_RETURN_IF_ERROR(session.Execute(query::kNextSequences, {Value{std::ssize(all)}}));
    SUITE_ASSIGN(const auto last, session.QueryOne(query::kLastSequence));
    std::vector<std::int64_t> sequences;
    for (auto& entry : entries) {
        sequences.push_back(last.Int(0) - std::ssize(all) + 1 + std::ssize(sequences));
        entry.front() = sequences.back();
    }
    SUITE_RETURN_IF_ERROR(session.Insert(kFeedTable, entries));
    return sequences;
}

Status Write(sql::Session& session, std::span<const SchoolWrite> writes, Instant now) {
    WrittenRows fresh;
    WrittenRows changed;
    Rows undos;
    for (const auto& [before, changes] : writes) {
        (before->version == 0 ? fresh : changed).Add(*before, *changes, now);
        // What leads back, unless there was nothing before.
        std::string undo;
        if (before->version > 0)
            undo = Base64UrlEncode(roster_copy::ToProto(roster::Undo(before->state, *changes)).SerializeAsString());
        undos.push_back({changes->school_id.value, changes->version, now.time_since_epoch().count(), std::move(undo)});
    }
    SUITE_RETURN_IF_ERROR(fresh.Insert(session));
    SUITE_RETURN_IF_ERROR(changed.Write(session));
    SUITE_RETURN_IF_ERROR(session.Insert(kUndoTable, undos));
    return WriteJoins(session, writes, now);
}

}  // namespace suite::roster_sync::sql_roster
