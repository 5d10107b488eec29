// What the use cases need from the outside. Every method is thread-safe and opens a transaction of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/audit_note.hpp"
#include "core/deadline.hpp"
#include "core/error.hpp"
#include "core/secret.hpp"
#include "core/time.hpp"
#include "services/result_exchange/domain/connection.hpp"
#include "services/result_exchange/domain/intake.hpp"

namespace suite::results {

/// Seals authorisation keys; see crypto::Sealer.
class KeySealer {
  public:
    virtual ~KeySealer() = default;
    [[nodiscard]] virtual std::string Seal(const Secret& key, std::string_view bound_to) const = 0;
    /// DATA_LOSS when it does not open.
    [[nodiscard]] virtual Result<Secret> Open(std::string_view sealed, std::string_view bound_to) const = 0;
};

class ConnectionStore {
  public:
    virtual ~ConnectionStore() = default;
    /// NOT_FOUND school-unknown; ALREADY_EXISTS connection-exists when the school has an active one to this LAS.
    [[nodiscard]] virtual Status Add(const Connection& connection, Deadline deadline) = 0;
    /// Active ones with a LAS code after `after`, in order of LAS code, at most `limit`. NOT_FOUND school-unknown.
    [[nodiscard]] virtual Result<std::vector<Connection>> List(SchoolId school, const std::string& after,
                                                               std::size_t limit, Deadline deadline) = 0;
};

/// What one call hands in for one school, by which the store finds what judging needs.
struct IntakeRequest {
    SchoolId school;
    std::string client_id;
    Instant received_at{};
    std::set<std::string> result_keys{};
    std::set<PupilRef> pupils{};
};

class IntakeStore {
  public:
    virtual ~IntakeStore() = default;
    /// One transaction, alone in its school: reads the state, asks `decide`, writes what it says and numbers the
    /// deliveries. `decide` may run again from the start, so it must have no other effects than its last answer.
    [[nodiscard]] virtual Status Change(const IntakeRequest& request,
                                        const std::function<IntakeChanges(const IntakeState&)>& decide,
                                        Deadline deadline) = 0;
};

/// A result as a LAS gets it.
struct PulledResult {
    std::int64_t number = 0;
    std::string brin{}, location{}, school_key{};
    StoredResult result{};  // its pupil as the roster knows the identifiers now, or as they were
};

/// The deliveries of one LAS are numbered 1, 2, 3, ... over all its schools, in the order they were committed.
struct QueueState {
    std::int64_t last = 0;          // newest number given
    std::int64_t acknowledged = 0;  // all up to here
};

class DeliveryStore {
  public:
    virtual ~DeliveryStore() = default;
    [[nodiscard]] virtual Result<QueueState> State(const std::string& las, Deadline deadline) = 0;
    /// Everything above `from` up to `to` is at the LAS. Doing it again changes nothing.
    [[nodiscard]] virtual Status Acknowledge(const std::string& las, std::int64_t from, std::int64_t to, Instant now,
                                             Deadline deadline) = 0;
    /// Deliveries above `number` in order, at most `limit`: of active connections, and only the newest of each result.
    [[nodiscard]] virtual Result<std::vector<PulledResult>> After(const std::string& las, std::int64_t number,
                                                                  std::size_t limit, Deadline deadline) = 0;
    /// In the schools' audit logs, all of them or none.
    [[nodiscard]] virtual Status Note(std::vector<AuditNote> notes, Deadline deadline) = 0;
};

}  // namespace suite::results
