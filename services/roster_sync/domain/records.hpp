// The one intermediate form of everything that comes in: Basispoort's lines and EDEXML's elements become these records,
// and only these records reach Diff. Keys and texts are as the source wrote them; Diff trims, checks and resolves.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "roster/roster.hpp"

namespace suite::roster_sync {

enum class Op { kUpsert, kDelete };

/// Where a record stood, for the reader of a rejection. Parts and lines count from 1; a file has part 1.
struct Position {
    int part = 1;
    int line = 0;
    auto operator<=>(const Position&) const = default;
};

/// Why the reader of the source could not use a record. Such a record stays in the roster with the keys it has: it is
/// rejected, and a snapshot must not take it for somebody who left.
struct Fault {
    std::string field;   // the source's word for it
    std::string reason;  // from domain/rejection.hpp
    bool operator==(const Fault&) const = default;
};

struct RecordHead {
    Op op = Op::kUpsert;
    Position at{};
    std::optional<Fault> fault{};
    bool operator==(const RecordHead&) const = default;
};

struct IncomingSchool {
    RecordHead head{};
    std::optional<std::int64_t> basispoort_id{};
    std::string name{}, brin{}, location{}, school_key{}, board_code{};
    std::string street{}, house_number{}, postal_code{}, city{};
    bool active = true;
    std::optional<std::int64_t> merged_into_basispoort_id{};
    bool operator==(const IncomingSchool&) const = default;
};

struct IncomingGroup {
    RecordHead head{};
    std::string las_key{};  // may be a '#' key: good for references within the batch, nothing else
    /// Absent only on a delete: then the newest year in which the school has the key.
    std::optional<SchoolYear> school_year{};
    std::string name{};
    roster::GroupKind kind = roster::GroupKind::kBase;
    std::string year_group{};
    bool operator==(const IncomingGroup&) const = default;
};

struct IncomingPupil {
    RecordHead head{};
    roster::PersonKeys keys{};
    roster::PersonName name{};
    std::string year_group{};
    std::optional<std::string> group{};          // LAS key of a base group
    std::vector<std::string> composed_groups{};  // LAS keys
    std::optional<Date> leave_date{};            // EDEXML uitstroomdatum; decides and is not stored
    bool operator==(const IncomingPupil&) const = default;
};

struct IncomingStaff {
    RecordHead head{};
    roster::PersonKeys keys{};
    roster::PersonName name{};
    std::string email{};
    std::optional<Date> end_date{};
    std::vector<roster::StaffRole> roles{};  // never filled from EDEXML (ROS-04)
    std::vector<std::string> groups{};       // LAS keys of base and composed groups
    bool operator==(const IncomingStaff&) const = default;
};

/// The records of one school, in any order.
struct IncomingRoster {
    std::vector<IncomingSchool> schools{};
    std::vector<IncomingGroup> groups{};
    std::vector<IncomingPupil> pupils{};
    std::vector<IncomingStaff> staff{};
    /// Day the source speaks of (EDEXML peildatum, else aanmaakdatum); a pupil who left before it is a former pupil.
    std::optional<Date> reference_day{};
    /// All groups are of this year (EDEXML), and a reference to a group means one of it; absent: the newest that fits.
    std::optional<SchoolYear> school_year{};
    /// The Flemish number that a school's own file gives; the school takes it over when it has none.
    std::string institution_number{};
    bool operator==(const IncomingRoster&) const = default;
};

}  // namespace suite::roster_sync
