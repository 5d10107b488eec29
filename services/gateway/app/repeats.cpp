#include "services/gateway/app/repeats.hpp"

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

std::unexpected<Error> Running() {
    return Fail(Code::kAborted, reason::kRequestRunning, "the same request is being done just now");
}

}  // namespace

Result<OnceAnswer> Repeats::Do(const OnceRequest& request, Deadline deadline,
                               const std::function<Result<KeptAnswer>()>& work) const {
    const auto& key_hash = request.key_hash;
    const KeptRequest own{.fingerprint = request.fingerprint, .begun_at = clock_.Now()};
    SUITE_ASSIGN(const auto known, store_.Begin(key_hash, own, own.begun_at - kRepeatTime, deadline));
    if (known) {
        SUITE_ASSIGN(const auto repeat, JudgeRepeat(known, request.fingerprint, own.begun_at, request.longest));
        if (repeat == Repeat::kAnswer) {
            SUITE_ASSIGN(auto answer, store_.Answer(key_hash, deadline));
            if (!answer) return Running();
            return OnceAnswer{.answer = std::move(*answer), .repeated = true};
        }
        SUITE_ASSIGN(const bool taken, store_.Take(key_hash, known->begun_at, own, deadline));
        if (!taken) return Running();
    }
    auto answer = work();
    // The work may have used up its time; that the key is known matters all the same.
    const auto soon = Deadline::In(std::chrono::seconds(2));
    if (!answer) {
        store_.Forget(key_hash, own.begun_at, soon);
        return std::unexpected(answer.error());
    }
    store_.Finish(key_hash, own.begun_at, *answer, soon);
    return OnceAnswer{.answer = std::move(*answer)};
}

}  // namespace suite::gateway
