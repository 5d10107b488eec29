#include "services/licence/domain/match_group.hpp"

#include <algorithm>

namespace suite::licence {
namespace {

constexpr int kFew = 3;     // up to here children are linked one by one
constexpr int kSmall = 12;  // pupils of a group in which one child may be a whole year group

bool AtLeast(int part, int percent, int whole) { return part * 100 >= percent * whole; }

}  // namespace

int Count(const MatchGroup& group) {
    int all = 0;
    for (const auto& [year, pupils] : group.pupils) all += pupils;
    return all;
}

GroupYears YearsOf(const MatchGroup& group) {
    GroupYears result;
    const int all = Count(group);
    const YearGroups own = YearGroups::Of(std::string_view(group.year_group));
    const YearGroups named = YearsInGroupName(group.name);
    const auto doubt = [&](int year, MatchReason reason) {
        result.doubtful = result.doubtful | YearGroups::Range(year, year);
        if (std::ranges::find(result.doubts, reason) == result.doubts.end()) result.doubts.push_back(reason);
    };
    if (all == 0) {
        const YearGroups told = own.Empty() ? named : own;
        for (int year = 0; year <= kLastYearGroup; ++year) {
            if (told.Has(year)) doubt(year, MatchReason::kNoPupils);
        }
        return result;
    }
    result.not_moved = group.same_year_group >= kFew && AtLeast(group.same_year_group, 30, group.known_last_year);
    int largest = 0;
    for (const auto& [code, pupils] : group.pupils) {
        if (!YearGroups::Of(std::string_view(code)).Empty()) largest = std::max(largest, pupils);
    }
    for (int year = 0; year <= kLastYearGroup; ++year) {
        const auto at = group.pupils.find(std::to_string(year));
        const int pupils = at == group.pupils.end() ? 0 : at->second;
        if (pupils == 0) continue;
        const bool in_name = named.Has(year);
        // The name or the year group of the group says "one year group": then it must be the one that most are in.
        const bool only = named.Count() == 1 ? in_name : named.Empty() && own.Has(year);
        const bool enough = only      ? AtLeast(pupils, 50, all)
                            : in_name ? pupils * 4 * named.Count() >= all && (pupils >= 2 || all <= kSmall)
                                      : pupils > kFew && AtLeast(pupils, 15, all);
        if (!enough) {
            if (pupils > kFew || (in_name && pupils * 10 >= all)) doubt(year, MatchReason::kFewPupils);
            continue;
        }
        if (!named.Empty() && !in_name) {
            doubt(year, MatchReason::kNameDiffers);
        } else if (!own.Empty() && !own.Has(year) && !(in_name && named.Count() > 1)) {
            doubt(year, MatchReason::kYearGroupsMixed);
        } else if (!in_name && own.Empty() && pupils != largest && (pupils < 6 || !AtLeast(pupils, 20, all))) {
            // Nothing but the children themselves says that this is a combination group.
            doubt(year, MatchReason::kFewPupils);
        } else {
            result.sure = result.sure | YearGroups::Range(year, year);
        }
    }
    result.combination = result.sure.Count() > 1;
    return result;
}

}  // namespace suite::licence
