// How long a piece of work may still take. Nothing crosses a process without one.
#pragma once

#include <algorithm>
#include <chrono>

namespace suite {

/// A point on the steady clock; cheap to copy.
class Deadline {
  public:
    using Duration = std::chrono::milliseconds;

    [[nodiscard]] static Deadline In(Duration duration) { return Deadline{SteadyClock::now() + duration}; }
    /// Zero when it has passed.
    [[nodiscard]] Duration Remaining() const {
        return std::max(Duration{0}, std::chrono::duration_cast<Duration>(at_ - SteadyClock::now()));
    }
    [[nodiscard]] bool Passed() const { return SteadyClock::now() >= at_; }
    /// The earlier of this one and `duration` from now.
    [[nodiscard]] Deadline AtMost(Duration duration) const {
        return Deadline{std::min(at_, SteadyClock::now() + duration)};
    }

  private:
    using SteadyClock = std::chrono::steady_clock;
    explicit Deadline(SteadyClock::time_point at) : at_(at) {}
    SteadyClock::time_point at_;
};

}  // namespace suite
