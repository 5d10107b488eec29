#include "services/result_exchange/app/pull_results.hpp"

#include <map>

#include "core/operations.hpp"
#include "core/paging.hpp"
#include "services/result_exchange/app/access.hpp"

namespace suite::results {
namespace {

/// One for each school of the page: what was fetched is seen by somebody outside the school (ACC-06).
std::vector<AuditNote> Views(const Actor& actor, const std::string& las, const std::vector<PulledResult>& items,
                             Instant at) {
    std::map<SchoolId, std::int64_t> counts;
    for (const auto& item : items) ++counts[item.result.school];
    std::vector<AuditNote> notes;
    for (const auto& [school, count] : counts) {
        notes.push_back({.school = school,
                         .at = at,
                         .actor = actor,
                         .operation = operation::kResultsPulled,
                         .facts = {{"las", las}, {"results", std::to_string(count)}}});
    }
    return notes;
}

}  // namespace

Result<PullPage> PullResults::operator()(const Actor& actor, std::int64_t limit, const std::string& cursor,
                                         Deadline deadline) {
    SUITE_ASSIGN(const std::string las, MayPull(actor));
    SUITE_ASSIGN(const auto page_size, PageSize(limit));
    const auto page = static_cast<std::size_t>(page_size);
    SUITE_ASSIGN(const QueueState state, store_.State(las, deadline));
    std::int64_t number = state.acknowledged;
    if (!cursor.empty()) {
        SUITE_ASSIGN(number, DecodeNumberCursor(cursor));
        // A number that was never given would acknowledge results that are still to come.
        if (number > state.last) return InvalidCursor();
    }
    if (number > state.acknowledged) {
        SUITE_RETURN_IF_ERROR(store_.Acknowledge(las, state.acknowledged, number, clock_.Now(), deadline));
    }
    PullPage answer;
    SUITE_ASSIGN(answer.items, store_.After(las, number, page + 1, deadline));
    if (answer.items.size() > page) {
        answer.items.resize(page);
        answer.has_more = true;
    }
    // Before the answer, which without an entry is none.
    if (!answer.items.empty())
        SUITE_RETURN_IF_ERROR(store_.Note(Views(actor, las, answer.items, clock_.Now()), deadline));
    answer.next_cursor = EncodeCursor(std::to_string(answer.items.empty() ? number : answer.items.back().number));
    return answer;
}

}  // namespace suite::results
