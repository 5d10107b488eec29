#include "services/licence/adapters/follow_roster.hpp"

#include <set>

#include "services/licence/adapters/link_queries.hpp"
#include "services/licence/adapters/note_last_year.hpp"
#include "services/licence/adapters/sql_parts.hpp"
#include "services/licence/adapters/sql_users.hpp"
#include "services/licence/app/end_group_links.hpp"
#include "services/licence/app/seat_steps.hpp"
#include "services/licence/domain/links.hpp"

namespace suite::licence {
namespace {

using sql::Value;

/// Links end with their groups (ROS-10).
Status EndLinksOfGroups(sql::Session& session, const roster::SchoolChanges& changes, Instant now) {
    if (!changes.complete && changes.removed_groups.empty()) return {};
    // Its history is numbered, and a coordinator may be linking at this moment.
    SUITE_RETURN_IF_ERROR(session.LockSchool(changes.school_id.value));
    return InTransactionOf(session, [&](LicenceTx& tx) { return EndGroupLinksOf(tx, changes.school_id, now); });
}

PupilLinkFacts ReadFacts(const sql::Row& row) {
    const auto year = [&](std::size_t column) -> std::optional<SchoolYear> {
        const auto first = row.OptInt(column);
        return first ? std::optional(SchoolYear{static_cast<int>(*first)}) : std::nullopt;
    };
    return {.made_in = year(3), .at_school = !row.IsNull(4), .base_year = year(5)};
}

/// Links of single pupils end when they leave, and with the school year of their group. One that is made while its
/// pupil goes gives nobody access, and ends at the school's next change.
Status EndPupilLinks(sql::Session& session, const roster::SchoolChanges& changes, Instant now) {
    if (!changes.complete && changes.pupils.empty() && changes.removed_pupils.empty() && changes.groups.empty())
        return {};
    const SchoolId school = changes.school_id;
    SUITE_ASSIGN(const auto rows, session.Query(query::kPupilLinksOfSchool, {Value{school.value}}));
    SqlLinks links(session);
    SqlHistory history(session);
    for (const auto& row : rows) {
        const auto end = EndOfPupilLink(ReadFacts(row));
        if (!end) continue;
        const PersonId pupil{row.Int(0)};
        const LicenceId licence{row.Int(1)};
        SUITE_RETURN_IF_ERROR(session.LockSchool(school.value));
        SUITE_ASSIGN(const bool removed, links.RemovePupil(school, licence, pupil));
        if (!removed) continue;
        SUITE_RETURN_IF_ERROR(history.Add(school, {.at = now,
                                                   .licence = licence,
                                                   .subject = Subject::kPupil,
                                                   .subject_id = pupil.value,
                                                   .action = LinkAction::kUnlink,
                                                   .how = *end}));
        SUITE_RETURN_IF_ERROR(ChangeMapping(session, school, now));
    }
    return {};
}

}  // namespace

Status OnRosterChanges(sql::Session& session, const roster::SchoolChanges& changes, Instant now) {
    SUITE_RETURN_IF_ERROR(EndLinksOfGroups(session, changes, now));
    SUITE_RETURN_IF_ERROR(EndPupilLinks(session, changes, now));
    SUITE_RETURN_IF_ERROR(AskForMatches(session, changes, now));
    // Who is at the school, or whether it is open and consents: with it the icons at Basispoort change (LIC-09).
    const bool only_groups = !changes.complete && !changes.school && changes.pupils.empty() && changes.staff.empty() &&
                             changes.removed_groups.empty() && changes.removed_pupils.empty() &&
                             changes.removed_staff.empty();
    if (!only_groups) SUITE_RETURN_IF_ERROR(TellIfLicensed(session, changes.school_id, now));
    const bool gone = changes.complete || !changes.removed_pupils.empty();
    if (!gone && changes.pupils.empty()) return {};
    return InTransactionOf(session, [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(SeatsFollowRoster(tx, changes.school_id, gone, now));
        return changes.Erased() ? tx.Corrections().Erase(changes.school_id) : Status{};
    });
}

Status OnRosterChanges(sql::Session& session, std::span<const roster::SchoolChanges* const> all, Instant now) {
    std::vector<Value> schools;
    for (const auto* changes : all) schools.emplace_back(changes->school_id.value);
    if (schools.empty()) return {};
    SUITE_ASSIGN(const auto rows, session.Query("SELECT DISTINCT school_id FROM licence WHERE school_id IN (" +
                                                    sql::Places(1, schools.size()) + ")",
                                                schools));
    std::set<SchoolId> licensed;
    for (const auto& row : rows) licensed.insert(SchoolId{row.Int(0)});
    for (const auto* changes : all) {
        // An erased school leaves nothing behind, whatever it had (ROS-12).
        if (licensed.contains(changes->school_id) || changes->Erased())
            SUITE_RETURN_IF_ERROR(OnRosterChanges(session, *changes, now));
    }
    return {};
}

}  // namespace suite::licence
