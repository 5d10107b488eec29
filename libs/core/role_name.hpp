// What roles are called where they are written down: in tokens, databases, answers and commands. Never renamed.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "core/actor.hpp"

namespace suite {

inline constexpr std::array kRoleNames{
    std::pair<Role, std::string_view>{Role::kCoordinator, "coordinator"},
    std::pair<Role, std::string_view>{Role::kTeacher, "teacher"},
    std::pair<Role, std::string_view>{Role::kHelpdesk, "helpdesk"},
    std::pair<Role, std::string_view>{Role::kMachine, "machine"},
};

/// "" for nobody.
[[nodiscard]] constexpr std::string_view RoleName(Role role) {
    const auto* const at = std::ranges::find(kRoleNames, role, &std::pair<Role, std::string_view>::first);
    return at == kRoleNames.end() ? std::string_view() : at->second;
}

/// nullopt for what names no role.
[[nodiscard]] constexpr std::optional<Role> RoleNamed(std::string_view name) {
    const auto* const at = std::ranges::find(kRoleNames, name, &std::pair<Role, std::string_view>::second);
    return at == kRoleNames.end() ? std::nullopt : std::optional(at->first);
}

}  // namespace suite
