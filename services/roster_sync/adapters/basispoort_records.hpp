// Basispoort's push: NDJSON in Basispoort's vocabulary (standards/basispoort), one record a line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "services/roster_sync/domain/records.hpp"
#include "services/roster_sync/domain/rejection.hpp"

namespace suite::roster_sync {

inline constexpr std::size_t kMaxRecordBytes = 64 * 1024;
inline constexpr std::size_t kMaxRecordNesting = 8;

/// Records of one school, fit to be stored: NDJSON with nothing in it that may not be kept (ROS-03).
struct StoredRecords {
    std::string lines;  // each ends in '\n'; holds its part and line number
    std::size_t records = 0;
};

struct ParsedPart {
    std::map<std::int64_t, StoredRecords> schools;  // by Basispoort id
    std::size_t records = 0;
    std::size_t dropped_fields = 0;  // fields of `data` that the publisher does not keep
    /// For the answer to the sender. The stored lines carry these too, so Diff reports them again: don't add the two
    /// up.
    std::vector<Rejection> rejections;
};

/// Strict about the envelope, because a record that cannot be placed makes the part useless: the first unreadable line
/// fails it all with reason kInvalidRecord and a pointer "/<line>" or "/<line>/<field>". A wrong type inside `data`
/// rejects that record only. `part` counts from 1.
[[nodiscard]] Result<ParsedPart> ParsePart(std::string_view ndjson, int part);

/// Reads back what ParsePart made, of one school and any number of parts. kDataLoss when it is something else.
[[nodiscard]] Result<IncomingRoster> ParseStored(std::string_view lines);

}  // namespace suite::roster_sync
