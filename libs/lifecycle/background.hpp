// Work that may take as long as it takes: loads give way to whoever waits for an answer.
#pragma once

#include <exception>
#include <optional>
#include <thread>
#include <type_traits>

namespace suite::lifecycle {

/// A third of an ordinary thread's share, when both want the processor.
inline constexpr int kBackgroundNice = 5;

/// From here on the calling thread gets a smaller share of the processor (nice) and a waking ordinary thread takes it
/// over at once (SCHED_BATCH); for good, because only a privileged thread may come back. Never SCHED_IDLE: such a
/// thread may hold SQLite's only writer, and on a busy machine everybody who writes would then wait for it without end.
/// Threads that it starts give way too (Linux hands the policy on), so it starts none and opens no channel. Where the
/// system does not allow it nothing changes.
void GiveWay() noexcept;

/// Runs `work` on a thread of its own that gives way, and waits for it. For a piece of a load in a thread that has
/// other duties, such as gRPC's. What `work` throws is thrown here.
template <class Work>
std::invoke_result_t<Work&> InBackground(Work&& work) {
    std::optional<std::invoke_result_t<Work&>> result;
    std::exception_ptr thrown;
    std::thread([&] {
        GiveWay();
        try {
            result.emplace(work());
        } catch (...) {
            thrown = std::current_exception();
        }
    }).join();
    if (thrown) std::rethrow_exception(thrown);
    return *std::move(result);
}

}  // namespace suite::lifecycle
