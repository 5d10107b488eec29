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

/// The old forms of what is changed or removed, and the ids of what is new.
template <class Entity, class AnyId>
void Invert(const std::vector<Entity>& before, const std::vector<Entity>& upserts, const std::vector<AnyId>& removed,
            bool complete, std::vector<Entity>& old_forms, std::vector<AnyId>& added) {
    std::vector<AnyId> present;
    for (const auto& entity : before) present.push_back(entity.id);
    std::ranges::sort(present);
    std::vector<AnyId> touched(removed.begin(), removed.end());
    for (const auto& entity : upserts) {
        touched.push_back(entity.id);
        if (!std::ranges::binary_search(present, entity.id)) added.push_back(entity.id);
    }
    std::ranges::sort(touched);
    for (const auto& entity : before) {
        if (complete || std::ranges::binary_search(touched, entity.id)) old_forms.push_back(entity);
    }
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

SchoolChanges Undo(const SchoolState& before, const SchoolChanges& changes) {
    SchoolChanges undo{.school_id = changes.school_id};
    if (changes.school) undo.school = before.school;
    Invert(before.groups, changes.groups, changes.removed_groups, changes.complete, undo.groups, undo.removed_groups);
    Invert(before.pupils, changes.pupils, changes.removed_pupils, changes.complete, undo.pupils, undo.removed_pupils);
    Invert(before.staff, changes.staff, changes.removed_staff, changes.complete, undo.staff, undo.removed_staff);
    return undo;
}

std::string EffectiveYearGroup(const SchoolState& state, const Pupil& pupil) {
    if (!pupil.year_group.empty() || !pupil.base_group) return pupil.year_group;
    const auto group = std::ranges::find(state.groups, *pupil.base_group, &Group::id);
    return group == state.groups.end() ? std::string{} : group->year_group;
}

}  // namespace suite::roster
