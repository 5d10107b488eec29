// Bytes of an uploaded XML file to UTF-8 that is safe to parse.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace suite::roster_sync {

/// Line of a byte, from 1.
[[nodiscard]] std::size_t LineAt(std::string_view text, std::size_t offset);

[[nodiscard]] std::unexpected<Error> BadEdexml(std::string message);
[[nodiscard]] std::unexpected<Error> BadEdexml(std::string message, std::size_t line);

/// UTF-8 without byte order mark; line numbers stay what they were. Refuses other encodings than UTF-8, ISO-8859-1 and
/// Windows-1252, document types, entity declarations and references to NUL, before any parser sees them.
[[nodiscard]] Result<std::string> SafeXmlText(std::string_view bytes);

}  // namespace suite::roster_sync
