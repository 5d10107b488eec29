// How long a PostgreSQL session waits for what.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace suite::sql {

inline constexpr std::chrono::milliseconds kLockTimeout{2000};
inline constexpr std::chrono::milliseconds kIdleInTransaction{60000};

[[nodiscard]] inline std::int64_t Milliseconds(std::chrono::milliseconds duration) {
    return std::max<std::int64_t>(duration.count(), 1);  // 0 would mean no limit
}

[[nodiscard]] inline std::chrono::milliseconds LockTimeout(std::chrono::milliseconds statement_timeout) {
    return std::min(kLockTimeout, statement_timeout);
}

}  // namespace suite::sql
