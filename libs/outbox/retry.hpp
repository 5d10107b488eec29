// When a failed delivery is tried again: pure rules.
#pragma once

#include <chrono>
#include <cstdint>

#include "core/error.hpp"

namespace suite::outbox {

struct RetryRule {
    std::chrono::milliseconds first{std::chrono::seconds(2)};
    std::chrono::milliseconds longest{std::chrono::minutes(15)};
    int max_attempts = 12;  // with the above: parked after about an hour and a half
};

inline constexpr std::uint32_t kJitterRange = 1000;

/// The pause after attempt number `attempt` (1, 2, ...) failed: doubles from `first` to `longest`, of which the upper
/// half is jitter, so that messages that failed together do not come back together. `jitter`: 0 to kJitterRange, the
/// latter giving the full pause.
[[nodiscard]] std::chrono::milliseconds PauseAfter(const RetryRule& rule, int attempt, std::uint32_t jitter);

/// Whether a peer that answered so may answer otherwise later, without anybody changing the message: UNAVAILABLE,
/// DEADLINE_EXCEEDED, ABORTED, RESOURCE_EXHAUSTED.
[[nodiscard]] bool IsTransient(Code code);

}  // namespace suite::outbox
