// Sizes of answers and requests.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/error.hpp"

namespace suite::results {

inline constexpr std::size_t kMaxItems = 500;  // of a page, and of one hand-in

/// 0: 100; above 500: 500; INVALID_ARGUMENT below 0.
[[nodiscard]] Result<std::size_t> PageLimit(std::int64_t limit);

}  // namespace suite::results
