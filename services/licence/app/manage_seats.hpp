// The school gives its children the seats of a licence per child, or a place on the waiting list (LIC-06, LIC-07).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

struct SeatPage {
    SeatCounts counts{};
    std::vector<SeatHolder> items{};  // by name
    std::optional<PersonId> next{};   // last of this page, when there are more
};

struct WaitingPage {
    SeatCounts counts{};
    std::int64_t first_position = 1;     // of the first item
    std::vector<WaitingPupil> items{};   // in the order of turn
    std::optional<std::int64_t> next{};  // number of the last of this page, when there are more
};

struct SeatAnswer {
    SeatHolder holder;
    SeatCounts counts{};
};

/// Where a pupil stands: has a seat since, or waits since at a position, from 1.
struct WaitingAnswer {
    std::optional<Instant> seat_since{};
    std::optional<std::int64_t> position{};
    std::optional<Instant> waiting_since{};
    SeatCounts counts{};
};

/// Coordinators of the school and the helpdesk see; only the coordinator gives seats; who may take one back:
/// MayTakeBack. Another school's licence or pupil is NOT_FOUND like one that does not exist. All writes: NOT_FOUND
/// licence-unknown, person-unknown; FAILED_PRECONDITION licence-not-for-pupils. Thread-safe.
class ManageSeats {
  public:
    /// `withdrawal`: for so long a coordinator may take a seat back that was just given; 0: never.
    ManageSeats(LicenceStore& store, const Clock& clock, std::chrono::minutes withdrawal)
        : store_(store), clock_(clock), withdrawal_(withdrawal) {}

    /// `after`: the last of the page before; INVALID_ARGUMENT invalid-cursor when that pupil has no seat any longer.
    [[nodiscard]] Result<SeatPage> List(const Actor& actor, SchoolId school, LicenceId licence, PersonId after,
                                        std::int64_t limit, Deadline deadline) const;
    /// A pupil who has a seat keeps it: the same answer, nothing is written. Those who wait go first.
    /// FAILED_PRECONDITION not-a-pupil, pupil-inactive, licence-ended, seats-exhausted.
    [[nodiscard]] Result<SeatAnswer> Assign(const Actor& actor, SchoolId school, LicenceId licence, PersonId person,
                                            Deadline deadline) const;
    /// The first of the waiting list gets it, in the same transaction. `reason`: the helpdesk must give one. A pupil
    /// without a seat: nothing changes. FAILED_PRECONDITION seat-final.
    [[nodiscard]] Result<SeatCounts> TakeBack(const Actor& actor, SchoolId school, LicenceId licence, PersonId person,
                                              const std::string& reason, Deadline deadline) const;

    [[nodiscard]] Result<WaitingPage> Waiting(const Actor& actor, SchoolId school, LicenceId licence,
                                              std::int64_t after, std::int64_t limit, Deadline deadline) const;
    /// At the end of the list; when a seat happens to be free, it is given at once. FAILED_PRECONDITION not-a-pupil,
    /// pupil-inactive, licence-ended.
    [[nodiscard]] Result<WaitingAnswer> Queue(const Actor& actor, SchoolId school, LicenceId licence, PersonId person,
                                              Deadline deadline) const;
    /// Who is not on it: nothing changes.
    [[nodiscard]] Result<SeatCounts> Unqueue(const Actor& actor, SchoolId school, LicenceId licence, PersonId person,
                                             Deadline deadline) const;

  private:
    LicenceStore& store_;
    const Clock& clock_;
    std::chrono::minutes withdrawal_;
};

/// The pupil, when one of that school. NOT_FOUND person-unknown, FAILED_PRECONDITION not-a-pupil for staff.
[[nodiscard]] Result<KnownPupil> FindPupil(LicenceTx& tx, SchoolId school, PersonId person);
/// The licence per child. NOT_FOUND licence-unknown, FAILED_PRECONDITION licence-not-for-pupils.
[[nodiscard]] Result<Licence> FindSeatLicence(LicenceTx& tx, SchoolId school, LicenceId licence);

}  // namespace suite::licence
