#include "core/id.hpp"

#include <algorithm>
#include <array>

namespace suite {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kLength = 13;  // 13 * 5 = 65 bits

}  // namespace

std::string EncodeId(std::int64_t value) {
    auto bits = static_cast<std::uint64_t>(value);
    std::string text(kLength, '0');
    for (auto it = text.rbegin(); it != text.rend(); ++it) {
        *it = kAlphabet[bits & 31U];
        bits >>= 5U;
    }
    return text;
}

std::optional<std::int64_t> DecodeId(std::string_view text) {
    // The first character carries only three bits of a positive int64.
    if (text.size() != kLength || text.front() > '7') return std::nullopt;
    std::uint64_t bits = 0;
    for (const char c : text) {
        const auto digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        bits = (bits << 5U) | digit;
    }
    if (bits == 0) return std::nullopt;
    return static_cast<std::int64_t>(bits);
}

}  // namespace suite
