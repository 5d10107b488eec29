// EDEXML 2.1, 2.0 and 1.03 (FACTS §2): a school's own export, uploaded by its ICT coordinator (ROS-06).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "services/roster_sync/domain/school_file.hpp"

namespace suite::roster_sync {

/// Groups, pupils and staff of one file together. The country's largest school has some thousands; a real file of 50 MB
/// would have 100,000.
inline constexpr std::size_t kMaxFileRecords = 250'000;

/// Fails with reason kInvalidEdexml, a message that names the element, and metadata "line", when the file as a whole
/// cannot be trusted: not well-formed, other encoding than UTF-8, ISO-8859-1 or Windows-1252, a document type or
/// entity, beyond XmlLimits (xml_shape.hpp) or kMaxFileRecords, not the EDEXML structure. Single wrong records carry a
/// Fault with the line they start on. Time is linear in the size, memory a small multiple of it.
///
/// Read leniently where files in the field differ from the schema and nothing is lost by it: the order of elements,
/// a missing jaargroep (of a group, of a pupil: in 1.03 a pupil has a group or a jaargroep), an empty element for an
/// absent one. Unknown elements, vestigingen and private `toevoegingen` of whatever type are skipped; what may not be
/// kept of a person (ROS-03) is never read.
[[nodiscard]] Result<EdexmlFile> ParseEdexml(std::string_view bytes);

}  // namespace suite::roster_sync
