// The made-up schools that a benchmark loads, and what it knows of them to tell right answers from wrong ones.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace suite::bench {

struct Group {
    std::string key;         // lasKey, unique in the school
    std::string year_group;  // "5", "C"
};

struct Pupil {
    std::int64_t basispoort_id = 0;
    std::string eck_id;
    std::size_t group = 0;  // in School::groups
};

struct School {
    std::int64_t basispoort_id = 0;
    std::vector<Group> groups;  // base groups
    std::vector<Pupil> pupils;
    [[nodiscard]] std::vector<std::string> YearGroups() const;
};

struct Roster {
    std::vector<School> schools;
    std::vector<std::string> parts;  // NDJSON as Basispoort sends it, some MB each
    std::size_t records = 0;
    [[nodiscard]] std::size_t Pupils() const;
};

/// The same for the same arguments. `school_year` is "yyyy-yyyy".
[[nodiscard]] Roster MakeRoster(std::uint32_t schools, const std::string& school_year);

}  // namespace suite::bench
