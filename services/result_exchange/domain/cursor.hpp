// Where a LAS is in its queue of deliveries.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace suite::results {

/// Opaque to the LAS: base64url of the number of the last delivery it has.
[[nodiscard]] std::string EncodeCursor(std::int64_t number);
/// nullopt unless `text` is exactly what EncodeCursor makes of a number from 0 up.
[[nodiscard]] std::optional<std::int64_t> DecodeCursor(std::string_view text);

}  // namespace suite::results
