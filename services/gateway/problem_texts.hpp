// What each reason says to a person: one table, in two files that one can read. A test holds it against
// core/reasons.hpp.
#pragma once

#include <span>
#include <string_view>

#include "services/gateway/problem.hpp"

namespace suite::gateway {

struct ProblemEntry {
    std::string_view reason;
    ProblemText text;
};

/// For any caller, of access and of results.
[[nodiscard]] std::span<const ProblemEntry> AccessProblems();
/// Of a school's roster and licences.
[[nodiscard]] std::span<const ProblemEntry> SchoolProblems();

}  // namespace suite::gateway
