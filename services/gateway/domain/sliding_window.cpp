#include "services/gateway/domain/sliding_window.hpp"

#include <algorithm>

namespace suite::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t CeilDivide(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

}  // namespace

BucketTime BucketAt(milliseconds since_epoch, seconds window) {
    const std::int64_t length = milliseconds(window).count();
    std::int64_t bucket = since_epoch.count() / length;
    if (since_epoch.count() < bucket * length) --bucket;
    return {.bucket = bucket, .elapsed = since_epoch - milliseconds(bucket * length)};
}

std::int64_t Weigh(const Usage& usage, const Limit& limit, milliseconds elapsed) {
    const std::int64_t length = milliseconds(limit.window).count();
    const std::int64_t covered = std::clamp<std::int64_t>(length - elapsed.count(), 0, length);
    return usage.current + CeilDivide(usage.previous * covered, length);
}

seconds TimeUntilNext(const Usage& usage, const Limit& limit, milliseconds elapsed) {
    if (Weigh(usage, limit, elapsed) < limit.count) return seconds(0);
    const std::int64_t length = milliseconds(limit.window).count();
    // Of a bucket's `weight` only `room` may still be covered: so long after the bucket's successor began.
    const auto until = [&](std::int64_t weight, std::int64_t room) {
        return weight <= room ? 0 : length - room * length / weight;
    };
    const std::int64_t room = limit.count - 1 - usage.current;
    const std::int64_t wait = room >= 0 ? until(usage.previous, room) - elapsed.count()
                                        : length - elapsed.count() + until(usage.current, limit.count - 1);
    return seconds(std::max<std::int64_t>(1, CeilDivide(wait, 1000)));
}

Allowance JudgeNext(const Usage& usage, const Limit& limit, milliseconds elapsed) {
    return JudgeTaken({.previous = usage.previous, .current = usage.current + 1}, limit, elapsed);
}

Allowance JudgeTaken(const Usage& usage, const Limit& limit, milliseconds elapsed) {
    const std::int64_t remaining = limit.count - Weigh(usage, limit, elapsed);
    Allowance standing{.admitted = remaining >= 0, .remaining = std::max<std::int64_t>(remaining, 0)};
    // The one that is refused is no part of what has to run out.
    const Usage others{.previous = usage.previous, .current = std::max<std::int64_t>(usage.current - 1, 0)};
    standing.reset =
        standing.admitted ? std::chrono::ceil<seconds>(limit.window - elapsed) : TimeUntilNext(others, limit, elapsed);
    return standing;
}

}  // namespace suite::gateway
