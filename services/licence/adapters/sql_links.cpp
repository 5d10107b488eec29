#include "services/licence/adapters/match_queries.hpp"
#include "services/licence/adapters/queries.hpp"
#include "services/licence/adapters/sql_matches.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {

using sql::Value;

Result<bool> SqlLinks::AddGroup(SchoolId school, LicenceId licence, const KnownGroup& group, How how, Instant at) {
    SUITE_ASSIGN(
        const auto added,
        session_.Execute(query::kAddLink, {Value{school.value}, Value{licence.value}, Value{group.id.value},
                                           Value{Millis(at)}, Value{std::string(Name(how))}, Value{group.name}}));
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

}  // namespace suite::licence
