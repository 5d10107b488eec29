#include "services/roster_sync/applier.hpp"

#include <atomic>
#include <thread>

#include "lifecycle/background.hpp"
#include "log/log.hpp"

namespace suite::roster_sync {

Result<bool> ApplyNextBatch(const ApplyBatch& apply, std::size_t threads, const Worker::Pause& pause) {
    SUITE_ASSIGN(const auto plan, apply.Next());
    if (!plan) return false;
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::optional<Error> failed;  // guarded by mutex
    const auto next_school = [&]() -> std::optional<std::int64_t> {
        const auto i = next.fetch_add(1);
        return i < plan->schools.size() ? std::optional(plan->schools[i]) : std::nullopt;
    };
    const auto work = [&] {
        lifecycle::GiveWay(plan->batch.kind == BatchKind::kDelta ? lifecycle::Load::kSmall : lifecycle::Load::kLarge);
        while (pause(std::chrono::milliseconds(0))) {
            const auto some = apply.Some(plan->batch, next_school);
            if (some && !*some) return;
            if (some) continue;
            const std::lock_guard lock(mutex);
            failed = some.error();
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (std::size_t i = 0; i < std::min(threads, plan->schools.size()); ++i) helpers.emplace_back(work);
    }
    if (failed) return std::unexpected(std::move(*failed));
    SUITE_RETURN_IF_ERROR(apply.Finish(*plan));
    log::Info("batch applied", {{"sequence", plan->batch.sequence}, {"schools", plan->schools.size()}});
    return true;
}

}  // namespace suite::roster_sync
