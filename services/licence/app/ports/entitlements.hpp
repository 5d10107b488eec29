// Ports of the hot path (LIC-08, LIC-13).
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/deadline.hpp"
#include "core/error.hpp"
#include "services/licence/domain/entitlement.hpp"

namespace suite::licence {

/// The three ways in which method software names a person.
using PersonKey = std::variant<PersonId, std::string, std::int64_t>;  // ours, ECK iD, Basispoort id

class EntitlementStore {
  public:
    virtual ~EntitlementStore() = default;
    [[nodiscard]] virtual Result<SchoolFacts> Facts(SchoolId school, const PersonKey& person, Deadline deadline) = 0;
    /// The mapping with the version that it has in the database.
    [[nodiscard]] virtual Result<ProductMapping> Mapping(SchoolId school, const std::string& product_id,
                                                         Deadline deadline) = 0;
};

/// Redis before the mappings. May forget at any moment; never makes an answer wrong, because the asker knows the
/// version.
class MappingCache {
  public:
    virtual ~MappingCache() = default;
    /// nullopt unless exactly this version is there.
    [[nodiscard]] virtual std::optional<ProductMapping> Get(SchoolId school, const std::string& product_id,
                                                            std::int64_t version) = 0;
    /// Kept unless a newer version is there. UNAVAILABLE when it could not be kept.
    virtual Status Put(SchoolId school, const std::string& product_id, const ProductMapping& mapping) = 0;
};

}  // namespace suite::licence
