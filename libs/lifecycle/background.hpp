// Work that may take as long as it takes: loads give way to whoever waits for an answer.
#pragma once

#include <chrono>
#include <exception>
#include <optional>
#include <thread>
#include <type_traits>

namespace suite::lifecycle {

/// A tenth of an ordinary thread's share, when both want the same processor. Not the least possible (19): such a thread
/// may hold SQLite's only writer, and on a busy machine everybody who writes would then wait for it without end.
inline constexpr int kBackgroundNice = 10;
/// What it runs at a stretch when nobody wakes. Linux (6.12 and later) lets a thread that wakes interrupt one with a
/// longer slice than its own (3 ms or less) at once; among equals it waits for that slice to end, at each step of an
/// answer.
inline constexpr std::chrono::nanoseconds kBackgroundSlice = std::chrono::milliseconds(20);

enum class Load {
    kLarge,  // minutes: where there are several processors it leaves the first to others
    kSmall,  // some seconds, such as a night's changes: may use all
};

/// From here on the calling thread gets a smaller share of the processors (nice), and a waking ordinary thread takes
/// over at once (SCHED_BATCH); for good, because only a privileged thread may come back. Never SCHED_IDLE, for the
/// reason above. Threads that it starts give way too (Linux hands all of it on), so it starts none and opens no
/// channel. Where the system does not allow it nothing changes.
void GiveWay(Load load) noexcept;

/// Runs `work` on a thread of its own that gives way, and waits for it. For a piece of a load in a thread that has
/// other duties, such as gRPC's. What `work` throws is thrown here.
template <class Work>
std::invoke_result_t<Work&> InBackground(Load load, Work&& work) {
    std::optional<std::invoke_result_t<Work&>> result;
    std::exception_ptr thrown;
    std::thread([&] {
        GiveWay(load);
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
