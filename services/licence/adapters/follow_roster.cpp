#include "services/licence/adapters/follow_roster.hpp"

#include "services/licence/adapters/note_last_year.hpp"
#include "services/licence/adapters/queries.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {
namespace {

using sql::Value;

/// Links end with their groups (ROS-10).
Status EndLinks(sql::Session& session, const roster::SchoolChanges& changes, Instant now) {
    std::vector<GroupId> gone = changes.removed_groups;
    if (changes.complete) {
        SUITE_ASSIGN(const auto rows, session.Query(query::kLinksWithoutGroup, {Value{changes.school_id.value}}));
        for (const auto& row : rows) gone.push_back(GroupId{row.Int(0)});
    }
    if (gone.empty()) return {};
    // Its history is numbered, and a coordinator may be linking at this moment.
    SUITE_RETURN_IF_ERROR(session.LockSchool(changes.school_id.value));
    SqlLinks links(session);
    SqlHistory history(session);
    for (const auto group : gone) {
        SUITE_ASSIGN(const auto linked,
                     session.Query(query::kLinksOfGroup, {Value{changes.school_id.value}, Value{group.value}}));
        for (const auto& link : linked) {
            const LicenceId licence{link.Int(0)};
            SUITE_ASSIGN(const bool removed, links.RemoveGroup(changes.school_id, licence, group));
            if (!removed) continue;
            SUITE_RETURN_IF_ERROR(history.Add(changes.school_id, {.at = now,
                                                                  .licence = licence,
                                                                  .subject_id = group.value,
                                                                  .group_name = link.Text(2),
                                                                  .action = LinkAction::kUnlink,
                                                                  .how = How::kRoster}));
            SUITE_RETURN_IF_ERROR(ChangeMapping(session, changes.school_id, link.Text(1), now));
        }
    }
    return {};
}

}  // namespace

Status OnRosterChanges(sql::Session& session, const roster::SchoolChanges& changes, Instant now) {
    SUITE_RETURN_IF_ERROR(EndLinks(session, changes, now));
    return AskForMatches(session, changes, now);
}

}  // namespace suite::licence
