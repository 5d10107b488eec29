// The heart of roster-sync: what one batch of records means for one school.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "roster/roster.hpp"
#include "services/roster_sync/domain/guard.hpp"
#include "services/roster_sync/domain/records.hpp"
#include "services/roster_sync/domain/rejection.hpp"

namespace suite::roster_sync {

enum class BatchKind { kDelta, kSnapshot };
enum class Source { kBasispoort, kEdexml };

struct DiffOptions {
    BatchKind kind = BatchKind::kDelta;
    Source source = Source::kBasispoort;
    Date today{};  // Dutch day; decides about the rollover, and about former pupils when the source names no day
    GuardThresholds guard{};
};

/// Numbers of entities, except `rejected`: that counts records.
struct Counts {
    std::size_t added = 0;
    std::size_t changed = 0;  // but for those who moved
    std::size_t removed = 0;
    std::size_t unchanged = 0;  // named by the batch and already so, also: to be deleted and not there
    std::size_t rejected = 0;
    std::size_t held = 0;  // removals that wait for a person (ROS-09)
    /// Pupils in another base group than before, and staff with other base groups, whatever else changed along with it.
    /// Who comes into a first group, or is left without one, did not move but changed.
    std::size_t moved = 0;
    bool operator==(const Counts&) const = default;
};

struct DiffResult {
    roster::SchoolChanges changes{};  // version is the caller's to fill
    Counts school{}, groups{}, pupils{}, staff{};
    std::vector<Rejection> rejections{};  // by position
    /// Who would go if a person decides so: for the preview.
    std::vector<GroupId> held_groups{};
    std::vector<PersonId> held_pupils{};
    std::vector<PersonId> held_staff{};
    /// Whom the school has and the batch names as being there: nothing that waits to remove them holds any longer.
    std::vector<GroupId> confirmed_groups{};
    std::vector<PersonId> confirmed_pupils{};
    std::vector<PersonId> confirmed_staff{};
};

/// Pure but for `ids`, which is asked only for groups and persons that are new. Never fails: what cannot be used is
/// rejected, record by record, and nothing of a rejected record is applied.
///
/// - The order of the records does not matter; of two valid records about the same group or person the later position
/// wins.
/// - Upserts are whole: a field that is absent becomes empty. Keys are the exception, what is not named is kept, and so
/// are
///   roles and end date when the source is EDEXML.
/// - Persons are found by Basispoort id, else ECK iD, else LAS key, and take over the keys that the record brings. A
///   weaker key does not find a person whose own stronger key is named elsewhere in the batch: that is somebody else.
/// - Deleting a person whom the school does not have changes nothing and is no mistake: a delta may come twice.
/// - Groups are handled before persons; a reference means the newest school year that has the key.
[[nodiscard]] DiffResult Diff(const roster::SchoolState& current, const IncomingRoster& incoming,
                              const DiffOptions& options, IdSource& ids);

/// Every record refused because nobody introduced the school (rejected::kUnknownSchool).
[[nodiscard]] DiffResult RejectUnknownSchool(const IncomingRoster& incoming);

/// Every record refused because the school has not given its consent, or took it away (ROS-12): nothing of it is kept
/// but how many there were of each type. One rejection per type (rejected::kNoConsent), without place or key.
[[nodiscard]] DiffResult RejectWithoutConsent(const IncomingRoster& incoming);

}  // namespace suite::roster_sync
