// What the use cases about a school's known addresses need of the world.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/audit_note.hpp"
#include "core/deadline.hpp"
#include "services/gateway/domain/known_address.hpp"

namespace suite::gateway {

/// Port: all gateways share it, so that a change counts at each of them at once. Thread-safe. UNAVAILABLE and the like
/// when the database does not answer.
class KnownAddressStore {
  public:
    virtual ~KnownAddressStore() = default;
    /// In the order in which they were added.
    [[nodiscard]] virtual Result<std::vector<KnownAddress>> Of(SchoolId school, Deadline deadline) = 0;

    /// Says whether the new one may be added to those that are there; may be asked more than once.
    using Judge = std::function<Status(std::span<const KnownAddress> there)>;
    /// Adds when `judge` has nothing against it, else fails as it does. What is judged does not change before it is
    /// added. `note` goes into the audit log in the same transaction.
    [[nodiscard]] virtual Status Add(SchoolId school, const KnownAddress& address, const Judge& judge,
                                     const AuditNote& note, Deadline deadline) = 0;
    /// The one that was there, or nullopt: then nothing is written.
    [[nodiscard]] virtual Result<std::optional<KnownAddress>> Remove(SchoolId school, KnownAddressId id,
                                                                     const AuditNote& note, Deadline deadline) = 0;
};

/// Port: which schools there are. Thread-safe.
class SchoolDirectory {
  public:
    virtual ~SchoolDirectory() = default;
    /// NOT_FOUND school-unknown.
    [[nodiscard]] virtual Status Exists(SchoolId school, Deadline deadline) = 0;
};

}  // namespace suite::gateway
