#include "services/roster_sync/domain/partial.hpp"

#include "services/roster_sync/domain/check.hpp"

namespace suite::roster_sync {

bool MayJudgeInPart(BatchKind kind, const IncomingRoster& records, const GuardThresholds& guard) {
    return kind == BatchKind::kDelta && records.groups.empty() && records.pupils.size() <= guard.count;
}

std::vector<roster::PersonKeys> PupilKeysOf(const IncomingRoster& records) {
    std::vector<roster::PersonKeys> keys;
    for (const auto& record : records.pupils) keys.push_back(StableKeys(record.keys));
    return keys;
}

}  // namespace suite::roster_sync
