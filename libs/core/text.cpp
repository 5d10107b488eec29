#include "core/text.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <utility>

namespace suite {
namespace {

constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNoDigit = 64;
/// Of each byte its place in kBase64Url: feed entries of a whole school are read through it.
constexpr auto kBase64UrlDigits = [] {
    std::array<std::uint8_t, 256> digits{};
    digits.fill(kNoDigit);
    for (std::uint8_t i = 0; i < kNoDigit; ++i) digits[static_cast<unsigned char>(kBase64Url[i])] = i;
    return digits;
}();

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

/// Length of the sequence that starts at `text[0]`, 0 if it is not well-formed.
std::size_t SequenceLength(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto continues = [&](std::size_t i, unsigned char low = 0x80, unsigned char high = 0xBF) {
        return i < text.size() && byte(i) >= low && byte(i) <= high;
    };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const unsigned char low = lead == 0xE0 ? 0xA0 : 0x80;
        const unsigned char high = lead == 0xED ? 0x9F : 0xBF;
        return continues(1, low, high) && continues(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const unsigned char low = lead == 0xF0 ? 0x90 : 0x80;
        const unsigned char high = lead == 0xF4 ? 0x8F : 0xBF;
        return continues(1, low, high) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

/// Capitals that have a small letter but no plain one; empty for anything else.
std::string_view LowerLigature(std::string_view letter) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kPairs{
        {{"Æ", "æ"}, {"Þ", "þ"}, {"Ĳ", "ĳ"}, {"Ŋ", "ŋ"}, {"Œ", "œ"}}};
    for (const auto& [capital, small] : kPairs) {
        if (letter == capital) return small;
    }
    return {};
}

/// Whether the next eight bytes are ASCII without NUL, which nearly all are. Adding 0x7F sets the top bit of every byte
/// from 1 to 0x7F and not that of 0, without a carry.
bool IsPlain(const char* bytes) {
    constexpr std::uint64_t kTopBits = 0x8080808080808080U;
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes, sizeof eight);
    return (eight & kTopBits) == 0 && ((eight + ~kTopBits) & kTopBits) == kTopBits;
}

}  // namespace

bool IsCleanUtf8(std::string_view text) {
    while (!text.empty()) {
        if (text.size() >= sizeof(std::uint64_t) && IsPlain(text.data())) {
            text.remove_prefix(sizeof(std::uint64_t));
            continue;
        }
        if (text.front() == '\0') return false;
        const auto length = SequenceLength(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::size_t CodePoints(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
    return count;
}

std::string_view Trim(std::string_view text) {
    while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
    while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
    return text;
}

std::string Collapse(std::string_view text) {
    std::string out;
    bool gap = false;
    for (const char c : Trim(text)) {
        if (IsSpace(c)) {
            gap = true;
            continue;
        }
        if (gap) out += ' ';
        gap = false;
        out += c;
    }
    return out;
}

std::string AsciiLower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::string Fold(std::string_view text) {
    // U+00C0..U+017F, one plain letter each; '.' where no single letter fits (ligatures, signs): those stay.
    static constexpr std::string_view kBase =
        "aaaaaa.ceeeeiiiidnooooo.ouuuuy.."                                   // 00C0-00DF
        "aaaaaa.ceeeeiiiidnooooo.ouuuuy.y"                                   // 00E0-00FF
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllll."   // 0100-013F
        ".llnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";  // 0140-017F
    static_assert(kBase.size() == 0x180 - 0xC0);
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead >= 0xC3 && lead <= 0xC5 && i + 1 < text.size()) {
            const auto point = ((lead & 0x1FU) << 6U) | (static_cast<unsigned char>(text[i + 1]) & 0x3FU);
            if (point >= 0xC0 && kBase[point - 0xC0] != '.') {
                out += kBase[point - 0xC0];
                i += 2;
                continue;
            }
        }
        if (const auto lower = LowerLigature(text.substr(i, 2)); !lower.empty()) {
            out += lower;
            i += 2;
            continue;
        }
        out += (text[i] >= 'A' && text[i] <= 'Z') ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
        ++i;
    }
    return out;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::optional<long long> ParseInteger(std::string_view text) {
    long long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string Base64UrlEncode(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : bytes) {
        bits = (bits << 8U) | static_cast<unsigned char>(c);
        count += 8;
        while (count >= 6) {
            count -= 6;
            out += kBase64Url[(bits >> static_cast<unsigned>(count)) & 63U];
        }
    }
    if (count > 0) out += kBase64Url[(bits << static_cast<unsigned>(6 - count)) & 63U];
    return out;
}

std::optional<std::string> Base64UrlDecode(std::string_view text) {
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const std::uint8_t digit = kBase64UrlDigits[static_cast<unsigned char>(c)];
        if (digit == kNoDigit) return std::nullopt;
        bits = (bits << 6U) | digit;
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
        }
    }
    // Left-over bits must be zero and fewer than six, so that one value has one spelling.
    if (count >= 6 || (bits & ((1U << static_cast<unsigned>(count)) - 1U)) != 0) return std::nullopt;
    return out;
}

}  // namespace suite
