#include "services/licence/app/manage_seats.hpp"

#include <algorithm>

#include "core/paging.hpp"
#include "core/reasons.hpp"
#include "services/licence/app/seat_steps.hpp"
#include "services/licence/domain/access.hpp"

namespace suite::licence {
namespace {

std::unexpected<Error> PupilInactive() {
    return Fail(Code::kFailedPrecondition, reason::kPupilInactive, "the pupil's registration is not active");
}

/// Of one who has a seat.
Result<SeatHolder> HolderOf(LicenceTx& tx, SchoolId school, LicenceId licence, PersonId person) {
    SUITE_ASSIGN(auto pupil, tx.Seats().Pupil(school, person));
    SUITE_ASSIGN(const auto since, tx.Seats().Since(school, licence, person));
    if (!pupil || !since) return Fail(Code::kInternal, reason::kInternal, "a seat without a pupil");
    return SeatHolder{.pupil = std::move(*pupil), .since = *since};
}

/// As lists of names are read, with the id to tell two of one name apart.
auto SortKeyOf(const SeatHolder& holder) {
    return std::tuple(Fold(holder.pupil.name.family), Fold(holder.pupil.name.given), holder.pupil.id);
}

}  // namespace

Result<KnownPupil> FindPupil(LicenceTx& tx, SchoolId school, PersonId person) {
    SUITE_ASSIGN(const auto pupil, tx.Roster().FindPupil(school, person));
    if (pupil) return *pupil;
    SUITE_ASSIGN(const bool staff, tx.Roster().IsStaff(school, person));
    if (staff) return Fail(Code::kFailedPrecondition, reason::kNotAPupil, "a seat is for a pupil");
    return NoSuchPerson();
}

Result<Licence> FindSeatLicence(LicenceTx& tx, SchoolId school, LicenceId licence) {
    SUITE_ASSIGN(auto found, tx.Licences().Find(school, licence));
    if (!found) return NoSuchLicence();
    if (found->kind != LicenceKind::kPupil)
        return Fail(Code::kFailedPrecondition, reason::kLicenceNotForPupils, "a licence for groups has no seats");
    return std::move(*found);
}

Result<SeatPage> ManageSeats::List(const Actor& actor, SchoolId school, LicenceId licence, PersonId after,
                                   std::int64_t limit, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    SeatPage page;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto found, FindSeatLicence(tx, school, licence));
        SUITE_ASSIGN(page.counts, SeatSteps(tx, school, found, clock_.Now()).Counts());
        SUITE_ASSIGN(page.items, tx.Seats().Holders(school, licence));
        return {};
    }));
    // Sorted here: the databases put names in different orders, and neither puts É beside E.
    std::ranges::sort(page.items, {}, SortKeyOf);
    if (after) {
        const auto last = std::ranges::find(page.items, after, [](const auto& holder) { return holder.pupil.id; });
        if (last == page.items.end()) return InvalidCursor();
        page.items.erase(page.items.begin(), last + 1);
    }
    if (std::ssize(page.items) > limit) {
        page.items.resize(static_cast<std::size_t>(limit));
        page.next = page.items.back().pupil.id;
    }
    return page;
}

Result<SeatAnswer> ManageSeats::Assign(const Actor& actor, SchoolId school, LicenceId licence, PersonId person,
                                       Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    SeatAnswer answer;
    bool given = false;
    SUITE_RETURN_IF_ERROR(store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        given = true;
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto found, FindSeatLicence(tx, school, licence));
        SUITE_ASSIGN(const auto pupil, FindPupil(tx, school, person));
        SUITE_ASSIGN(const auto since, tx.Seats().Since(school, licence, person));
        const Instant now = clock_.Now();
        SeatSteps steps(tx, school, found, now);
        if (!since) {
            SUITE_RETURN_IF_ERROR(CanHoldSeats(found, DutchDay(now)));
            if (!pupil.active) return PupilInactive();
            SUITE_ASSIGN(const auto seated, steps.Fill(ByHand(actor), {}, Candidate{.person = person}));
            SUITE_RETURN_IF_ERROR(steps.Finish());
            given = std::ranges::find(seated, person) != seated.end();
        }
        SUITE_ASSIGN(answer.counts, steps.Counts());
        if (given) {
            SUITE_ASSIGN(answer.holder, HolderOf(tx, school, licence, person));
        }
        return {};
    }));
    if (!given) return SeatsExhausted(answer.counts);  // after the commit: others may have got their turn
    return answer;
}

Result<SeatCounts> ManageSeats::TakeBack(const Actor& actor, SchoolId school, LicenceId licence, PersonId person,
                                         const std::string& reason, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    SUITE_RETURN_IF_ERROR(CheckReason(reason, actor.role == Role::kHelpdesk, "reason"));
    SeatCounts counts;
    SUITE_RETURN_IF_ERROR(store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto found, FindSeatLicence(tx, school, licence));
        SUITE_RETURN_IF_ERROR(FindPupil(tx, school, person));
        const Instant now = clock_.Now();
        SeatSteps steps(tx, school, found, now);
        SUITE_ASSIGN(const auto since, tx.Seats().Since(school, licence, person));
        if (since) {
            SUITE_RETURN_IF_ERROR(MayTakeBack(actor, *since, now, withdrawal_));
            SUITE_RETURN_IF_ERROR(steps.Free(person, ByHand(actor, std::string(Trim(reason)))));
            SUITE_RETURN_IF_ERROR(steps.Fill());
            SUITE_RETURN_IF_ERROR(steps.Finish());
        }
        SUITE_ASSIGN(counts, steps.Counts());
        return {};
    }));
    return counts;
}

Result<WaitingPage> ManageSeats::Waiting(const Actor& actor, SchoolId school, LicenceId licence, std::int64_t after,
                                         std::int64_t limit, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    WaitingPage page;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto found, FindSeatLicence(tx, school, licence));
        SUITE_ASSIGN(page.counts, SeatSteps(tx, school, found, clock_.Now()).Counts());
        SUITE_ASSIGN(page.items, tx.Seats().Waiting(school, licence));
        return {};
    }));
    const auto first = std::ranges::find_if(page.items, [&](const auto& waiting) { return waiting.number > after; });
    page.first_position = first - page.items.begin() + 1;
    page.items.erase(page.items.begin(), first);
    if (std::ssize(page.items) > limit) {
        page.items.resize(static_cast<std::size_t>(limit));
        page.next = page.items.back().number;
    }
    return page;
}

Result<WaitingAnswer> ManageSeats::Queue(const Actor& actor, SchoolId school, LicenceId licence, PersonId person,
                                         Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    WaitingAnswer answer;
    SUITE_RETURN_IF_ERROR(store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        answer = {};
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto found, FindSeatLicence(tx, school, licence));
        SUITE_ASSIGN(const auto pupil, FindPupil(tx, school, person));
        const Instant now = clock_.Now();
        SeatSteps steps(tx, school, found, now);
        SUITE_ASSIGN(const auto since, tx.Seats().Since(school, licence, person));
        if (!since) {
            SUITE_RETURN_IF_ERROR(CanHoldSeats(found, DutchDay(now)));
            if (!pupil.active) return PupilInactive();
            SUITE_RETURN_IF_ERROR(steps.Queue(person, ByHand(actor)));
            SUITE_RETURN_IF_ERROR(steps.Fill());
            SUITE_RETURN_IF_ERROR(steps.Finish());
        }
        SUITE_ASSIGN(answer.counts, steps.Counts());
        SUITE_ASSIGN(answer.seat_since, tx.Seats().Since(school, licence, person));
        if (answer.seat_since) return {};
        SUITE_ASSIGN(const auto spot, tx.Seats().Spot(school, licence, person));
        if (!spot) return Fail(Code::kInternal, reason::kInternal, "neither a seat nor a place");
        answer.position = spot->position;
        answer.waiting_since = spot->since;
        return {};
    }));
    return answer;
}

Result<SeatCounts> ManageSeats::Unqueue(const Actor& actor, SchoolId school, LicenceId licence, PersonId person,
                                        Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    SeatCounts counts;
    SUITE_RETURN_IF_ERROR(store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto found, FindSeatLicence(tx, school, licence));
        SUITE_RETURN_IF_ERROR(FindPupil(tx, school, person));
        SeatSteps steps(tx, school, found, clock_.Now());
        SUITE_RETURN_IF_ERROR(steps.Unqueue(person, ByHand(actor)));
        SUITE_RETURN_IF_ERROR(steps.Finish());
        SUITE_ASSIGN(counts, steps.Counts());
        return {};
    }));
    return counts;
}

}  // namespace suite::licence
