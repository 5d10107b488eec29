// Ports of the hot path (LIC-08, LIC-13).
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/deadline.hpp"
#include "core/error.hpp"
#include "services/licence/domain/entitlement.hpp"

namespace suite::licence {

/// The three ways in which method software names a person.
using PersonKey = std::variant<PersonId, std::string, std::int64_t>;  // ours, ECK iD, Basispoort id

struct AskedPerson {
    SchoolId school;
    PersonKey person;
    auto operator<=>(const AskedPerson&) const = default;
};

/// Shared by all who ask: never changed once it is made.
using MappingPtr = std::shared_ptr<const SchoolMapping>;

/// What is known of one person, all of one moment of the database.
struct Known {
    SchoolFacts facts{};
    MappingPtr mapping{};
};

class EntitlementStore {
  public:
    virtual ~EntitlementStore() = default;
    /// One round trip.
    [[nodiscard]] virtual Result<SchoolFacts> Facts(SchoolId school, const PersonKey& person, Deadline deadline) = 0;
    /// In the order of `asked`, all of one moment; one round trip.
    [[nodiscard]] virtual Result<std::vector<SchoolFacts>> Facts(std::span<const AskedPerson> asked,
                                                                 Deadline deadline) = 0;
    /// With the mappings of the same moment; one round trip more for each school.
    [[nodiscard]] virtual Result<std::vector<Known>> Whole(std::span<const AskedPerson> asked, Deadline deadline) = 0;
    [[nodiscard]] virtual Result<MappingPtr> Mapping(SchoolId school, Deadline deadline) = 0;
};

struct WantedMapping {
    SchoolId school;
    std::int64_t version = 0;
};

struct MappingOfSchool {
    SchoolId school;
    MappingPtr mapping;  // never null
};

/// In front of the mappings. May forget at any moment; never makes an answer wrong, because the asker knows the
/// version.
class MappingCache {
  public:
    virtual ~MappingCache() = default;
    /// In the order of `wanted`; null where exactly that version is not there.
    [[nodiscard]] virtual std::vector<MappingPtr> Get(std::span<const WantedMapping> wanted) = 0;
    /// Each is kept unless a newer version is there. UNAVAILABLE when they could not be kept.
    virtual Status Put(std::span<const MappingOfSchool> mappings) = 0;
};

}  // namespace suite::licence
