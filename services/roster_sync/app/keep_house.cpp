#include "services/roster_sync/app/keep_house.hpp"

#include "services/roster_sync/domain/merger.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::chrono::seconds kOwnTime{30};
constexpr std::int64_t kForgottenAtOnce = 500;

}  // namespace

Status KeepHouse::operator()() const {
    const auto mergers = FinishMergers();
    const auto erased = EraseWithdrawn();
    const auto forgotten = Forget();
    for (const auto& status : {mergers, erased, forgotten}) SUITE_RETURN_IF_ERROR(status);
    return {};
}

Status KeepHouse::FinishMergers() const {
    std::vector<Merger> mergers;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(mergers, tx.Schools().OpenMergers());
        return {};
    }));
    for (const auto& merger : mergers) SUITE_RETURN_IF_ERROR(Finish(merger));
    return {};
}

Status KeepHouse::Finish(const Merger& merger) const {
    bool found = false;
    roster::SchoolState into_state;
    // Two schools, two transactions: first everybody is at the new school, then nobody at the old one any more. In
    // between a child has two registrations, which is no harm; the other way round it would have none.
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto into, deliver_.Open(tx, merger.into_basispoort_id, false));
        found = into.version > 0;
        if (!found) return {};
        into_state = into.state;
        SUITE_ASSIGN(const auto from, tx.Schools().LoadBefore(merger.from, merger.from_version));
        if (!from) return {};
        std::vector<roster::PersonKeys> keys;
        for (const auto& pupil : from->pupils) keys.push_back(pupil.keys);
        SUITE_ASSIGN(const auto known, tx.Schools().ActivePupils(keys));
        std::unordered_set<PersonId> elsewhere;
        for (const auto& pupil : known) {
            if (pupil.school != merger.from && pupil.school != into.state.school.id) elsewhere.insert(pupil.id);
        }
        auto changes = PupilsToTake(*from, into.state, elsewhere);
        if (changes.Empty()) return {};
        SUITE_RETURN_IF_ERROR(deliver_.Change(tx, into, changes, Origin::kMerger, PersonId{}));
        for (auto& pupil : changes.pupils) into_state.pupils.push_back(std::move(pupil));
        return {};
    }));
    if (!found) return {};
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(merger.from.value));
        SUITE_ASSIGN(const auto from, tx.Schools().Load(merger.from));
        if (from) {
            auto changes = PupilsTaken(from->state, into_state);
            if (!changes.Empty()) {
                SUITE_RETURN_IF_ERROR(deliver_.Change(tx, *from, std::move(changes), Origin::kMerger, PersonId{}));
            }
        }
        return tx.Schools().MergerDone(merger.from, clock_.Now());
    }));
    applied_();
    return {};
}

Status KeepHouse::EraseWithdrawn() const {
    std::vector<Consent> due;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(due, tx.Reconciles().ConsentsToErase(clock_.Now()));
        return {};
    }));
    for (auto consent : due) {
        SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
            SUITE_ASSIGN(const auto school, deliver_.Open(tx, consent.basispoort_school_id, false));
            SUITE_ASSIGN(const auto still, tx.Reconciles().FindConsent(consent.basispoort_school_id));
            if (!still || still->granted) return {};  // given again meanwhile
            if (school.version > 0) SUITE_RETURN_IF_ERROR(tx.Schools().Erase(school, clock_.Now()));
            SUITE_RETURN_IF_ERROR(tx.Imports().EraseRejections(consent.basispoort_school_id));
            consent.erased_at = clock_.Now();
            return tx.Reconciles().SaveConsent(consent);
        }));
        applied_();
    }
    return {};
}

Status KeepHouse::Forget() const {
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Removals().Expire(clock_.Now()));
        return {};
    }));
    std::int64_t gone = 0;
    do {
        SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
            SUITE_ASSIGN(gone, tx.Retention().Forget(clock_.Now() - retention_, kForgottenAtOnce));
            return {};
        }));
    } while (gone > 0);
    return {};
}

}  // namespace suite::roster_sync
