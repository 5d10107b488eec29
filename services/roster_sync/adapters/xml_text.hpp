// Bytes of an uploaded XML file to UTF-8 that is safe to parse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace suite::roster_sync {

/// Line of a byte, from 1. Counts from the start: for a single question.
[[nodiscard]] std::size_t LineAt(std::string_view text, std::size_t offset);

/// The same for many questions about one text. Small whatever the text holds; `text` must outlive it.
class Lines {
  public:
    explicit Lines(std::string_view text);
    [[nodiscard]] std::size_t At(std::size_t offset) const;

  private:
    std::string_view text_;
    std::vector<std::uint32_t> before_;  // line ends before each block
};

[[nodiscard]] std::unexpected<Error> BadEdexml(std::string message);
[[nodiscard]] std::unexpected<Error> BadEdexml(std::string message, std::size_t line);

/// UTF-8 without byte order mark; line numbers stay what they were. Points into `bytes`, or into `buffer` where it had
/// to be converted. Refuses other encodings than UTF-8, ISO-8859-1 and Windows-1252, and bytes that are none.
[[nodiscard]] Result<std::string_view> XmlText(std::string_view bytes, std::string& buffer);

}  // namespace suite::roster_sync
