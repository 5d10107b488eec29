#include "services/result_exchange/app/pull_results.hpp"

#include "core/paging.hpp"
#include "services/result_exchange/app/access.hpp"

namespace suite::results {

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
    answer.next_cursor = EncodeCursor(std::to_string(answer.items.empty() ? number : answer.items.back().number));
    return answer;
}

}  // namespace suite::results
