// After a change: the new mapping into the cache, so that the first child finds it there (LIC-13).
#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// What the outbox' message does. When several wait for a school, the first one brings what all of them are about, and
/// the rest find nothing to do. Thread-safe.
class RefreshMapping {
  public:
    RefreshMapping(EntitlementStore& store, MappingCache& cache) : store_(store), cache_(cache) {}
    /// UNAVAILABLE when the cache could not keep it: to be tried again.
    [[nodiscard]] Status operator()(SchoolId school, Deadline deadline);

  private:
    EntitlementStore& store_;
    MappingCache& cache_;
    std::mutex mutex_;
    std::unordered_map<SchoolId, std::int64_t> brought_;  // version last put; guarded by mutex_
};

}  // namespace suite::licence
