// What a registration at a school lets somebody do who signs in (ACC-01, ACC-02).
#pragma once

#include <vector>

#include "roster/roster.hpp"

namespace suite::roster_sync {

struct Rights {
    bool coordinator = false;
    bool teacher = false;  // of the own groups
    bool operator==(const Rights&) const = default;
};

/// Only Basispoort makes an ICT coordinator (ROS-04). Teachers, substitutes and internal supervisors see their own
/// groups, and so does staff of whom no role is known: EDEXML brings none. An intern stands beside a teacher and needs
/// no pincodes of a class: need to know, as the supervisory authority asked of schools (docs/decisions/0022).
[[nodiscard]] Rights RightsOf(const std::vector<roster::StaffRole>& roles);

}  // namespace suite::roster_sync
