#include "services/roster_sync/app/reconcile_roster.hpp"

#include <algorithm>

#include "core/operations.hpp"
#include "core/reasons.hpp"
#include "core/retry.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::chrono::seconds kOwnTime{30};  // own database
constexpr std::chrono::seconds kListTime{60};
constexpr std::chrono::seconds kPullTime{90};
constexpr int kTries = 3;  // when a push changes the school while it is being pulled
// Of one school, when Basispoort is away. After a day the run over all schools has come by in any case.
constexpr Backoff kPauses{.first = std::chrono::minutes(1), .longest = std::chrono::hours(1)};
constexpr std::chrono::hours kKeepTrying{24};

/// Basispoort itself is away: going on with the next school would only list the whole country as failed.
bool IsOutage(const Error& error) { return error.code == Code::kUnavailable || error.code == Code::kDeadlineExceeded; }

}  // namespace

Result<std::int64_t> ReconcileRoster::ScopeOf(RosterTx& tx, const Actor& actor, std::optional<SchoolId> school) const {
    if (!school) {
        if (actor.role == Role::kHelpdesk) return 0;
        return Fail(Code::kPermissionDenied, reason::kForbidden, "only the helpdesk reconciles all schools");
    }
    if (!actor.MaySeeSchool(*school)) return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school");
    if (actor.role == Role::kTeacher)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "reconciling is the coordinator's");
    SUITE_ASSIGN(const auto basispoort_id, tx.Schools().BasispoortId(*school));
    if (!basispoort_id) return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school at Basispoort");
    return *basispoort_id;
}

Result<Reconcile> ReconcileRoster::Ask(const Actor& actor, std::optional<SchoolId> school, Deadline deadline) const {
    Reconcile run;
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto scope, ScopeOf(tx, actor, school));
        if (api_ == nullptr)
            return Fail(Code::kFailedPrecondition, reason::kBasispoortOff, "no access to Basispoort is set up");
        SUITE_ASSIGN(const auto open, tx.Reconciles().Open(scope));
        if (open) {
            run = *open;
            if (!run.next_try_at) return {};
            run.next_try_at.reset();  // somebody waits for it: now
            return tx.Reconciles().Save(run);
        }
        run = {.id = ids_.New<ReconcileId>(), .basispoort_school_id = scope, .created_at = clock_.Now()};
        SUITE_RETURN_IF_ERROR(tx.Reconciles().Save(run));
        return tx.Audit().Note({.school = school.value_or(SchoolId{}),
                                .at = run.created_at,
                                .actor = actor,
                                .operation = operation::kReconcileAsked,
                                .object = "reconcile",
                                .object_id = run.id.ToString()});
    }));
    asked_();
    return run;
}

Result<ReconcileView> ReconcileRoster::Get(const Actor& actor, std::optional<SchoolId> school, ReconcileId id,
                                           Deadline deadline) const {
    ReconcileView view;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto scope, ScopeOf(tx, actor, school));
        SUITE_ASSIGN(const auto found, tx.Reconciles().Find(id));
        if (!found || (school && found->basispoort_school_id != scope))
            return Fail(Code::kNotFound, reason::kReconcileUnknown, "no such reconcile");
        view.reconcile = *found;
        SUITE_ASSIGN(view.failures, tx.Reconciles().Failures(id));
        return {};
    }));
    return view;
}

Result<std::vector<Reconcile>> ReconcileRoster::List(const Actor& actor, std::optional<SchoolId> school,
                                                     std::optional<ListPlace> before, std::int64_t limit,
                                                     Deadline deadline) const {
    std::vector<Reconcile> runs;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto scope, ScopeOf(tx, actor, school));
        SUITE_ASSIGN(runs, tx.Reconciles().List(school ? std::optional(scope) : std::nullopt, before, limit));
        return {};
    }));
    return runs;
}

Status ReconcileRoster::Schedule() const {
    if (api_ == nullptr || options_.hour < 0) return {};
    // The day that begins at the hour of the run.
    const auto day = [&](Instant at) { return DutchDay(at - std::chrono::hours(options_.hour)); };
    const auto now = clock_.Now();
    bool due = false;
    const auto look = [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto last, tx.Reconciles().LastScheduled());
        due = day(last.value_or(started_)) < day(now);
        return {};
    };
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kOwnTime), look));
    if (!due) return {};
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(look(tx));  // another process may have been first
        if (!due) return {};
        return tx.Reconciles().Save(
            {.id = ids_.New<ReconcileId>(), .cause = ReconcileCause::kSchedule, .created_at = now});
    }));
    if (due) asked_();
    return {};
}

Status ReconcileRoster::Save(const Reconcile& run, const std::optional<ReconcileFailure>& failure) const {
    return store_.Write(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
        if (failure) SUITE_RETURN_IF_ERROR(tx.Reconciles().AddFailure(run.id, *failure));
        return tx.Reconciles().Save(run);
    });
}

Result<std::vector<std::int64_t>> ReconcileRoster::SchoolsOf(const Reconcile& run) const {
    if (run.basispoort_school_id != 0) return std::vector{run.basispoort_school_id};
    SUITE_ASSIGN(auto schools, api_->Institutions(Deadline::In(kListTime)));
    std::ranges::sort(schools);
    return schools;
}

Result<bool> ReconcileRoster::Pull(std::int64_t basispoort_id) const {
    const auto year = SchoolYear::Of(DutchDay(clock_.Now()));
    for (int attempt = 0; attempt < kTries; ++attempt) {
        std::int64_t version = 0;
        bool consent = true;
        SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
            SUITE_ASSIGN(const auto said, tx.Reconciles().FindConsent(basispoort_id));
            consent = !said || said->granted;
            SUITE_ASSIGN(const auto known, tx.Schools().Find(basispoort_id));
            if (!known) return {};
            SUITE_ASSIGN(const auto found, tx.Schools().Version(*known));
            version = found.value_or(0);
            return {};
        }));
        if (!consent) return false;  // nothing of it is taken, so nothing is asked for
        const auto received_at = clock_.Now();
        SUITE_ASSIGN(const auto pulled, api_->School(basispoort_id, year, Deadline::In(kPullTime)));
        bool overtaken = false;
        bool changed = false;
        SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
            changed = false;
            SUITE_ASSIGN(auto current, deliver_.Open(tx, basispoort_id, false));
            // A push came in between: what was pulled may be older than what is there.
            overtaken = current.version != version;
            if (overtaken) return {};
            SUITE_ASSIGN(const auto import, deliver_(tx, current,
                                                     {.origin = Origin::kReconcile,
                                                      .kind = BatchKind::kSnapshot,
                                                      .records = pulled.records,
                                                      .basispoort_school_id = basispoort_id,
                                                      .received_at = received_at},
                                                     false));
            changed = import.feed_sequence > 0;
            return {};
        }));
        if (!overtaken) return changed;
    }
    return Fail(Code::kAborted, reason::kConflict, "the school kept changing while it was pulled");
}

bool ReconcileRoster::TryLater(Reconcile& run) const {
    const auto now = clock_.Now();
    if (now >= run.created_at + kKeepTrying) return false;
    run.status = ReconcileStatus::kWaiting;
    ++run.tries;
    run.next_try_at = now + PauseAfter(kPauses, static_cast<int>(run.tries), kJitterRange);
    return true;
}

Result<bool> ReconcileRoster::Work(const std::function<bool(std::chrono::milliseconds)>& pause) const {
    if (api_ == nullptr) return false;
    std::optional<Reconcile> run;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(run, tx.Reconciles().Next(clock_.Now()));
        return {};
    }));
    if (!run) return false;
    SUITE_ASSIGN(const auto schools, SchoolsOf(*run));
    run->status = ReconcileStatus::kRunning;
    run->next_try_at.reset();
    run->schools = std::ssize(schools);
    SUITE_RETURN_IF_ERROR(Save(*run, std::nullopt));
    const auto gap = std::chrono::milliseconds(1000) / std::max<std::int64_t>(options_.schools_per_second, 1);
    for (const auto school : schools) {
        if (school <= run->cursor) continue;
        const auto pulled = Pull(school);
        std::optional<ReconcileFailure> failure;
        if (!pulled) {
            // The run stays where it is and goes on when Basispoort is back; one school's fault is noted and passed.
            if (IsOutage(pulled.error())) {
                if (run->basispoort_school_id == 0) return std::unexpected(pulled.error());
                if (TryLater(*run)) {
                    SUITE_RETURN_IF_ERROR(Save(*run, std::nullopt));
                    return true;
                }
            }
            failure = ReconcileFailure{.basispoort_school_id = school, .reason = pulled.error().reason};
            ++run->failed;
        } else if (*pulled) {
            ++run->changed;
            applied_();
        }
        ++run->done;
        run->cursor = school;
        SUITE_RETURN_IF_ERROR(Save(*run, failure));
        if (!pause(gap)) return true;
    }
    run->status = ReconcileStatus::kDone;
    run->finished_at = clock_.Now();
    SUITE_RETURN_IF_ERROR(Save(*run, std::nullopt));
    return true;
}

}  // namespace suite::roster_sync
