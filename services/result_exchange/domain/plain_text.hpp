// What counts as a code, name or key in what others send.
#pragma once

#include <cstddef>
#include <string_view>

namespace suite::results {

/// `min` to `max` characters (code points, as XML Schema counts) of clean UTF-8 without control characters.
[[nodiscard]] bool IsPlainText(std::string_view text, std::size_t min, std::size_t max);

}  // namespace suite::results
