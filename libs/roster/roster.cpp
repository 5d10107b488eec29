#include "roster/roster.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace suite::roster {
namespace {

constexpr std::array<std::pair<StaffRole, std::string_view>, 5> kRoles{{
    {StaffRole::kTeacher, "Leerkracht"},
    {StaffRole::kIctCoordinator, "ICTCoordinator"},
    {StaffRole::kInternalSupervisor, "IBRTer"},
    {StaffRole::kIntern, "Stagiair"},
    {StaffRole::kSubstitute, "Inval"},
}};

constexpr std::array<std::string_view, 22> kYearGroups{"B",  "D",  "0",  "1",  "2",  "3",  "4", "5", "6", "7", "8",
                                                       "11", "12", "13", "14", "15", "16", "S", "V", "C", "N", "H"};

}  // namespace

std::string_view ToString(StaffRole role) {
    for (const auto& [value, text] : kRoles) {
        if (value == role) return text;
    }
    std::unreachable();
}

std::optional<StaffRole> ParseStaffRole(std::string_view text) {
    for (const auto& [value, name] : kRoles) {
        if (name == text) return value;
    }
    return std::nullopt;
}

bool IsYearGroup(std::string_view code) { return std::ranges::find(kYearGroups, code) != kYearGroups.end(); }

}  // namespace suite::roster
