// Reading schools whole: one query per table for all that are asked for.
#include <algorithm>
#include <array>
#include <map>

#include "services/roster_sync/adapters/queries.hpp"
#include "services/roster_sync/adapters/sql_parts.hpp"
#include "services/roster_sync/adapters/sql_roster.hpp"

namespace suite::roster_sync::sql_roster {
namespace {

using sql::Value;
using Schools = std::map<SchoolId, VersionedSchool>;
using Members = std::vector<std::pair<PersonId, GroupId>>;

template <class Person>
void ReadPerson(const sql::Row& row, Person& person) {
    person.id = PersonId{row.Int(1)};
    person.keys = {.basispoort_id = row.OptInt(2), .eck_id = row.Text(3), .las_key = row.Text(4)};
    person.name = {.given = row.Text(5), .prefix = row.Text(6), .family = row.Text(7)};
}

roster::Group ReadGroup(const sql::Row& row) {
    return {.id = GroupId{row.Int(1)},
            .school_year = SchoolYear{static_cast<int>(row.Int(2))},
            .las_key = row.Text(3),
            .name = row.Text(4),
            .kind = row.Bool(5) ? roster::GroupKind::kComposed : roster::GroupKind::kBase,
            .year_group = row.Text(6)};
}

roster::Pupil ReadPupil(const sql::Row& row) {
    roster::Pupil pupil;
    ReadPerson(row, pupil);
    pupil.year_group = row.Text(8);
    if (!row.IsNull(9)) pupil.base_group = GroupId{row.Int(9)};
    pupil.active = row.Bool(10);
    return pupil;
}

roster::StaffMember ReadStaff(const sql::Row& row) {
    roster::StaffMember member;
    ReadPerson(row, member);
    member.email = row.Text(8);
    if (!row.IsNull(9)) member.end_date = Date::Parse(row.Text(9));
    for (const auto word : Split(row.Text(10), ' ')) {
        if (const auto role = roster::ParseStaffRole(word)) member.roles.push_back(*role);
    }
    member.active = row.Bool(11);
    return member;
}

/// By id, as everybody who searches them expects; the index mostly has them in that order already.
void SortById(auto& entities) {
    const auto by_id = [](const auto& one, const auto& two) { return one.id < two.id; };
    if (!std::ranges::is_sorted(entities, by_id)) std::ranges::sort(entities, by_id);
}

std::span<const Members::value_type> MembershipsOf(const Members& members, PersonId person) {
    const auto found = std::ranges::equal_range(members, person, {}, &Members::value_type::first);
    return {found.begin(), found.end()};
}

void PutInGroups(roster::SchoolState& state, Members& members) {
    if (!std::ranges::is_sorted(members)) std::ranges::sort(members);
    for (auto& pupil : state.pupils) {
        for (const auto& [person, group] : MembershipsOf(members, pupil.id)) {
            if (group != pupil.base_group) pupil.composed_groups.push_back(group);
        }
    }
    for (auto& member : state.staff) {
        for (const auto& [person, group] : MembershipsOf(members, member.id)) member.groups.push_back(group);
    }
}

/// Calls `add` with each row's school and the row, of one query over some of the schools.
Status Each(sql::Session& session, std::span<const SchoolId> ids, std::string (*query)(const std::string&),
            const std::function<void(SchoolId, const sql::Row&)>& add) {
    return ByIds(ids, {}, [&](const std::string& places, std::span<const Value> values) -> Status {
        SUITE_ASSIGN(const auto rows, session.Query(query(places), values));
        for (const auto& row : rows) add(SchoolId{row.Int(0)}, row);
        return {};
    });
}

constexpr std::size_t kAskedAtOnce = 100;  // always as many, so that a statement's text stays the same

/// The pupils of these schools who have one of the keys that were asked for.
Status LoadNamed(sql::Session& session, std::span<const PartOfSchool> parts, Schools& loaded) {
    static constexpr std::array<sql::Column, 4> kColumns{
        {{"school_id"}, {"basispoort_id"}, {"eck_id", false}, {"las_key", false}}};
    static const std::string kSql = sql::WithRows("asked", kColumns, kAskedAtOnce) + query::PupilsOfAsked();
    std::vector<Value> asked;
    const auto add = [&](SchoolId school, const roster::PersonKeys& keys) {
        asked.insert(asked.end(), {school.value, keys.basispoort_id.value_or(-1),  // nobody's
                                   keys.eck_id.empty() ? " " : keys.eck_id,        // no key is a space
                                   keys.las_key.empty() ? " " : keys.las_key});
    };
    const auto ask = [&]() -> Status {
        if (asked.empty()) return {};
        while (asked.size() < kAskedAtOnce * kColumns.size()) add(SchoolId{0}, {});  // no school has number 0
        SUITE_ASSIGN(const auto rows, session.Query(kSql, std::span<const Value>(asked)));
        asked.clear();
        for (const auto& row : rows) loaded.at(SchoolId{row.Int(0)}).state.pupils.push_back(ReadPupil(row));
        return {};
    };
    for (const auto& part : parts) {
        if (!loaded.contains(part.school)) continue;
        if (asked.size() / kColumns.size() + part.pupils.size() > kAskedAtOnce) SUITE_RETURN_IF_ERROR(ask());
        for (const auto& keys : part.pupils) add(part.school, keys);
    }
    return ask();
}

/// Calls `add` with each row of a query over pairs of a school's id and another, some at a time.
template <class AnyId, class Add>
Status ByPairs(sql::Session& session, const std::string& sql, std::span<const std::pair<SchoolId, AnyId>> pairs,
               Add add) {
    for (std::size_t from = 0; from < pairs.size(); from += kAskedAtOnce) {
        std::vector<Value> values;
        for (std::size_t i = from; i < from + kAskedAtOnce; ++i) {
            const bool real = i < pairs.size();  // no school has number 0, which fills up
            values.emplace_back(real ? pairs[i].first.value : std::int64_t{0});
            values.emplace_back(real ? pairs[i].second.value : std::int64_t{0});
        }
        SUITE_ASSIGN(const auto rows, session.Query(sql, std::span<const Value>(values)));
        for (const auto& row : rows) add(row);
    }
    return {};
}

/// The memberships of the persons who were loaded.
Result<std::map<SchoolId, Members>> MembersOfLoaded(sql::Session& session, const Schools& loaded) {
    static constexpr std::array<sql::Column, 2> kColumns{{{"school_id"}, {"person_id"}}};
    static const std::string kSql =
        sql::WithRows("asked", kColumns, kAskedAtOnce) + std::string(query::kMembersOfAsked);
    std::vector<std::pair<SchoolId, PersonId>> persons;
    for (const auto& [id, school] : loaded) {
        for (const auto& pupil : school.state.pupils) persons.emplace_back(id, pupil.id);
        for (const auto& member : school.state.staff) persons.emplace_back(id, member.id);
    }
    std::map<SchoolId, Members> members;
    SUITE_RETURN_IF_ERROR(
        ByPairs(session, kSql, std::span<const std::pair<SchoolId, PersonId>>(persons), [&](const sql::Row& row) {
            members[SchoolId{row.Int(0)}].emplace_back(PersonId{row.Int(1)}, GroupId{row.Int(2)});
        }));
    return members;
}

Result<Schools> LoadSchools(sql::Session& session, std::span<const SchoolId> ids) {
    Schools loaded;
    SUITE_RETURN_IF_ERROR(Each(session, ids, &query::SchoolsOf, [&](SchoolId id, const sql::Row& row) {
        loaded.emplace(id, VersionedSchool{.state = {.school = ReadSchool(row)}, .version = row.Int(14)});
    }));
    return loaded;
}

std::vector<SchoolId> IdsOf(const Schools& schools) {
    std::vector<SchoolId> ids;
    for (const auto& [id, school] : schools) ids.push_back(id);
    return ids;
}

void Finish(Schools& schools, std::map<SchoolId, Members>& members) {
    for (auto& [id, school] : schools) {
        SortById(school.state.groups);
        SortById(school.state.pupils);
        SortById(school.state.staff);
        PutInGroups(school.state, members[id]);
    }
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
    SUITE_ASSIGN(auto loaded, Load(session, std::span(&id, 1)));
    if (loaded.empty()) return std::optional<VersionedSchool>{};
    return std::optional(std::move(loaded.begin()->second));
}

Result<Schools> Load(sql::Session& session, std::span<const SchoolId> ids) {
    SUITE_ASSIGN(auto loaded, LoadSchools(session, ids));
    const auto present = IdsOf(loaded);
    SUITE_RETURN_IF_ERROR(Each(session, present, &query::GroupsOf, [&](SchoolId id, const sql::Row& row) {
        loaded.at(id).state.groups.push_back(ReadGroup(row));
    }));
    std::map<SchoolId, Members> members;
    SUITE_RETURN_IF_ERROR(Each(session, present, &query::MembersOf, [&](SchoolId id, const sql::Row& row) {
        members[id].emplace_back(PersonId{row.Int(1)}, GroupId{row.Int(2)});
    }));
    SUITE_RETURN_IF_ERROR(Each(session, present, &query::PupilsOf, [&](SchoolId id, const sql::Row& row) {
        loaded.at(id).state.pupils.push_back(ReadPupil(row));
    }));
    SUITE_RETURN_IF_ERROR(Each(session, present, &query::StaffOf, [&](SchoolId id, const sql::Row& row) {
        loaded.at(id).state.staff.push_back(ReadStaff(row));
    }));
    Finish(loaded, members);
    return loaded;
}

Result<Schools> Load(sql::Session& session, std::span<const PartOfSchool> parts) {
    std::vector<SchoolId> ids;
    for (const auto& part : parts) ids.push_back(part.school);
    SUITE_ASSIGN(auto loaded, LoadSchools(session, ids));
    SUITE_RETURN_IF_ERROR(Each(session, IdsOf(loaded), &query::GroupsOf, [&](SchoolId id, const sql::Row& row) {
        loaded.at(id).state.groups.push_back(ReadGroup(row));
    }));
    SUITE_RETURN_IF_ERROR(LoadNamed(session, parts, loaded));
    std::vector<SchoolId> with_staff;
    for (const auto& part : parts) {
        if (part.staff && loaded.contains(part.school)) with_staff.push_back(part.school);
    }
    SUITE_RETURN_IF_ERROR(Each(session, with_staff, &query::StaffOf, [&](SchoolId id, const sql::Row& row) {
        loaded.at(id).state.staff.push_back(ReadStaff(row));
    }));
    SUITE_ASSIGN(auto members, MembersOfLoaded(session, loaded));
    for (auto& [id, school] : loaded) school.whole = false;
    Finish(loaded, members);
    return loaded;
}

Result<std::map<SchoolId, std::vector<GroupId>>> WithPupils(sql::Session& session,
                                                            std::span<const GroupOfSchool> groups) {
    static constexpr std::array<sql::Column, 2> kColumns{{{"school_id"}, {"group_id"}}};
    static const std::string kSql =
        sql::WithRows("asked", kColumns, kAskedAtOnce) + std::string(query::kWithPupilsOfAsked);
    std::map<SchoolId, std::vector<GroupId>> with;
    SUITE_RETURN_IF_ERROR(ByPairs(session, kSql, groups, [&](const sql::Row& row) {
        with[SchoolId{row.Int(0)}].push_back(GroupId{row.Int(1)});
    }));
    return with;
}

}  // namespace suite::roster_sync::sql_roster
