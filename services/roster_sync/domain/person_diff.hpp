// Pupils and staff of one batch: second half of Diff.
#pragma once

#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "services/roster_sync/domain/diff.hpp"
#include "services/roster_sync/domain/group_diff.hpp"

namespace suite::roster_sync {

struct PersonBatch {
    const roster::SchoolState& current;
    const IncomingRoster& incoming;
    const DiffOptions& options;
    const GroupsAfter& groups;
    bool closing = false;                                         // the school ends, so the guard has nothing to guard
    std::unordered_map<GroupId, std::string_view> year_groups{};  // of the groups before the batch
    std::unordered_set<GroupId> base_groups{};                    // before the batch
};

/// Each writes its part of `result`.
void DiffPupils(const PersonBatch& batch, IdSource& ids, DiffResult& result);
void DiffStaff(const PersonBatch& batch, IdSource& ids, DiffResult& result);

}  // namespace suite::roster_sync
