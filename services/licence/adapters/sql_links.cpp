#include <algorithm>
#include <tuple>

#include "core/text.hpp"
#include "services/licence/adapters/link_queries.hpp"
#include "services/licence/adapters/match_queries.hpp"
#include "services/licence/adapters/sql_matches.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {
namespace {

using sql::Value;

PupilLink ReadPupil(const sql::Row& row) {
    constexpr std::size_t kOrigin = 5;
    PupilLink link{.pupil = PersonId{row.Int(0)},
                   .name = ReadName(row, 1),
                   .sort_key = Fold(row.Text(3) + " " + row.Text(1)),
                   .year_group = row.OptText(4).value_or("")};
    if (!row.IsNull(kOrigin)) link.origin = ReadOrigin(row, kOrigin);
    return link;
}

/// One group of the pupil, those of the newest school year last.
void AddGroup(PupilLink& link, const sql::Row& row) {
    const bool base = !row.Bool(3);
    if (base) {
        link.group = GroupId{row.Int(1)};
        link.group_name = row.Text(2);
        if (link.year_group.empty()) link.year_group = row.Text(4);
    }
    if (!row.IsNull(5)) link.through_groups.push_back(row.Text(2));
}

}  // namespace

Result<std::vector<GroupLinkThere>> SqlLinks::Groups(SchoolId school) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kGroupLinksOfSchool, {Value{school.value}}));
    const auto year = [](const sql::Row& row, std::size_t column) -> std::optional<SchoolYear> {
        const auto first = row.OptInt(column);
        return first ? std::optional(SchoolYear{static_cast<int>(*first)}) : std::nullopt;
    };
    std::vector<GroupLinkThere> links;
    for (const auto& row : rows) {
        links.push_back({.licence = LicenceId{row.Int(0)},
                         .group = GroupId{row.Int(1)},
                         .group_name = row.Text(2),
                         .facts = {.year = year(row, 3), .group_known = !row.IsNull(4), .newest = year(row, 5)}});
    }
    return links;
}

Result<std::vector<SchoolId>> SqlLinks::SchoolsLinkedBefore(SchoolYear year, std::int64_t limit) {
    SUITE_ASSIGN(const auto rows,
                 session_.Query(query::kSchoolsWithLinksBefore, {Value{std::int64_t{year.first_year}}, Value{limit}}));
    std::vector<SchoolId> schools;
    for (const auto& row : rows) schools.push_back(SchoolId{row.Int(0)});
    return schools;
}

Result<bool> SqlLinks::AddGroup(SchoolId school, LicenceId licence, const KnownGroup& group, How how, Instant at) {
    const auto year = YearOfLink(group.school_year, DutchDay(at));
    SUITE_ASSIGN(const auto added,
                 session_.Execute(query::kAddLink, {Value{school.value}, Value{licence.value}, Value{group.id.value},
                                                    Value{Millis(at)}, Value{std::string(Name(how))}, Value{group.name},
                                                    Value{std::int64_t{year.first_year}}}));
    SUITE_RETURN_IF_ERROR(session_.Execute(
        query::kCloseProposal, {Value{school.value}, Value{licence.value}, Value{group.id.value}, Value{Millis(at)}}));
    // A hand that links what was linked automatically has said so too: it is a hand's from now on.
    if (added == 0 && how == How::kHand) {
        SUITE_RETURN_IF_ERROR(
            session_.Execute(query::kConfirmLink, {Value{school.value}, Value{licence.value}, Value{group.id.value}}));
    }
    if (added > 0 && how == How::kHand) {
        // What was proposed for the group besides may be none any more: a hand chose.
        SUITE_ASSIGN(const auto besides,
                     session_.QueryOptional(query::kOpenOfGroup, {Value{school.value}, Value{group.id.value}}));
        if (besides) SUITE_RETURN_IF_ERROR(SqlMatches(session_).Ask(school, at));
    }
    return added > 0;
}

Result<bool> SqlLinks::RemoveGroup(SchoolId school, LicenceId licence, GroupId group) {
    SUITE_ASSIGN(const auto removed,
                 session_.Execute(query::kRemoveLink, {Value{school.value}, Value{licence.value}, Value{group.value}}));
    return removed > 0;
}

Result<bool> SqlLinks::AddPupil(SchoolId school, LicenceId licence, PersonId pupil, SchoolYear year, How how,
                                Instant at) {
    SUITE_ASSIGN(const auto added,
                 session_.Execute(query::kAddPupilLink,
                                  {Value{school.value}, Value{pupil.value}, Value{licence.value}, Value{Millis(at)},
                                   Value{std::string(Name(how))}, Value{std::int64_t{year.first_year}}}));
    return added > 0;
}

Result<bool> SqlLinks::RemovePupil(SchoolId school, LicenceId licence, PersonId pupil) {
    SUITE_ASSIGN(const auto removed, session_.Execute(query::kRemovePupilLink,
                                                      {Value{school.value}, Value{pupil.value}, Value{licence.value}}));
    return removed > 0;
}

Result<std::vector<PupilLink>> SqlLinks::Pupils(SchoolId school, LicenceId licence) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kLinkedPupils, {Value{school.value}, Value{licence.value}}));
    std::vector<PupilLink> links;
    for (const auto& row : rows) links.push_back(ReadPupil(row));
    std::map<PersonId, PupilLink*> by_id;
    for (auto& link : links) by_id.emplace(link.pupil, &link);
    SUITE_ASSIGN(const auto groups,
                 session_.Query(query::kGroupsOfLinkedPupils, {Value{school.value}, Value{licence.value}}));
    for (const auto& row : groups) {
        const auto link = by_id.find(PersonId{row.Int(0)});
        if (link != by_id.end()) licence::AddGroup(*link->second, row);
    }
    // Folded here, because no two databases sort names alike.
    std::ranges::sort(links, {}, [](const PupilLink& link) { return std::tie(link.sort_key, link.pupil); });
    return links;
}

Result<std::optional<PupilLink>> SqlLinks::Pupil(SchoolId school, LicenceId licence, PersonId pupil) {
    SUITE_ASSIGN(
        const auto row,
        session_.QueryOptional(query::kPupilWithLink, {Value{school.value}, Value{licence.value}, Value{pupil.value}}));
    if (!row) return std::optional<PupilLink>{};
    PupilLink link = ReadPupil(*row);
    SUITE_ASSIGN(const auto groups, session_.Query(query::kGroupsOfPupil,
                                                   {Value{school.value}, Value{licence.value}, Value{pupil.value}}));
    for (const auto& group : groups) licence::AddGroup(link, group);
    return std::optional(std::move(link));
}

Result<std::set<PersonId>> SqlLinks::PupilsWith(SchoolId school, const std::string& title, Date day) {
    SUITE_ASSIGN(const auto rows,
                 session_.Query(query::kPupilsWithTitle, {Value{school.value}, Value{title}, Value{day.ToString()}}));
    std::set<PersonId> pupils;
    for (const auto& row : rows) pupils.insert(PersonId{row.Int(0)});
    return pupils;
}

}  // namespace suite::licence
