// What the gateway reads in a request's headers. Pure: bytes of strangers in, a decision out; nothing throws.
#pragma once

#include <optional>
#include <string_view>

namespace suite::gateway {

enum class Language { kDutch, kEnglish };

/// Which of our two languages Accept-Language prefers (RFC 9110 §12.5.4): the one with the higher quality value, of two
/// equal ones the first; one with q=0 is not wanted. Says it nothing of either: English for a machine, else Dutch.
[[nodiscard]] Language LanguageOf(std::string_view accept_language, bool machine);

/// Whether Accept would rather have JSON (application/json, or problem+json) than a page (RFC 9110 §12.5.1): by weight,
/// of equal ones what is named more exactly, and a page when that says nothing either.
[[nodiscard]] bool PrefersJson(std::string_view accept);

/// Whether a caller's own number of a request can stand in a log and in an answer: 1 to 64 letters, digits, '-', '_'.
[[nodiscard]] bool IsHarmlessId(std::string_view text);

/// The token of "Bearer …", capitals or not (RFC 6750 §2.1), without white space around it; nullopt for another scheme
/// or none. Points into `authorization`.
[[nodiscard]] std::optional<std::string_view> BearerToken(std::string_view authorization);

/// Whether a Content-Type is this media type (lower case), whatever its parameters (RFC 9110 §8.3.1).
[[nodiscard]] bool IsMediaType(std::string_view content_type, std::string_view media_type);

}  // namespace suite::gateway
