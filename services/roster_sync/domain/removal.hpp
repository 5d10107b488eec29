// Removals that the guard holds until a person decides (ROS-09).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"
#include "roster/roster.hpp"
#include "services/roster_sync/domain/diff.hpp"
#include "services/roster_sync/domain/rejection.hpp"

namespace suite::roster_sync {

using RemovalId = Id<struct RemovalTag>;

/// Who or what would be removed: groups or persons of one school, by our ids. Sorted.
using Subjects = std::vector<std::int64_t>;

/// A removal nobody decides about in this time is forgotten; nothing is removed by waiting long enough.
inline constexpr std::chrono::days kRemovalTerm{14};
inline constexpr std::size_t kMaxDecisionReason = 500;  // characters

/// waiting → approved | dropped | replaced (by what a later delivery says) | expired
enum class RemovalStatus { kWaiting, kApproved, kDropped, kReplaced, kExpired };

/// Who decided, when and why.
struct Decision {
    Instant at{};
    Role role = Role::kNone;  // coordinator or helpdesk
    PersonId by{};            // none for helpdesk
    std::string client_id{};  // of the helpdesk: for the audit log, and not kept with the removal
    std::string reason{};
};

struct HeldRemoval {
    RemovalId id;
    SchoolId school;
    Entity entity = Entity::kPupil;  // group, pupil or staff: one type each
    RemovalStatus status = RemovalStatus::kWaiting;
    ImportId import{};  // the delivery that asked for it
    Instant created_at{};
    Instant expires_at{};
    std::optional<Decision> decision{};
    Subjects subjects{};
};

/// What waits after a delivery: a snapshot says all anew; a delta adds to what waits, and takes off whom it names.
[[nodiscard]] Subjects WaitingAfter(BatchKind kind, const Subjects& waiting, const Subjects& held,
                                    const Subjects& confirmed);

/// removal-decided or removal-expired unless it waits; a field violation without a reason, or one too long.
[[nodiscard]] Status MayDecide(const HeldRemoval& removal, const std::string& why, Instant now);

/// What approving does to the school as it is now; those that are gone already are left out. Persons leave the groups
/// that go.
[[nodiscard]] roster::SchoolChanges RemovalOf(const roster::SchoolState& state, Entity entity,
                                              const Subjects& subjects);

}  // namespace suite::roster_sync
