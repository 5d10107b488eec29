#include "roster/apply.hpp"

#include <algorithm>
#include <vector>

namespace suite::roster {
namespace {

template <class Entity>
void Replace(std::vector<Entity>& present, const std::vector<Entity>& upserts, const auto& removed) {
    // By id in one merge: a snapshot of a large school touches everybody.
    std::vector<Entity> next = upserts;
    std::ranges::stable_sort(next, {}, &Entity::id);
    std::vector<decltype(Entity::id)> replaced(removed.begin(), removed.end());
    for (const auto& entity : next) replaced.push_back(entity.id);
    std::ranges::sort(replaced);
    for (auto& entity : present) {
        if (!std::ranges::binary_search(replaced, entity.id)) next.push_back(std::move(entity));
    }
    std::ranges::sort(next, {}, &Entity::id);
    present = std::move(next);
}

}  // namespace

void Apply(SchoolState& state, const SchoolChanges& changes) {
    if (changes.school) state.school = *changes.school;
    if (changes.complete) {
        state.groups.clear();
        state.pupils.clear();
        state.staff.clear();
    }
    Replace(state.groups, changes.groups, changes.removed_groups);
    Replace(state.pupils, changes.pupils, changes.removed_pupils);
    Replace(state.staff, changes.staff, changes.removed_staff);
}

std::string EffectiveYearGroup(const SchoolState& state, const Pupil& pupil) {
    if (!pupil.year_group.empty() || !pupil.base_group) return pupil.year_group;
    const auto group = std::ranges::find(state.groups, *pupil.base_group, &Group::id);
    return group == state.groups.end() ? std::string{} : group->year_group;
}

}  // namespace suite::roster
