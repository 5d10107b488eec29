#include "services/result_exchange/domain/cursor.hpp"

#include "core/text.hpp"

namespace suite::results {

std::string EncodeCursor(std::int64_t number) { return Base64UrlEncode(std::to_string(number)); }

std::optional<std::int64_t> DecodeCursor(std::string_view text) {
    const auto digits = Base64UrlDecode(text);
    if (!digits) return std::nullopt;
    const auto number = ParseInteger(*digits);
    if (!number || *number < 0 || EncodeCursor(*number) != text) return std::nullopt;
    return *number;
}

}  // namespace suite::results
