#include "services/result_exchange/domain/plain_text.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace suite::results {
namespace {

/// C0, DEL and, in UTF-8 as C2 80..C2 9F, C1.
bool HasControls(std::string_view text) {
    unsigned char before = 0;
    return std::ranges::any_of(text, [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        const bool control = byte < 0x20 || byte == 0x7F || (before == 0xC2 && byte < 0xA0);
        before = byte;
        return control;
    });
}

}  // namespace

bool IsPlainText(std::string_view text, std::size_t min, std::size_t max) {
    if (!IsCleanUtf8(text) || HasControls(text)) return false;
    const std::size_t length = CodePoints(text);
    return length >= min && length <= max;
}

}  // namespace suite::results
