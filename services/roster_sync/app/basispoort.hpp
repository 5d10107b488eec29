// Port: Basispoort's partner API, the reading side (ROS-12, ROS-14). Implemented in adapters/basispoort_client.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/deadline.hpp"
#include "core/error.hpp"
#include "core/time.hpp"
#include "services/roster_sync/domain/records.hpp"

namespace suite::roster_sync {

/// All that Basispoort says about one school at one moment: a snapshot.
struct PulledSchool {
    std::int64_t basispoort_id = 0;
    /// The school itself (one record), its groups, pupils and staff. Made by the reader of the push, so nothing is in
    /// it that may not be kept (ROS-03), and a record that cannot be used carries its fault. Positions: part 1, line 1
    /// for the school, then groups, composed groups, pupils and staff in the answer's order.
    IncomingRoster records{};
    std::size_t dropped_fields = 0;  // that the publisher does not keep
    bool active = true;
    std::optional<std::int64_t> merged_into{};  // gefuseerdNaar: Basispoort id
    /// When Basispoort last changed something of the school. Unchanged: the records are as at the last pull.
    Instant mutated_at{};
};

/// Basispoort knows no school years; its groups are those of the present one, which the caller names. Retries what may
/// fare better a moment later, within the deadline. Thread-safe. Errors of every call:
/// - UNAVAILABLE: no connection, refused by Basispoort's TLS, or (after retries) an answer 429 or 5xx;
/// - DEADLINE_EXCEEDED;
/// - DATA_LOSS, reason invalid-answer: an answer that is not what the API promises. Nothing of it was used. An empty
/// list
///   is a promised answer: what an empty school means is for the guard to say (ROS-09);
/// - PERMISSION_DENIED: 401 or 403;
/// - FAILED_PRECONDITION: the certificate, key or CA cannot be used, or Basispoort's certificate cannot be trusted.
class BasispoortApi {
  public:
    virtual ~BasispoortApi() = default;

    /// Basispoort ids of all institutions that this publisher may see, as they come.
    [[nodiscard]] virtual Result<std::vector<std::int64_t>> Institutions(Deadline deadline) = 0;
    /// NOT_FOUND (school-unknown) when Basispoort does not know the school, or does not show it to this publisher.
    [[nodiscard]] virtual Result<PulledSchool> School(std::int64_t basispoort_id, SchoolYear year,
                                                      Deadline deadline) = 0;
    /// Schools that ticked this publisher on that day, and that took the tick away.
    [[nodiscard]] virtual Result<std::vector<std::int64_t>> ConsentGranted(Date day, Deadline deadline) = 0;
    [[nodiscard]] virtual Result<std::vector<std::int64_t>> ConsentWithdrawn(Date day, Deadline deadline) = 0;
    /// Only asks; does not put the question to the school. NOT_FOUND (school-unknown).
    [[nodiscard]] virtual Result<bool> HasConsent(std::int64_t basispoort_id, Deadline deadline) = 0;
};

}  // namespace suite::roster_sync
