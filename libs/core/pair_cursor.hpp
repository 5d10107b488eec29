// Cursors of lists that are ordered by two numbers: a moment and an id, or the like.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/paging.hpp"

namespace suite {

/// nullopt for the first page. One pair has one spelling: "007 3" was not made here.
[[nodiscard]] inline Result<std::optional<std::pair<std::int64_t, std::int64_t>>> DecodePairCursor(
    std::string_view cursor) {
    if (cursor.empty()) return std::optional<std::pair<std::int64_t, std::int64_t>>{};
    SUITE_ASSIGN(const auto key, DecodeCursor(cursor));
    const auto parts = Split(key, ' ');
    const auto first = ParseInteger(parts.front());
    const auto second = parts.size() == 2 ? ParseInteger(parts[1]) : std::nullopt;
    if (!first || !second || std::to_string(*first) + " " + std::to_string(*second) != key) return InvalidCursor();
    return std::optional(std::pair<std::int64_t, std::int64_t>(*first, *second));
}
[[nodiscard]] inline std::string EncodePairCursor(std::int64_t first, std::int64_t second) {
    return EncodeCursor(std::to_string(first) + " " + std::to_string(second));
}

}  // namespace suite
