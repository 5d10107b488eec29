// Checks of single records, before anything is compared: texts, lengths (FACTS §2.3) and codes.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "roster/roster.hpp"
#include "services/roster_sync/domain/records.hpp"

namespace suite::roster_sync {

template <class T>
using Checked = std::expected<T, Fault>;

/// Trimmed; empty for a key that starts with '#', because such a key identifies nothing (FACTS §2.4).
[[nodiscard]] std::string StableKey(std::string_view key);
[[nodiscard]] roster::PersonKeys StableKeys(const roster::PersonKeys& keys);

/// The values that a record gives, without id and, for persons, without groups: those need the rest of the batch.
[[nodiscard]] Checked<roster::School> Check(const IncomingSchool& record);
[[nodiscard]] Checked<roster::Group> Check(const IncomingGroup& record);
[[nodiscard]] Checked<roster::Pupil> Check(const IncomingPupil& record);
[[nodiscard]] Checked<roster::StaffMember> Check(const IncomingStaff& record);

}  // namespace suite::roster_sync
