// Reading of what Basispoort's partner API answers (standards/basispoort): JSON in, values out. Pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/time.hpp"
#include "services/roster_sync/app/basispoort.hpp"

namespace suite::roster_sync {

// All: DATA_LOSS (invalid-answer) unless the text is UTF-8 and one whole JSON value of the promised shape, with no
// field named twice and no deep nesting. Messages repeat nothing of the answer.

/// A list of Basispoort ids.
[[nodiscard]] Result<std::vector<std::int64_t>> ReadIds(std::string_view json);

/// `hasSynchronizationPermission`.
[[nodiscard]] Result<bool> ReadPermission(std::string_view json);

/// The answers to /instellingen/{id}/details and, asked after it, /instellingen/{id}. What the API calls required must
/// be there and of its type, and so must gefuseerdNaar, or nothing is used. Another nullable field of a wrong type, an
/// unknown role, a group without lasKey rejects that record only, as in a push. Both answers' lines become records
/// through ParsePart and ParseStored.
[[nodiscard]] Result<PulledSchool> ReadSchool(std::int64_t basispoort_id, SchoolYear year, std::string_view details,
                                              std::string_view overview);

}  // namespace suite::roster_sync
