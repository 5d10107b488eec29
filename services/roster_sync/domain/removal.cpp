#include "services/roster_sync/domain/removal.hpp"

#include <algorithm>
#include <iterator>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::roster_sync {
namespace {

template <class Entity, class AnyId>
void Choose(const std::vector<Entity>& present, const Subjects& subjects, std::vector<AnyId>& chosen) {
    for (const auto& entity : present) {
        if (std::ranges::binary_search(subjects, entity.id.value)) chosen.push_back(entity.id);
    }
}

}  // namespace

Subjects WaitingAfter(BatchKind kind, const Subjects& waiting, const Subjects& held, const Subjects& confirmed) {
    if (kind == BatchKind::kSnapshot) return held;
    Subjects all;
    std::ranges::set_union(waiting, held, std::back_inserter(all));
    Subjects after;
    std::ranges::set_difference(all, confirmed, std::back_inserter(after));
    return after;
}

Status MayDecide(const HeldRemoval& removal, const std::string& why, Instant now) {
    if (removal.status == RemovalStatus::kExpired ||
        (removal.status == RemovalStatus::kWaiting && now >= removal.expires_at)) {
        return Fail(Code::kFailedPrecondition, reason::kRemovalExpired, "nobody decided in time");
    }
    if (removal.status != RemovalStatus::kWaiting) {
        return Fail(Code::kFailedPrecondition, reason::kRemovalDecided, "the removal does not wait any longer");
    }
    if (Trim(why).empty() || CodePoints(why) > kMaxDecisionReason) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "fields are wrong",
                     .fields = {{"/reason", "must be 1 to 500 characters"}}});
    }
    return {};
}

roster::SchoolChanges RemovalOf(const roster::SchoolState& state, Entity entity, const Subjects& subjects) {
    roster::SchoolChanges changes{.school_id = state.school.id};
    if (entity == Entity::kPupil) Choose(state.pupils, subjects, changes.removed_pupils);
    if (entity == Entity::kStaff) Choose(state.staff, subjects, changes.removed_staff);
    if (entity != Entity::kGroup) return changes;
    Choose(state.groups, subjects, changes.removed_groups);
    const auto goes = [&](GroupId id) {
        return std::ranges::find(changes.removed_groups, id) != changes.removed_groups.end();
    };
    for (auto pupil : state.pupils) {
        const auto before = pupil;
        if (pupil.base_group && goes(*pupil.base_group)) pupil.base_group.reset();
        std::erase_if(pupil.composed_groups, goes);
        if (pupil != before) changes.pupils.push_back(std::move(pupil));
    }
    for (auto member : state.staff) {
        if (std::erase_if(member.groups, goes) > 0) changes.staff.push_back(std::move(member));
    }
    return changes;
}

}  // namespace suite::roster_sync
