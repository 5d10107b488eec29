// The question of 08:30 (LIC-08).
#pragma once

#include <string>

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// Facts from the database (one query), the mapping from the cache when it has the version that the facts name, else
/// from the database and then into the cache. INVALID_ARGUMENT without a product, PERMISSION_DENIED without scope
/// entitlements:read. Thread-safe.
class CheckEntitlement {
  public:
    CheckEntitlement(EntitlementStore& store, MappingCache& cache, const Clock& clock)
        : store_(store), cache_(cache), clock_(clock) {}
    [[nodiscard]] Result<Entitlement> operator()(const Actor& actor, SchoolId school, const PersonKey& person,
                                                 const std::string& product_id, Deadline deadline) const;

  private:
    EntitlementStore& store_;
    MappingCache& cache_;
    const Clock& clock_;
};

}  // namespace suite::licence
