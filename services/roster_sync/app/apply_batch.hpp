// Committed batches become the roster, school by school, each in one short transaction (ROS-05).
#pragma once

#include <span>

#include "core/time.hpp"
#include "services/roster_sync/app/deliver.hpp"

namespace suite::roster_sync {

struct ApplyBatchOptions {
    /// A school that could not be applied is asked of Basispoort (ROS-14), so that it heals by itself; off where
    /// Basispoort cannot be asked.
    bool reconcile_failures = false;
};

/// A school's records could not be applied, by a fault of ours.
using SchoolFailed = std::function<void(std::int64_t basispoort_school_id, const Error& why)>;

/// What a commit would do. The first thousand rejections.
struct BatchReport {
    EntityCounts counts{};
    std::int64_t schools = 0;
    std::int64_t schools_failed = 0;  // whose records cannot be read back
    std::vector<ImportRejection> rejections{};
};

/// Thread-safe: several threads, and several processes on PostgreSQL, may each take schools of one batch. Readers never
/// wait for it. After a crash it goes on with the schools that are left.
class ApplyBatch {
  public:
    struct Plan {
        Batch batch;
        std::vector<std::int64_t> schools;  // Basispoort ids that wait
    };

    /// `applied` is called after each school that changed: followers have something to read. `failed` after a failed
    /// one was recorded: there may be something to reconcile.
    ApplyBatch(RosterStore& store, const Clock& clock, IdSource& ids, const Deliver& deliver,
               ReadStoredLines read_lines, ApplyBatchOptions options, std::function<void()> applied,
               SchoolFailed failed)
        : store_(store),
          clock_(clock),
          ids_(ids),
          deliver_(deliver),
          read_lines_(std::move(read_lines)),
          options_(options),
          applied_(std::move(applied)),
          failed_(std::move(failed)) {}

    /// The oldest committed batch that is not applied; nullopt when there is none.
    [[nodiscard]] Result<std::optional<Plan>> Next() const;
    /// Takes some schools from `next` and applies them in short transactions (many small ones share a commit); false
    /// when there were none left. What another took meanwhile is passed over. A school that cannot
    /// be applied at all (not: a database that is away) is recorded as failed, so that it never holds up the country,
    /// and a reconcile of it is asked for.
    [[nodiscard]] Result<bool> Some(const Batch& batch, const std::function<std::optional<std::int64_t>()>& next) const;
    /// When no school waits any longer.
    [[nodiscard]] Status Finish(const Plan& plan) const;

    /// The same path without a write. DEADLINE_EXCEEDED when the batch is too large for the time.
    [[nodiscard]] Result<BatchReport> DryRun(BatchId id, Deadline deadline) const;

  private:
    struct ReadSchool {
        std::int64_t basispoort_id = 0;
        IncomingRoster records{};
        std::size_t bytes = 0;  // of stored lines
    };

    [[nodiscard]] Delivery DeliveryOf(const Batch& batch, std::int64_t basispoort_school_id,
                                      const IncomingRoster& records) const;
    [[nodiscard]] Result<std::vector<ReadSchool>> Read(const Batch& batch, std::span<const std::int64_t> schools) const;
    /// In one transaction; when that fails by a fault of the data, each by itself.
    [[nodiscard]] Status ApplyTogether(const Batch& batch, std::span<const ReadSchool> schools) const;
    [[nodiscard]] Status Apply(const Batch& batch, std::span<const ReadSchool> schools) const;
    [[nodiscard]] Status RecordFailure(const Batch& batch, std::int64_t basispoort_school_id, const Error& why) const;

    RosterStore& store_;
    const Clock& clock_;
    IdSource& ids_;
    const Deliver& deliver_;
    ReadStoredLines read_lines_;
    ApplyBatchOptions options_;
    std::function<void()> applied_;
    SchoolFailed failed_;
};

}  // namespace suite::roster_sync
