// The guard against disasters (ROS-09): a broken export must not empty a school.
#pragma once

#include <cstddef>

#include "core/time.hpp"

namespace suite::roster_sync {

/// Share and count must both be exceeded before removals are held. The country's figures behind them are in
/// docs/decisions/0011 (made by tools/guard_calibration): outside summer a school that loses over a tenth of its pupils
/// in one night is practically always an accident; from one school year to the next seven to eleven in a hundred do.
struct GuardThresholds {
    bool enabled = true;
    int percent = 10;
    int summer_percent = 25;  // July and August
    std::size_t count = 5;
};

/// Removals of one type (pupils, staff or groups) of one school.
struct Removals {
    std::size_t present = 0;     // before the batch
    std::size_t removed = 0;     // all that would go
    std::size_t expected = 0;    // of those, the ones the rollover explains
    bool nothing_named = false;  // a snapshot without a single record of the type
};

/// True when the removals must wait for a person's decision. No data is never "everybody left": a snapshot that names
/// nobody is held however few there are.
[[nodiscard]] constexpr bool HoldsRemovals(const Removals& removals, const GuardThresholds& thresholds,
                                           Date today = {}) {
    if (!thresholds.enabled || removals.removed == 0) return false;
    if (removals.nothing_named) return true;
    const auto counted = removals.removed - removals.expected;
    const auto month = std::chrono::year_month_day{today.days}.month();
    const bool summer = month == std::chrono::July || month == std::chrono::August;
    const int percent = summer ? thresholds.summer_percent : thresholds.percent;
    return counted > thresholds.count && counted * 100 > removals.present * static_cast<std::size_t>(percent);
}

/// July to September: group 8 leaves and last year's groups end (ROS-10).
[[nodiscard]] constexpr bool IsRollover(Date day) {
    const auto month = std::chrono::year_month_day{day.days}.month();
    return month >= std::chrono::July && month <= std::chrono::September;
}

}  // namespace suite::roster_sync
