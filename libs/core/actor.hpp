// Who asks, as every layer sees it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"

namespace suite {

enum class Role { kNone, kCoordinator, kTeacher, kHelpdesk, kMachine };

/// Made by the gateway from a verified token, carried in gRPC metadata, and judged by each service again (DESIGN
/// "Security").
struct Actor {
    Role role = Role::kNone;
    SchoolId school;        // coordinator, teacher: the chosen school
    PersonId person;        // staff: own registration at that school; none for a token without a person
    std::string client_id;  // machine; helpdesk: code of the member, no name
    std::string las;        // machine that is a LAS: which one
    std::vector<std::string> scopes{};

    [[nodiscard]] bool Has(std::string_view scope) const { return std::ranges::find(scopes, scope) != scopes.end(); }
    /// Staff of that school, or helpdesk. Machines reach a school's data by scope only, never by this.
    [[nodiscard]] bool MaySeeSchool(SchoolId id) const {
        switch (role) {
            case Role::kCoordinator:
            case Role::kTeacher:
                return school == id;
            case Role::kHelpdesk:
                return true;
            case Role::kMachine:
            case Role::kNone:
                return false;
        }
        return false;
    }
};

}  // namespace suite
