#include "services/licence/domain/seats.hpp"

#include <algorithm>
#include <set>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::licence {

Allotment Allot(const Licence& licence, Date today, std::int64_t used, const std::vector<std::int64_t>& taken,
                std::span<const Candidate> candidates) {
    const std::int64_t seats = CanHoldSeats(licence, today) ? licence.seats.value_or(0) : 0;
    std::int64_t left = SeatCounts{.seats = seats, .used = used}.Free();
    const std::set<std::int64_t> numbers(taken.begin(), taken.end());
    std::int64_t next = 1;
    std::set<PersonId> seen;
    Allotment allotment;
    for (const auto& candidate : candidates) {
        if (!seen.insert(candidate.person).second) continue;
        if (!candidate.registered || candidate.has_seat) {
            allotment.off.push_back(candidate.person);
            continue;
        }
        if (!candidate.active || left == 0) continue;
        // There is one: at most `used` of the numbers 1..seats are taken, and used < seats.
        while (numbers.contains(next)) ++next;
        allotment.given.push_back({.person = candidate.person, .seat = next++});
        --left;
    }
    return allotment;
}

Status CanHoldSeats(const Licence& licence, Date today) {
    if (licence.kind != LicenceKind::kPupil)
        return Fail(Code::kFailedPrecondition, reason::kLicenceNotForPupils, "a licence for groups has no seats");
    const auto state = StateOn(licence, today);
    if (state == LicenceState::kExpired || state == LicenceState::kCancelled)
        return Fail(Code::kFailedPrecondition, reason::kLicenceEnded, "the licence has ended");
    return {};
}

std::unexpected<Error> SeatsExhausted(const SeatCounts& counts) {
    return Fail({.code = Code::kFailedPrecondition,
                 .reason = std::string(reason::kSeatsExhausted),
                 .message = "no seat is free; the pupil can be put on the waiting list",
                 .metadata = {{"seats", std::to_string(counts.seats)},
                              {"used", std::to_string(counts.used)},
                              {"waiting", std::to_string(counts.waiting)}}});
}

Status MayTakeBack(const Actor& actor, Instant since, Instant now, std::chrono::minutes window) {
    if (actor.role == Role::kHelpdesk) return {};
    if (now < since + window) return {};
    return Fail(Code::kFailedPrecondition, reason::kSeatFinal,
                "a school cannot take a seat back; POST .../correction-requests asks the helpdesk to");
}

Status CheckReason(std::string_view text, bool required, std::string_view pointer) {
    const bool missing = required && Trim(text).empty();
    if (!missing && CodePoints(text) <= kMostReason) return {};
    static_assert(kMostReason == 500, "the messages say so");
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "fields are wrong",
                 .fields = {{std::string(pointer),
                             required ? "must be 1 to 500 characters" : "must be at most 500 characters"}}});
}

}  // namespace suite::licence
