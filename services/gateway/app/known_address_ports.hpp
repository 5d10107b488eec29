// What the use cases about a school's known addresses need of the world.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/audit_note.hpp"
#include "core/deadline.hpp"
#include "services/gateway/domain/known_address.hpp"
#include "services/gateway/domain/start_address.hpp"

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

/// A school as far as a way in needs it.
struct SchoolEntry {
    SchoolId id;
    SchoolNumber number{};  // empty for one that has neither
};

/// Port: which schools there are. Thread-safe. NOT_FOUND school-unknown.
class SchoolDirectory {
  public:
    virtual ~SchoolDirectory() = default;
    [[nodiscard]] virtual Result<SchoolEntry> Get(SchoolId school, Deadline deadline) = 0;
    /// The one that a school has gone up in, where it has (ROS-11).
    [[nodiscard]] virtual Result<SchoolEntry> Find(const SchoolNumber& number, Deadline deadline) = 0;
};

}  // namespace suite::gateway
