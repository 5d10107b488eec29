// Port: seats of licences per child, the lists of those who wait for one, and what the helpdesk is asked to put right
// (LIC-06, LIC-07).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "roster/roster.hpp"
#include "services/licence/domain/correction.hpp"
#include "services/licence/domain/seats.hpp"

namespace suite::licence {

struct PupilInGroup {
    PersonId id;
    roster::PersonName name{};
    std::optional<GroupId> group{};  // base group of the newest school year
    std::string group_name{};
    bool active = true;
};

struct SeatHolder {
    PupilInGroup pupil;
    Instant since;
};

struct WaitingPupil {
    PupilInGroup pupil;
    std::int64_t number = 0;  // ascending in the order of turn
    Instant since;
    bool registered = true;  // false: left the school a moment ago
};

/// Where one stands on a waiting list.
struct WaitingSpot {
    std::int64_t position = 1;  // from 1
    Instant since;
};

struct SeatUse {
    SeatCounts counts{};                // `seats` is not filled: the licence knows
    std::vector<std::int64_t> taken{};  // numbers of the seats in use
};

/// One who has a seat or waits and is no pupil of the school any longer.
struct Leaver {
    LicenceId licence;
    PersonId person;
    bool has_seat = false;  // else waits
};

/// Writes no history and bumps no version: SeatSteps does. The caller of what writes holds the school's lock.
class SeatsTx {
  public:
    virtual ~SeatsTx() = default;
    [[nodiscard]] virtual Result<SeatUse> Use(SchoolId school, LicenceId licence) = 0;
    /// Since when this person has a seat; nullopt when not.
    [[nodiscard]] virtual Result<std::optional<Instant>> Since(SchoolId school, LicenceId licence, PersonId person) = 0;
    /// The second guard: a condition of the INSERT itself, and the seat's number, make it impossible to give more seats
    /// than the licence has, whatever was decided before. FAILED_PRECONDITION seats-exhausted then.
    [[nodiscard]] virtual Status Give(SchoolId school, LicenceId licence, const GivenSeat& seat, Instant at) = 0;
    /// True when there was one.
    [[nodiscard]] virtual Result<bool> Free(SchoolId school, LicenceId licence, PersonId person) = 0;
    /// In no particular order.
    [[nodiscard]] virtual Result<std::vector<SeatHolder>> Holders(SchoolId school, LicenceId licence) = 0;
    /// The pupil as the lists show it; nullopt when none of the school.
    [[nodiscard]] virtual Result<std::optional<PupilInGroup>> Pupil(SchoolId school, PersonId person) = 0;

    /// In the order of turn.
    [[nodiscard]] virtual Result<std::vector<WaitingPupil>> Waiting(SchoolId school, LicenceId licence) = 0;
    /// nullopt when not on the list.
    [[nodiscard]] virtual Result<std::optional<WaitingSpot>> Spot(SchoolId school, LicenceId licence,
                                                                  PersonId person) = 0;
    /// At the end of the list. True when not on it yet.
    [[nodiscard]] virtual Result<bool> Queue(SchoolId school, LicenceId licence, PersonId person, Instant at) = 0;
    /// True when on it.
    [[nodiscard]] virtual Result<bool> Unqueue(SchoolId school, LicenceId licence, PersonId person) = 0;

    [[nodiscard]] virtual Result<std::vector<Leaver>> Leavers(SchoolId school) = 0;
    /// Licences for which somebody waits.
    [[nodiscard]] virtual Result<std::vector<LicenceId>> WaitedFor(SchoolId school) = 0;
};

/// A request with the names of who it is about, as they are now.
struct CorrectionView {
    SchoolId school;
    Correction correction;
    std::string licence_title;
    std::optional<PupilInGroup> pupil{};  // nullopt: left the school
    std::optional<PupilInGroup> replacement{};
};

struct CorrectionPlace {
    Instant at;
    std::int64_t id = 0;
};

class CorrectionsTx {
  public:
    virtual ~CorrectionsTx() = default;
    /// Newest first, after `before`. Without a school: of all. Without a state: in any.
    [[nodiscard]] virtual Result<std::vector<CorrectionView>> List(std::optional<SchoolId> school,
                                                                   std::optional<CorrectionState> state,
                                                                   std::optional<CorrectionPlace> before,
                                                                   std::int64_t limit) = 0;
    [[nodiscard]] virtual Result<std::optional<CorrectionView>> Find(SchoolId school, CorrectionId id) = 0;
    /// The one that is open for this seat.
    [[nodiscard]] virtual Result<std::optional<Correction>> Open(SchoolId school, LicenceId licence,
                                                                 PersonId person) = 0;
    /// New, or changed.
    [[nodiscard]] virtual Status Save(SchoolId school, const Correction& correction) = 0;
    /// All of an erased school's: they hold free text (ROS-12).
    [[nodiscard]] virtual Status Erase(SchoolId school) = 0;
};

}  // namespace suite::licence
