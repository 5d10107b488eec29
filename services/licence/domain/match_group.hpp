// For which year groups a group is, by its pupils, its own year group and its name (LIC-04, LIC-11). Pure.
#pragma once

#include "services/licence/domain/auto_link.hpp"
#include "services/licence/domain/year_groups.hpp"

namespace suite::licence {

struct GroupYears {
    YearGroups sure{};
    YearGroups doubtful{};
    std::vector<MatchReason> doubts{};  // about the doubtful ones
    bool combination = false;
    bool not_moved = false;  // last year's year groups were not raised
};

/// Active pupils.
[[nodiscard]] int Count(const MatchGroup& group);

/// A year group is sure when enough pupils are in it and nothing else contradicts: the group's own year group when it
/// is one, and its name. A single child of another year group in the class makes no combination group.
[[nodiscard]] GroupYears YearsOf(const MatchGroup& group);

}  // namespace suite::licence
