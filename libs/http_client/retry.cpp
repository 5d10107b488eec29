#include "http_client/retry.hpp"

#include <algorithm>
#include <optional>
#include <thread>

#include "core/reasons.hpp"

namespace suite::http {

bool MayFareBetter(const Result<ClientResponse>& outcome) {
    if (!outcome) {
        return outcome.error().code == Code::kUnavailable || outcome.error().code == Code::kDeadlineExceeded;
    }
    return outcome->status == 500 || outcome->status == 502 || outcome->status == 503 || outcome->status == 504;
}

Result<ClientResponse> GetWithRetries(Client& client, ClientRequest request, Deadline deadline, const RetryRule& rule,
                                      const std::function<std::uint32_t(std::uint32_t)>& random) {
    if (request.method != "GET") return Fail(Code::kInvalidArgument, reason::kInvalidRequest, "only a GET is repeated");
    if (deadline.Passed()) {
        return Fail(Code::kDeadlineExceeded, reason::kDeadlineExceeded, "no time is left to ask");
    }
    const auto one_try = request.timeout;
    std::optional<Result<ClientResponse>> before;
    for (int tried = 1;; ++tried) {
        request.timeout = std::min(one_try, deadline.Remaining());
        auto outcome = client.Send(request);
        const bool cut_short = !outcome && outcome.error().code == Code::kDeadlineExceeded && request.timeout < one_try;
        if (cut_short && before) return *std::move(before);
        if (tried >= rule.tries || !MayFareBetter(outcome)) return outcome;
        const auto pause = PauseAfter(rule.pauses, tried, random(kJitterRange + 1));
        if (pause >= deadline.Remaining()) return outcome;
        std::this_thread::sleep_for(pause);
        before = std::move(outcome);
    }
}

}  // namespace suite::http
