#include "services/roster_sync/adapters/xml_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::roster_sync {
namespace {

/// Windows-1252 0x80..0x9F; 0 where it has no character. ISO-8859-1 has control codes there, which no name holds: files
/// that say ISO-8859-1 and use these bytes are Windows-1252 in truth.
constexpr std::array<std::uint16_t, 32> kWindows1252{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                     0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

Result<std::string> FromWindows1252(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 16);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const auto byte = static_cast<unsigned char>(bytes[at]);
        const std::uint32_t point = byte >= 0x80 && byte < 0xA0 ? kWindows1252.at(byte - 0x80U) : byte;
        if (point == 0) return BadEdexml("a byte is no character of the encoding", LineAt(bytes, at));
        if (point < 0x80) {
            out += static_cast<char>(point);
        } else if (point < 0x800) {
            out += static_cast<char>(0xC0U | (point >> 6U));
            out += static_cast<char>(0x80U | (point & 0x3FU));
        } else {
            out += static_cast<char>(0xE0U | (point >> 12U));
            out += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
            out += static_cast<char>(0x80U | (point & 0x3FU));
        }
    }
    return out;
}

/// What the XML declaration says in lower case, or "utf-8".
std::string DeclaredEncoding(std::string_view text) {
    if (!text.starts_with("<?xml")) return "utf-8";
    const auto declaration = text.substr(0, text.find("?>"));
    auto at = declaration.find("encoding");
    if (at == std::string_view::npos) return "utf-8";
    at = declaration.find_first_of("\"'", at);
    if (at == std::string_view::npos) return {};
    const auto end = declaration.find(declaration[at], at + 1);
    if (end == std::string_view::npos) return {};
    return AsciiLower(declaration.substr(at + 1, end - at - 1));
}

constexpr std::size_t kBlock = 4096;

std::size_t LineEnds(std::string_view text) { return static_cast<std::size_t>(std::ranges::count(text, '\n')); }

/// Line of the first byte that is no UTF-8. A line end is never part of a longer character, so each line stands alone.
std::size_t FirstUncleanLine(std::string_view text) {
    for (std::size_t line = 1;; ++line) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos || !IsCleanUtf8(text.substr(0, end))) return line;
        text.remove_prefix(end + 1);
    }
}

}  // namespace

std::size_t LineAt(std::string_view text, std::size_t offset) { return 1 + LineEnds(text.substr(0, offset)); }

Lines::Lines(std::string_view text) : text_(text) {
    before_.reserve(text.size() / kBlock + 1);
    std::size_t ends = 0;
    for (std::size_t at = 0; at <= text.size(); at += kBlock) {
        before_.push_back(static_cast<std::uint32_t>(ends));
        ends += LineEnds(text.substr(at, kBlock));
    }
}

std::size_t Lines::At(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    const auto block = offset / kBlock;
    return 1 + before_[block] + LineEnds(text_.substr(block * kBlock, offset % kBlock));
}

std::unexpected<Error> BadEdexml(std::string message) {
    return Fail(Code::kInvalidArgument, reason::kInvalidEdexml, std::move(message));
}

std::unexpected<Error> BadEdexml(std::string message, std::size_t line) {
    auto error = BadEdexml(std::move(message));
    error.error().metadata.emplace("line", std::to_string(line));
    return error;
}

Result<std::string_view> XmlText(std::string_view bytes, std::string& buffer) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    const auto encoding = DeclaredEncoding(bytes);
    if (encoding == "iso-8859-1" || encoding == "windows-1252") {
        SUITE_ASSIGN(buffer, FromWindows1252(bytes));
        bytes = buffer;
    } else if (encoding != "utf-8" && encoding != "us-ascii") {
        return BadEdexml("the encoding must be UTF-8, ISO-8859-1 or Windows-1252", 1);
    }
    if (!IsCleanUtf8(bytes)) return BadEdexml("the file is not in the encoding that it says", FirstUncleanLine(bytes));
    return bytes;
}

}  // namespace suite::roster_sync
