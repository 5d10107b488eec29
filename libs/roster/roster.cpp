#include "roster/roster.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"

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

constexpr std::size_t kMaxShownName = 200;  // of each part: the longest that EDEXML has (FACTS §2.3)

}  // namespace

std::string ShownName(const PersonName& name) {
    std::string shown;
    for (const auto* raw : {&name.given, &name.prefix, &name.family}) {
        const auto part = Collapse(*raw);
        const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
        if (part.empty() || !IsCleanUtf8(part) || std::ranges::any_of(part, control)) continue;
        if (CodePoints(part) > kMaxShownName) continue;
        if (!shown.empty()) shown += ' ';
        shown += part;
    }
    return shown;
}

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
