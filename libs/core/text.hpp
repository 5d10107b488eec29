// Small questions about text, asked at the edges.
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace suite {

/// Well-formed UTF-8 by RFC 3629 (no overlong forms, no surrogates, nothing above U+10FFFF) without NUL: SQLite and
/// PostgreSQL cut a string at NUL, and gRPC answers invalid UTF-8 with a misleading UNIMPLEMENTED.
[[nodiscard]] bool IsCleanUtf8(std::string_view text);

/// Number of code points of clean UTF-8.
[[nodiscard]] std::size_t CodePoints(std::string_view text);

/// Without ASCII white space at both ends.
[[nodiscard]] std::string_view Trim(std::string_view text);
/// Trimmed, and each run of white space inside made one space: how EDEXML wants names (FACTS §2.4).
[[nodiscard]] std::string Collapse(std::string_view text);

/// ASCII only; for BRIN codes, header names, e-mail domains.
[[nodiscard]] std::string AsciiLower(std::string_view text);

/// For searching and case-insensitive uniqueness: lower case without diacritics for the Latin letters that Dutch school
/// records hold (Latin-1 Supplement and Latin Extended-A); other characters stay as they are.
[[nodiscard]] std::string Fold(std::string_view text);

/// The parts point into `text`.
[[nodiscard]] std::vector<std::string_view> Split(std::string_view text, char separator);
/// A temporary would be gone before its parts are read.
template <class Temporary>
    requires std::same_as<Temporary, std::string>
std::vector<std::string_view> Split(Temporary&& text, char separator) = delete;

/// Whole text, decimal, optional minus; nullopt on anything else and on overflow.
[[nodiscard]] std::optional<long long> ParseInteger(std::string_view text);

/// Base64url without padding (RFC 4648 §5).
[[nodiscard]] std::string Base64UrlEncode(std::string_view bytes);
[[nodiscard]] std::optional<std::string> Base64UrlDecode(std::string_view text);

}  // namespace suite
