// What an XML text may look like before a parser builds anything from it.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/error.hpp"

namespace suite::roster_sync {

/// Bounds that no school's export comes near and that keep the parser's memory below some 200 MB.
struct XmlLimits {
    std::size_t depth = 64;
    std::size_t attributes = 64;  // of one element
    std::size_t text_bytes =
        1U << 20U;  // of one text, attribute value or CDATA section; a private block may hold a photo
    std::size_t items =
        3'000'000;  // elements, attributes and comments of the file; a real file of 50 MB has half of it
};

/// Fails with reason kInvalidEdexml and metadata "line" at the first thing that is refused: a document type or any
/// other declaration, a reference to an entity that XML itself does not define, to NUL or to no code point, or more
/// than `limits` allow. Reads the text once, without memory of its own. It does not check that tags match: the parser
/// does.
[[nodiscard]] Status CheckXmlShape(std::string_view text, const XmlLimits& limits = {});

}  // namespace suite::roster_sync
