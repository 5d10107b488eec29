// Port: consent and reconciles with Basispoort (ROS-12, ROS-14).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"
#include "services/roster_sync/app/ports/list_place.hpp"

namespace suite::roster_sync {

using ReconcileId = Id<struct ReconcileTag>;

enum class ReconcileCause { kAsked, kSchedule, kGap, kConsent, kFailure };
enum class ReconcileStatus { kWaiting, kRunning, kDone };

/// Pulling one school, or all, from Basispoort and taking what it says as a snapshot.
struct Reconcile {
    ReconcileId id;
    std::int64_t basispoort_school_id = 0;  // 0: all
    ReconcileCause cause = ReconcileCause::kAsked;
    ReconcileStatus status = ReconcileStatus::kWaiting;
    Instant created_at{};
    std::optional<Instant> finished_at{};
    std::int64_t schools = 0, done = 0, changed = 0, failed = 0;
    std::int64_t cursor = 0;  // Basispoort id of the last school that was done: where to go on after a stop
    /// Of one school: how often Basispoort was away, and when it is asked again; absent: as soon as it can be.
    std::int64_t tries = 0;
    std::optional<Instant> next_try_at{};
};

struct ReconcileFailure {
    std::int64_t basispoort_school_id = 0;
    std::string reason;
};

/// A school's tick for this publisher. Absent: never heard of, which counts as given until Basispoort is asked
/// (FollowConsent), because it only sends schools that ticked.
struct Consent {
    std::int64_t basispoort_school_id = 0;
    bool granted = true;
    Date since{};
    std::optional<Instant> erase_at{};   // withdrawn: when the data goes
    std::optional<Instant> erased_at{};  // and when it went
};

class ReconcileTx {
  public:
    virtual ~ReconcileTx() = default;
    [[nodiscard]] virtual Status Save(const Reconcile& reconcile) = 0;
    [[nodiscard]] virtual Result<std::optional<Reconcile>> Find(ReconcileId id) = 0;
    /// The oldest that is not done and not to be tried later: one school's before that of all, because somebody waits
    /// for it.
    [[nodiscard]] virtual Result<std::optional<Reconcile>> Next(Instant now) = 0;
    /// One that waits or runs for the same school (or for all).
    [[nodiscard]] virtual Result<std::optional<Reconcile>> Open(std::int64_t basispoort_school_id) = 0;
    /// Newest first; of one school, or all.
    [[nodiscard]] virtual Result<std::vector<Reconcile>> List(std::optional<std::int64_t> basispoort_school_id,
                                                              std::optional<ListPlace> before, std::int64_t limit) = 0;
    /// When the last daily run was asked for.
    [[nodiscard]] virtual Result<std::optional<Instant>> LastScheduled() = 0;
    [[nodiscard]] virtual Status AddFailure(ReconcileId id, const ReconcileFailure& failure) = 0;
    /// The first thousand.
    [[nodiscard]] virtual Result<std::vector<ReconcileFailure>> Failures(ReconcileId id) = 0;

    [[nodiscard]] virtual Result<std::optional<Consent>> FindConsent(std::int64_t basispoort_school_id) = 0;
    [[nodiscard]] virtual Status SaveConsent(const Consent& consent) = 0;
    /// Basispoort ids above `after` of active schools whose tick nobody said anything about, in order.
    [[nodiscard]] virtual Result<std::vector<std::int64_t>> WithoutConsent(std::int64_t after, std::int64_t limit) = 0;
    /// Withdrawn, not erased, and due.
    [[nodiscard]] virtual Result<std::vector<Consent>> ConsentsToErase(Instant now) = 0;
    /// The last day whose lists were read whole; nullopt before the first.
    [[nodiscard]] virtual Result<std::optional<Date>> ConsentsReadUntil() = 0;
    [[nodiscard]] virtual Status SetConsentsReadUntil(Date day) = 0;
};

/// Port: forgetting what is past its term.
class RetentionTx {
  public:
    virtual ~RetentionTx() = default;
    /// Feed entries, history, joins, imports and applied batches from before `before` (ROS-13: tombstones are kept
    /// 400 days), at most `limit` rows of each kind, so that no transaction is long. The rows that went.
    [[nodiscard]] virtual Result<std::int64_t> Forget(Instant before, std::int64_t limit) = 0;
};

}  // namespace suite::roster_sync
