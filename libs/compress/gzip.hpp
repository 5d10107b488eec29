// gzip (RFC 1952) on zlib, which nobody else includes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace suite::compress {

/// INVALID_ARGUMENT (invalid-body) when truncated or not gzip, RESOURCE_EXHAUSTED (body-too-large) when it would unpack
/// to more than `max` bytes; memory stays below twice that.
[[nodiscard]] Result<std::string> Gunzip(std::string_view bytes, std::size_t max);
[[nodiscard]] std::string Gzip(std::string_view bytes);

}  // namespace suite::compress
