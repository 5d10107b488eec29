// When what failed is tried again: pure rules.
#pragma once

#include <chrono>
#include <cstdint>

#include "core/error.hpp"

namespace suite {

/// How pauses grow.
struct Backoff {
    std::chrono::milliseconds first{};
    std::chrono::milliseconds longest{};
};

inline constexpr std::uint32_t kJitterRange = 1000;

/// The pause after attempt number `attempt` (1, 2, ...) failed: doubles from `first` to `longest`, of which the upper
/// half is jitter, so that those who failed together do not come back together. `jitter`: 0 to kJitterRange, the
/// latter giving the full pause.
[[nodiscard]] std::chrono::milliseconds PauseAfter(const Backoff& backoff, int attempt, std::uint32_t jitter);

/// Whether a peer that answered so may answer otherwise later, without anybody changing what is asked: UNAVAILABLE,
/// DEADLINE_EXCEEDED, ABORTED, RESOURCE_EXHAUSTED.
[[nodiscard]] bool IsTransient(Code code);

}  // namespace suite
