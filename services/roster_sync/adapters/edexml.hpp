// EDEXML 2.1, 2.0 and 1.03 (FACTS §2): a school's own export, uploaded by its ICT coordinator (ROS-06).
#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "services/roster_sync/domain/school_file.hpp"

namespace suite::roster_sync {

inline constexpr int kMaxXmlNesting = 64;

/// Fails with reason kInvalidEdexml, a message that names the element, and metadata "line" where known, when the file
/// as a whole cannot be trusted: not well-formed, other encoding than UTF-8, ISO-8859-1 or Windows-1252, a DOCTYPE or
/// entity, nested too deeply, not the EDEXML structure. Single wrong records carry a Fault with the line they start on.
/// Unknown elements and `toevoegingen` are skipped; what may not be kept of a person (ROS-03) is never read.
[[nodiscard]] Result<EdexmlFile> ParseEdexml(std::string_view bytes);

}  // namespace suite::roster_sync
