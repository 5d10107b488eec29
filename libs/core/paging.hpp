// How every list is paged: `limit` and an opaque `cursor` that grants no authority (AIP-158).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite {

inline constexpr std::int64_t kDefaultPage = 100;
inline constexpr std::int64_t kLargestPage = 500;

/// 0 means the default, more than the largest means the largest, less than 0 is INVALID_ARGUMENT.
[[nodiscard]] inline Result<std::int64_t> PageSize(std::int64_t limit) {
    if (limit < 0) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "a parameter is wrong",
                     .fields = {{"limit", "must not be negative"}}});
    }
    if (limit == 0) return kDefaultPage;
    return limit < kLargestPage ? limit : kLargestPage;
}

[[nodiscard]] inline std::unexpected<Error> InvalidCursor() {
    return Fail(Code::kInvalidArgument, reason::kInvalidCursor, "cursor was not made by this list");
}

/// The last item's key of a page ↔ the cursor that continues after it.
[[nodiscard]] inline std::string EncodeCursor(std::string_view key) { return Base64UrlEncode(key); }
/// Empty text (the first page) is an empty key.
[[nodiscard]] inline Result<std::string> DecodeCursor(std::string_view cursor) {
    auto key = Base64UrlDecode(cursor);
    if (!key || !IsCleanUtf8(*key)) return InvalidCursor();
    return std::move(*key);
}
/// For lists ordered by a number: 0 for the first page.
[[nodiscard]] inline Result<std::int64_t> DecodeNumberCursor(std::string_view cursor) {
    if (cursor.empty()) return 0;
    SUITE_ASSIGN(const auto key, DecodeCursor(cursor));
    const auto number = ParseInteger(key);
    // One number has one spelling: "007" was not made here.
    if (!number || *number < 0 || std::to_string(*number) != key) return InvalidCursor();
    return *number;
}

}  // namespace suite
