// After a change: the new mapping into the cache, so that the first child finds it there (LIC-13).
#pragma once

#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// What the outbox' message does; changes that wait are one message. Thread-safe.
class RefreshMapping {
  public:
    RefreshMapping(EntitlementStore& store, MappingCache& cache) : store_(store), cache_(cache) {}
    /// UNAVAILABLE when the cache could not keep it: to be tried again.
    [[nodiscard]] Status operator()(SchoolId school, Deadline deadline) const;

  private:
    EntitlementStore& store_;
    MappingCache& cache_;
};

}  // namespace suite::licence
