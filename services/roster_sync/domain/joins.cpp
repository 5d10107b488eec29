#include "services/roster_sync/domain/joins.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace suite::roster_sync {
namespace {

std::vector<GroupId> GroupsOf(const roster::Pupil& pupil) {
    auto groups = pupil.composed_groups;
    if (pupil.base_group) groups.push_back(*pupil.base_group);
    return groups;
}

}  // namespace

std::vector<roster::GroupJoin> MidYearJoins(const roster::SchoolState& before, const roster::SchoolChanges& changes,
                                            Date today, const std::vector<GroupId>& others) {
    if (std::chrono::year_month_day{today.days}.month() == std::chrono::August) return {};
    std::unordered_set<GroupId> with_pupils(others.begin(), others.end());
    std::unordered_map<PersonId, const roster::Pupil*> known;
    for (const auto& pupil : before.pupils) {
        known.emplace(pupil.id, &pupil);
        for (const auto group : GroupsOf(pupil)) with_pupils.insert(group);
    }
    std::unordered_set<GroupId> running;
    for (const auto& group : before.groups) {
        if (group.school_year == SchoolYear::Of(today) && with_pupils.contains(group.id)) running.insert(group.id);
    }
    std::vector<roster::GroupJoin> joins;
    for (const auto& pupil : changes.pupils) {
        const auto old = known.find(pupil.id);
        const auto had = old == known.end() ? std::vector<GroupId>{} : GroupsOf(*old->second);
        for (const auto group : GroupsOf(pupil)) {
            if (running.contains(group) && std::ranges::find(had, group) == had.end())
                joins.push_back({.pupil = pupil.id, .group = group});
        }
    }
    std::ranges::sort(joins);
    return joins;
}

}  // namespace suite::roster_sync
