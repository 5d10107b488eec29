#include "services/licence/app/correct_seats.hpp"

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "services/licence/app/manage_seats.hpp"
#include "services/licence/app/seat_steps.hpp"
#include "services/licence/domain/access.hpp"

namespace suite::licence {
namespace {

std::unexpected<Error> ReplacementUnfit() {
    return Fail(Code::kFailedPrecondition, reason::kReplacementUnfit,
                "the replacement is no active pupil of the school without a seat of this licence");
}

/// As this person could be seated now.
Result<Candidate> CandidateOf(LicenceTx& tx, SchoolId school, LicenceId licence, PersonId person) {
    SUITE_ASSIGN(const auto pupil, tx.Roster().FindPupil(school, person));
    SUITE_ASSIGN(const auto since, tx.Seats().Since(school, licence, person));
    return Candidate{.person = person,
                     .registered = pupil.has_value(),
                     .active = pupil && pupil->active,
                     .has_seat = since.has_value()};
}

Result<CorrectionView> View(LicenceTx& tx, SchoolId school, CorrectionId id) {
    SUITE_ASSIGN(auto view, tx.Corrections().Find(school, id));
    if (!view) return Fail(Code::kNotFound, reason::kCorrectionUnknown, "no such correction request");
    return std::move(*view);
}

}  // namespace

Result<CorrectionView> CorrectSeats::Ask(const Actor& actor, SchoolId school, LicenceId licence, PersonId person,
                                         const Wish& wish, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    SUITE_RETURN_IF_ERROR(CheckReason(wish.reason, /*required=*/false, "/reason"));
    const auto fresh = ids_.New<CorrectionId>();
    CorrectionView view;
    SUITE_RETURN_IF_ERROR(store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto found, FindSeatLicence(tx, school, licence));
        SUITE_RETURN_IF_ERROR(FindPupil(tx, school, person));
        SUITE_ASSIGN(const auto since, tx.Seats().Since(school, licence, person));
        if (!since) return Fail(Code::kNotFound, reason::kSeatUnknown, "the pupil has no seat of this licence");
        const Instant now = clock_.Now();
        const Correction asked{.id = fresh,
                               .licence = licence,
                               .person = person,
                               .replacement = wish.replacement,
                               .reason = std::string(Trim(wish.reason)),
                               .asked_at = now,
                               .asked_by = actor.person};
        SUITE_ASSIGN(const auto open, tx.Corrections().Open(school, licence, person));
        if (open) {
            SUITE_RETURN_IF_ERROR(SameAs(*open, asked));
            SUITE_ASSIGN(view, View(tx, school, open->id));
            return {};
        }
        if (wish.replacement) {
            SUITE_ASSIGN(const auto candidate, CandidateOf(tx, school, licence, *wish.replacement));
            if (!candidate.registered || !candidate.active || candidate.has_seat) return ReplacementUnfit();
        }
        SUITE_RETURN_IF_ERROR(tx.Corrections().Save(school, asked));
        SUITE_RETURN_IF_ERROR(
            SeatSteps(tx, school, found, now).Note(person, LinkAction::kAsk, ByHand(actor, asked.reason)));
        SUITE_ASSIGN(view, View(tx, school, fresh));
        return {};
    }));
    return view;
}

Result<std::vector<CorrectionView>> CorrectSeats::List(const Actor& actor, std::optional<SchoolId> school,
                                                       std::optional<CorrectionState> state,
                                                       std::optional<CorrectionPlace> before, std::int64_t limit,
                                                       Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(school ? MaySeeLicences(actor, *school) : MayCorrect(actor));
    std::vector<CorrectionView> views;
    SUITE_RETURN_IF_ERROR(
        store_.Read(school ? SchoolScope(*school) : SchoolScope::All(), deadline, [&](LicenceTx& tx) -> Status {
            if (school) {
                SUITE_ASSIGN(const auto known, tx.Roster().FindSchool(*school));
                if (!known) return NoSuchSchool();
            }
            SUITE_ASSIGN(views, tx.Corrections().List(school, state, before, limit));
            return {};
        }));
    return views;
}

Result<CorrectionView> CorrectSeats::Decide(const Actor& actor, SchoolId school, CorrectionId id,
                                            const std::string& reason, bool grant, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayCorrect(actor));
    SUITE_RETURN_IF_ERROR(CheckReason(reason, /*required=*/true, "/reason"));
    CorrectionView view;
    SUITE_RETURN_IF_ERROR(store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(auto found, View(tx, school, id));
        auto correction = std::move(found.correction);
        SUITE_RETURN_IF_ERROR(IsOpen(correction));
        SUITE_ASSIGN(const auto licence, FindSeatLicence(tx, school, correction.licence));
        const Instant now = clock_.Now();
        const Doer doer = ByHand(actor, std::string(Trim(reason)));
        correction.state = grant ? CorrectionState::kGranted : CorrectionState::kRefused;
        correction.decision = CorrectionDecision{.at = now, .role = actor.role, .reason = doer.reason};
        SeatSteps steps(tx, school, licence, now);
        // Before the seat is freed, which ends what is open.
        SUITE_RETURN_IF_ERROR(tx.Corrections().Save(school, correction));
        if (grant) {
            SUITE_RETURN_IF_ERROR(steps.Free(correction.person, doer));
            std::optional<Candidate> first;
            if (correction.replacement) {
                SUITE_ASSIGN(first, CandidateOf(tx, school, licence.id, *correction.replacement));
            }
            SUITE_ASSIGN(const auto seated, steps.Fill(doer, first));
            if (!seated.empty()) correction.given_to = seated.front();
            SUITE_RETURN_IF_ERROR(tx.Corrections().Save(school, correction));
        } else {
            SUITE_RETURN_IF_ERROR(steps.Note(correction.person, LinkAction::kRefuse, doer));
        }
        SUITE_RETURN_IF_ERROR(steps.Finish());
        SUITE_ASSIGN(view, View(tx, school, id));
        return {};
    }));
    return view;
}

Result<CorrectionView> CorrectSeats::Grant(const Actor& actor, SchoolId school, CorrectionId id,
                                           const std::string& reason, Deadline deadline) const {
    return Decide(actor, school, id, reason, /*grant=*/true, deadline);
}

Result<CorrectionView> CorrectSeats::Refuse(const Actor& actor, SchoolId school, CorrectionId id,
                                            const std::string& reason, Deadline deadline) const {
    return Decide(actor, school, id, reason, /*grant=*/false, deadline);
}

}  // namespace suite::licence
