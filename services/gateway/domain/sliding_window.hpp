// How many requests still fit: a sliding window of two buckets. Pure.
#pragma once

#include <chrono>
#include <cstdint>

namespace suite::gateway {

/// At most `count` in `window`.
struct Limit {
    std::int64_t count = 0;          // 1 to 10^9
    std::chrono::seconds window{0};  // 1 to 3600

    auto operator<=>(const Limit&) const = default;
};

/// Time is cut into buckets as long as the window. What counts is this bucket, and of the one before it the part that
/// the window still covers, as if its requests had come evenly: two numbers a caller, whatever the limit is. Kept exact
/// (a list of times) the numbers would be as many as the requests.
struct Usage {
    std::int64_t previous = 0;
    std::int64_t current = 0;
};

/// The bucket that a moment, counted from any fixed one, lies in, and how far.
struct BucketTime {
    std::int64_t bucket = 0;
    std::chrono::milliseconds elapsed{0};  // from 0 to below the window
};
[[nodiscard]] BucketTime BucketAt(std::chrono::milliseconds since_epoch, std::chrono::seconds window);

/// What is left to a caller of its limit.
struct Allowance {
    bool admitted = true;
    std::int64_t remaining = 0;    // that would be admitted at this moment; never below 0
    std::chrono::seconds reset{};  // admitted: until the bucket ends. Refused: when to come back, at least 1 s
};

/// Requests that count at this moment, rounded up.
[[nodiscard]] std::int64_t Weigh(const Usage& usage, const Limit& limit, std::chrono::milliseconds elapsed);
/// Whether one more fits on top of `usage`; `remaining` is what is left after it.
[[nodiscard]] Allowance JudgeNext(const Usage& usage, const Limit& limit, std::chrono::milliseconds elapsed);
/// Whether what `usage` holds, the request in question included, fits.
[[nodiscard]] Allowance JudgeTaken(const Usage& usage, const Limit& limit, std::chrono::milliseconds elapsed);
/// After how many whole seconds one more fits, if nobody asks until then; 0 when it fits now.
[[nodiscard]] std::chrono::seconds TimeUntilNext(const Usage& usage, const Limit& limit,
                                                 std::chrono::milliseconds elapsed);

}  // namespace suite::gateway
