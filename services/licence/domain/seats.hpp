// Seats of a licence per child: who gets one, in which order, and who may take one back (LIC-06, LIC-07). Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/time.hpp"
#include "services/licence/domain/licence.hpp"

namespace suite::licence {

/// How the seats of a licence stand.
struct SeatCounts {
    std::int64_t seats = 0;  // bought
    std::int64_t used = 0;
    std::int64_t waiting = 0;

    [[nodiscard]] std::int64_t Free() const { return used < seats ? seats - used : 0; }
    /// Seats in use beyond those bought, when an order made them fewer: nobody loses a seat by that.
    [[nodiscard]] std::int64_t Over() const { return used > seats ? used - seats : 0; }
    bool operator==(const SeatCounts&) const = default;
};

/// One who could get a seat, in the order of turn.
struct Candidate {
    PersonId person;
    bool registered = true;  // at the school; one who left never gets a seat
    bool active = true;      // inactive: keeps the place on the list, is passed over
    bool has_seat = false;
    bool operator==(const Candidate&) const = default;
};

/// A seat's number, from 1 to the licence's seats: two children can never have the same.
struct GivenSeat {
    PersonId person;
    std::int64_t seat = 0;
    bool operator==(const GivenSeat&) const = default;
};

struct Allotment {
    std::vector<GivenSeat> given{};  // in the order of turn
    std::vector<PersonId> off{};     // have no business on the list any longer: left the school, or have a seat
    bool operator==(const Allotment&) const = default;
};

/// Gives the free seats to the candidates in their order, never more than there are. `used`: seats in use; `taken`:
/// their numbers, in any order, of which there may be some above the licence's seats. A licence that has ended, was
/// cancelled or is for groups gives nothing. A person named twice counts once.
[[nodiscard]] Allotment Allot(const Licence& licence, Date today, std::int64_t used,
                              const std::vector<std::int64_t>& taken, std::span<const Candidate> candidates);

/// Could anybody get a seat of it today, or wait for one? licence-not-for-pupils, licence-ended.
[[nodiscard]] Status CanHoldSeats(const Licence& licence, Date today);

/// FAILED_PRECONDITION seats-exhausted, with how many there are and how many wait.
[[nodiscard]] std::unexpected<Error> SeatsExhausted(const SeatCounts& counts);

/// May this actor take back a seat that was given at `since`? The helpdesk; the coordinator only within the publisher's
/// withdrawal window, which is zero unless switched on (manual §3.6: "Het zelf ontkoppelen van een 'kindlicentie' is
/// niet mogelijk!"). FAILED_PRECONDITION seat-final.
[[nodiscard]] Status MayTakeBack(const Actor& actor, Instant since, Instant now, std::chrono::minutes window);

inline constexpr std::size_t kMostReason = 500;  // characters
/// What a person gives as reason: at most kMostReason characters, and something when it is required. `pointer` names
/// the field in the error.
[[nodiscard]] Status CheckReason(std::string_view text, bool required, std::string_view pointer);

}  // namespace suite::licence
