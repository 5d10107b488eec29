// Reconcile with Basispoort (ROS-14): a school, or all, pulled, compared and taken as a snapshot. Heals lost pushes.
#pragma once

#include "core/time.hpp"
#include "services/roster_sync/app/basispoort.hpp"
#include "services/roster_sync/app/deliver.hpp"

namespace suite::roster_sync {

struct ReconcileView {
    Reconcile reconcile;
    std::vector<ReconcileFailure> failures{};  // the first thousand
};

struct ReconcileOptions {
    std::int64_t schools_per_second = 20;  // towards Basispoort
    std::int64_t hour = 4;                 // Dutch time, of the daily run over all schools; -1: none
};

/// Asking and looking: the coordinator for the own school, the helpdesk for any and for all. Thread-safe, but Work and
/// Schedule are for one thread.
class ReconcileRoster {
  public:
    /// `api` nullptr: no access to Basispoort is set up, and asking is FAILED_PRECONDITION basispoort-off. `asked`:
    /// there is work. `applied`: followers have something to read.
    ReconcileRoster(RosterStore& store, const Clock& clock, IdSource& ids, const Deliver& deliver, BasispoortApi* api,
                    ReconcileOptions options, std::function<void()> asked, std::function<void()> applied)
        : store_(store),
          clock_(clock),
          ids_(ids),
          deliver_(deliver),
          api_(api),
          options_(options),
          asked_(std::move(asked)),
          applied_(std::move(applied)),
          started_(clock.Now()) {}

    /// One that waits or runs for the same is answered instead of a second, and tried at once when it was to be tried
    /// later.
    [[nodiscard]] Result<Reconcile> Ask(const Actor& actor, std::optional<SchoolId> school, Deadline deadline) const;
    [[nodiscard]] Result<ReconcileView> Get(const Actor& actor, std::optional<SchoolId> school, ReconcileId id,
                                            Deadline deadline) const;
    /// Newest first.
    [[nodiscard]] Result<std::vector<Reconcile>> List(const Actor& actor, std::optional<SchoolId> school,
                                                      std::optional<ListPlace> before, std::int64_t limit,
                                                      Deadline deadline) const;

    /// The oldest one that is not done, from where it was; false when there is none. `pause` waits, and says false when
    /// it is time to stop: the rest follows after the next start. When Basispoort is away: UNAVAILABLE from a run over
    /// all, which is to be tried again; one school's is put off, with growing pauses, for a day, and others go before
    /// it.
    [[nodiscard]] Result<bool> Work(const std::function<bool(std::chrono::milliseconds)>& pause) const;
    /// Asks for the daily run when its hour has come.
    [[nodiscard]] Status Schedule() const;

  private:
    /// nullopt for all; NOT_FOUND when the actor may not see the school, or Basispoort does not know it.
    [[nodiscard]] Result<std::int64_t> ScopeOf(RosterTx& tx, const Actor& actor, std::optional<SchoolId> school) const;
    [[nodiscard]] Result<std::vector<std::int64_t>> SchoolsOf(const Reconcile& run) const;
    /// True when the school changed.
    [[nodiscard]] Result<bool> Pull(std::int64_t basispoort_id) const;
    [[nodiscard]] Status Save(const Reconcile& run, const std::optional<ReconcileFailure>& failure) const;
    /// Puts one school's run off; false when it was tried long enough.
    [[nodiscard]] bool TryLater(Reconcile& run) const;

    RosterStore& store_;
    const Clock& clock_;
    IdSource& ids_;
    const Deliver& deliver_;
    BasispoortApi* api_;
    ReconcileOptions options_;
    std::function<void()> asked_;
    std::function<void()> applied_;
    Instant started_;  // a fresh installation first takes in what is pushed; its first daily run is the next day's
};

}  // namespace suite::roster_sync
