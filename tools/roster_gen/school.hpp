// One made-up school in memory: groups, pupils and staff that fit each other.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tools/roster_gen/names.hpp"
#include "tools/roster_gen/random.hpp"
#include "tools/roster_gen/roster_gen.hpp"

namespace suite::roster_gen {

struct MadeGroup {
    std::string id;          // lasKey, "G5A"
    std::string name;        // "5A", "3/4A", "1-4A"
    std::string year_group;  // "5", "C"; empty when composed
    unsigned years = 0;      // bit n: pupils of year n belong here
};

struct MadePupil {
    int number = 0;  // in the school
    PersonName name;
    int year = 1;
    std::size_t group = 0;                // in MadeSchool::groups
    std::vector<std::size_t> composed{};  // in MadeSchool::composed
};

struct MadeStaff {
    int number = 0;
    PersonName name;
    std::string email{};
    std::string end_date{};  // yyyy-mm-dd, or empty
    std::vector<std::string_view> roles{};
    std::vector<std::size_t> groups{};
    std::vector<std::size_t> composed{};
};

struct MadeSchool {
    std::int64_t id = 0;
    std::string school_year;
    SchoolFacts facts;
    std::string mail_domain;
    std::vector<MadeGroup> groups{};
    std::vector<MadeGroup> composed{};
    std::vector<MadePupil> pupils{};
    std::vector<MadeStaff> staff{};
    std::set<std::string> emails{};  // given out
};

inline constexpr int kFirstJoiner = 5001;
inline constexpr int kFirstStaff = 9001;
inline constexpr int kFirstStaffJoiner = 9501;
inline constexpr std::string_view kTeacher = "Leerkracht";
inline constexpr std::string_view kIctCoordinator = "ICTCoordinator";

[[nodiscard]] MadeSchool MakeSchool(std::int64_t id, SchoolFacts facts, const std::string& school_year, Random& random);

/// First letter and family name at the school's domain, with a number when somebody there has it already.
[[nodiscard]] std::string TakeEmail(MadeSchool& school, const PersonName& name);

}  // namespace suite::roster_gen
