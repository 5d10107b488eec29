// Percent-encoding (RFC 3986 §2.1), for addresses that are put together.
#pragma once

#include <string>
#include <string_view>

namespace suite {

/// Every byte but letters, digits, '-', '.', '_' and '~' as "%2F" and the like.
[[nodiscard]] std::string PercentEncode(std::string_view text);

}  // namespace suite
