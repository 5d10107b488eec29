// How moments are stored, in every table: BIGINT, milliseconds since 1970 UTC.
#pragma once

#include <chrono>
#include <cstdint>

#include "core/time.hpp"

namespace suite::sql {

[[nodiscard]] constexpr std::int64_t Millis(Instant instant) { return instant.time_since_epoch().count(); }
[[nodiscard]] constexpr Instant AtMillis(std::int64_t millis) { return Instant{std::chrono::milliseconds{millis}}; }

}  // namespace suite::sql
