#include "services/result_exchange/app/pull_results.hpp"

#include "core/reasons.hpp"
#include "services/result_exchange/app/access.hpp"
#include "services/result_exchange/app/page.hpp"
#include "services/result_exchange/domain/cursor.hpp"

namespace suite::results {

Result<PullPage> PullResults::operator()(const Actor& actor, std::int64_t limit, const std::string& cursor,
                                         Deadline deadline) {
    SUITE_ASSIGN(const std::string las, MayPull(actor));
    SUITE_ASSIGN(const std::size_t page, PageLimit(limit));
    SUITE_ASSIGN(const QueueState state, store_.State(las, deadline));
    std::int64_t number = state.acknowledged;
    if (!cursor.empty()) {
        const auto known = DecodeCursor(cursor);
        // A number that was never given would acknowledge results that are still to come.
        if (!known || *known > state.last) {
            return Fail(Code::kInvalidArgument, reason::kInvalidCursor, "not a cursor of this list");
        }
        number = *known;
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
    answer.next_cursor = EncodeCursor(answer.items.empty() ? number : answer.items.back().number);
    return answer;
}

}  // namespace suite::results
