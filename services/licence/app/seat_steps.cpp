#include "services/licence/app/seat_steps.hpp"

#include <algorithm>
#include <map>

namespace suite::licence {

Doer ByHand(const Actor& actor, std::string reason) {
    return {.how = How::kHand,
            .role = actor.role,
            .person = actor.person,
            .client_id = actor.client_id,
            .reason = std::move(reason)};
}

Status SeatSteps::Add(Subject subject, PersonId person, LinkAction action, const Doer& doer) {
    return tx_.History().Add(school_, {.at = now_,
                                       .licence = licence_.id,
                                       .subject = subject,
                                       .subject_id = person.value,
                                       .action = action,
                                       .how = doer.how,
                                       .role = doer.role,
                                       .person = doer.person,
                                       .client_id = doer.client_id,
                                       .reason = doer.reason});
}

Result<SeatCounts> SeatSteps::Counts() {
    SUITE_ASSIGN(const auto use, tx_.Seats().Use(school_, licence_.id));
    auto counts = use.counts;
    counts.seats = licence_.seats.value_or(0);
    return counts;
}

Result<std::vector<PersonId>> SeatSteps::Fill(const Doer& doer, std::optional<Candidate> first,
                                              std::optional<Candidate> last) {
    SUITE_ASSIGN(const auto use, tx_.Seats().Use(school_, licence_.id));
    std::vector<PersonId> given;
    // Two hundred may be asking at once: nobody reads the list for nothing.
    if (use.counts.used >= licence_.seats.value_or(0)) return given;
    std::vector<Candidate> candidates;
    if (first) candidates.push_back(*first);
    if (use.counts.waiting > 0) {
        SUITE_ASSIGN(const auto waiting, tx_.Seats().Waiting(school_, licence_.id));
        for (const auto& one : waiting)
            candidates.push_back({.person = one.pupil.id, .registered = one.registered, .active = one.pupil.active});
    }
    if (last) candidates.push_back(*last);
    const auto allotment = Allot(licence_, DutchDay(now_), use.counts.used, use.taken, candidates);
    for (const auto person : allotment.off) SUITE_RETURN_IF_ERROR(Unqueue(person, {.how = How::kRoster}));
    const Doer by_itself{.how = How::kAutomatic, .reason = std::string(kFromWaitingList)};
    for (const auto& seat : allotment.given) {
        const bool asked_for = (first && first->person == seat.person) || (last && last->person == seat.person);
        SUITE_RETURN_IF_ERROR(tx_.Seats().Give(school_, licence_.id, seat, now_));
        // One entry tells both: that the seat came, and that the waiting is over.
        SUITE_RETURN_IF_ERROR(tx_.Seats().Unqueue(school_, licence_.id, seat.person));
        SUITE_RETURN_IF_ERROR(Add(Subject::kSeat, seat.person, LinkAction::kLink, asked_for ? doer : by_itself));
        changed_ = true;
        given.push_back(seat.person);
    }
    return given;
}

Result<bool> SeatSteps::Free(PersonId person, const Doer& doer) {
    SUITE_ASSIGN(const bool freed, tx_.Seats().Free(school_, licence_.id, person));
    if (!freed) return false;
    SUITE_RETURN_IF_ERROR(Add(Subject::kSeat, person, LinkAction::kUnlink, doer));
    changed_ = true;
    SUITE_ASSIGN(auto open, tx_.Corrections().Open(school_, licence_.id, person));
    if (open) {
        open->state = CorrectionState::kLapsed;
        open->decision = CorrectionDecision{.at = now_, .role = doer.role, .reason = doer.reason};
        SUITE_RETURN_IF_ERROR(tx_.Corrections().Save(school_, *open));
    }
    return true;
}

Result<bool> SeatSteps::Queue(PersonId person, const Doer& doer) {
    SUITE_ASSIGN(const bool added, tx_.Seats().Queue(school_, licence_.id, person, now_));
    if (added) SUITE_RETURN_IF_ERROR(Add(Subject::kWaiting, person, LinkAction::kLink, doer));
    changed_ = changed_ || added;
    return added;
}

Result<bool> SeatSteps::Unqueue(PersonId person, const Doer& doer) {
    SUITE_ASSIGN(const bool removed, tx_.Seats().Unqueue(school_, licence_.id, person));
    if (removed) SUITE_RETURN_IF_ERROR(Add(Subject::kWaiting, person, LinkAction::kUnlink, doer));
    changed_ = changed_ || removed;
    return removed;
}

Status SeatSteps::Note(PersonId person, LinkAction action, const Doer& doer) {
    return Add(Subject::kSeat, person, action, doer);
}

Status SeatSteps::Finish() {
    if (!changed_) return {};
    return tx_.MappingChanged(school_, now_);
}

Status FillSeats(LicenceTx& tx, SchoolId school, const Licence& licence, Instant now) {
    if (licence.kind != LicenceKind::kPupil) return {};
    SeatSteps steps(tx, school, licence, now);
    SUITE_RETURN_IF_ERROR(steps.Fill());
    return steps.Finish();
}

Status SeatsFollowRoster(LicenceTx& tx, SchoolId school, bool gone, Instant now) {
    std::map<LicenceId, std::vector<Leaver>> touched;
    if (gone) {
        // Before looking: a coordinator who is giving the leaver a seat at this moment either is done, and is seen, or
        // comes after us, and finds the leaver gone.
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto leavers, tx.Seats().Leavers(school));
        for (const auto& leaver : leavers) touched[leaver.licence].push_back(leaver);
    }
    SUITE_ASSIGN(const auto waited_for, tx.Seats().WaitedFor(school));
    for (const auto licence : waited_for) touched.try_emplace(licence);
    if (touched.empty()) return {};
    if (!gone) SUITE_RETURN_IF_ERROR(tx.Lock(school));
    const Doer roster{.how = How::kRoster};
    for (const auto& [id, leavers] : touched) {
        SUITE_ASSIGN(const auto licence, tx.Licences().Find(school, id));
        if (!licence) continue;
        SeatSteps steps(tx, school, *licence, now);
        for (const auto& leaver : leavers) {
            SUITE_RETURN_IF_ERROR(leaver.has_seat ? steps.Free(leaver.person, roster)
                                                  : steps.Unqueue(leaver.person, roster));
        }
        SUITE_RETURN_IF_ERROR(steps.Fill());
        SUITE_RETURN_IF_ERROR(steps.Finish());
    }
    return {};
}

}  // namespace suite::licence
