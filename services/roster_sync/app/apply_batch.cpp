#include "services/roster_sync/app/apply_batch.hpp"

#include <algorithm>

#include "core/reasons.hpp"
#include "core/retry.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::chrono::seconds kSchoolTime{30};
constexpr std::size_t kShownRejections = 1000;
// Enough to share a commit, little enough that no reader or writer notices: some tens of milliseconds.
constexpr std::size_t kSchoolsAtOnce = 32;
constexpr std::size_t kBytesAtOnce = 128U << 10U;  // of stored lines; a school of average size alone is 85 KiB

}  // namespace

Result<std::optional<ApplyBatch::Plan>> ApplyBatch::Next() const {
    std::optional<Plan> plan;
    SUITE_RETURN_IF_ERROR(store_.Read(Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(auto batch, tx.Batches().NextToApply());
        if (!batch) return {};
        SUITE_ASSIGN(auto schools, tx.Batches().SchoolsToApply(batch->id));
        plan = Plan{.batch = std::move(*batch), .schools = std::move(schools)};
        return {};
    }));
    if (!plan || plan->batch.status == BatchStatus::kApplying) return plan;
    plan->batch.status = BatchStatus::kApplying;
    plan->batch.checked_at = clock_.Now();
    SUITE_RETURN_IF_ERROR(
        store_.Write(Deadline::In(kSchoolTime), [&](RosterTx& tx) { return tx.Batches().Save(plan->batch); }));
    return plan;
}

Result<RosterImport> ApplyBatch::DeliverSchool(RosterTx& tx, const VersionedSchool& current, const Batch& batch,
                                               std::int64_t basispoort_school_id, const IncomingRoster& records,
                                               bool dry_run) const {
    return deliver_(tx, current,
                    {.origin = Origin::kBatch,
                     .kind = batch.kind,
                     .records = records,
                     .basispoort_school_id = basispoort_school_id,
                     .batch = batch.id,
                     .received_at = batch.committed_at.value_or(clock_.Now())},
                    dry_run);
}

Status ApplyBatch::Apply(const Batch& batch, std::span<const ReadSchool> schools) const {
    bool changed = false;
    SUITE_RETURN_IF_ERROR(store_.Write(Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
        changed = false;
        // All locks before the first write: whoever holds one school's lock may wait for the change feed's row, which
        // the first write takes.
        std::vector<std::pair<const ReadSchool*, VersionedSchool>> present;
        for (const auto& school : schools) {
            // Asked after the lock, so that of two processes only one applies the school.
            SUITE_RETURN_IF_ERROR(Deliver::Lock(tx, school.basispoort_id));
            SUITE_ASSIGN(const bool waits, tx.Batches().Waits(batch.id, school.basispoort_id));
            if (!waits) continue;
            SUITE_ASSIGN(auto current, deliver_.Open(tx, school.basispoort_id, false));
            present.emplace_back(&school, std::move(current));
        }
        for (const auto& [school, current] : present) {
            SUITE_ASSIGN(const auto import,
                         DeliverSchool(tx, current, batch, school->basispoort_id, school->records, false));
            changed = changed || import.feed_sequence > 0;
            SUITE_RETURN_IF_ERROR(tx.Batches().DropLines(batch.id, school->basispoort_id));
        }
        return {};
    }));
    if (changed) applied_();
    return {};
}

Result<bool> ApplyBatch::Some(const Batch& batch, const std::function<std::optional<std::int64_t>()>& next) const {
    std::vector<ReadSchool> schools;
    bool any = false;
    std::size_t bytes = 0;
    while (schools.size() < kSchoolsAtOnce && bytes < kBytesAtOnce) {
        const auto school = next();
        if (!school) break;
        any = true;
        // Read before the transaction, so that no writer waits while a school is being parsed.
        std::string lines;
        SUITE_RETURN_IF_ERROR(store_.Read(Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
            SUITE_ASSIGN(lines, tx.Batches().Lines(batch.id, *school));
            return {};
        }));
        if (lines.empty()) continue;
        bytes += lines.size();
        auto records = read_lines_(lines);
        if (records) {
            schools.push_back({.basispoort_id = *school, .records = std::move(*records)});
        } else {
            SUITE_RETURN_IF_ERROR(RecordFailure(batch, *school));
        }
    }
    if (schools.empty()) return any;
    const auto applied = Apply(batch, schools);
    if (applied) return true;
    if (IsTransient(applied.error().code)) return std::unexpected(applied.error());
    // One of them is at fault: each by itself shows which.
    for (const auto& school : schools) {
        const auto alone = Apply(batch, std::span(&school, 1));
        if (alone) continue;
        if (IsTransient(alone.error().code)) return std::unexpected(alone.error());
        SUITE_RETURN_IF_ERROR(RecordFailure(batch, school.basispoort_id));
    }
    return true;
}

Status ApplyBatch::RecordFailure(const Batch& batch, std::int64_t basispoort_school_id) const {
    return store_.Write(Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto known, tx.Schools().Find(basispoort_school_id));
        const auto now = clock_.Now();
        SUITE_RETURN_IF_ERROR(tx.Imports().Save({.id = ids_.New<ImportId>(),
                                                 .school = known.value_or(SchoolId{}),
                                                 .basispoort_school_id = basispoort_school_id,
                                                 .origin = Origin::kBatch,
                                                 .batch = batch.id,
                                                 .status = ImportStatus::kFailed,
                                                 .received_at = batch.committed_at.value_or(now),
                                                 .applied_at = now}));
        return tx.Batches().DropLines(batch.id, basispoort_school_id);
    });
}

Status ApplyBatch::Finish(const Plan& plan) const {
    return store_.Write(Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto left, tx.Batches().SchoolsToApply(plan.batch.id));
        SUITE_ASSIGN(const auto view, tx.Batches().View(plan.batch.id));
        if (!left.empty() || !view || view->batch.applied_at) return {};
        auto batch = view->batch;
        batch.status = view->counts.AnyHeld() ? BatchStatus::kHeld : BatchStatus::kApplied;
        batch.applied_at = clock_.Now();
        return tx.Batches().Save(batch);
    });
}

Result<BatchReport> ApplyBatch::DryRun(BatchId id, Deadline deadline) const {
    std::optional<Batch> batch;
    std::vector<std::int64_t> schools;
    SUITE_RETURN_IF_ERROR(store_.Read(deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(batch, tx.Batches().Find(id));
        SUITE_ASSIGN(schools, tx.Batches().SchoolsToApply(id));
        return {};
    }));
    if (!batch) return Fail(Code::kNotFound, reason::kBatchUnknown, "no such batch");
    BatchReport report{.schools = std::ssize(schools)};
    for (const auto school : schools) {
        if (deadline.Passed())
            return Fail(Code::kDeadlineExceeded, reason::kDeadlineExceeded, "the batch is too large for a dry run");
        SUITE_RETURN_IF_ERROR(store_.Read(deadline, [&](RosterTx& tx) -> Status {
            SUITE_ASSIGN(const auto lines, tx.Batches().Lines(id, school));
            SUITE_ASSIGN(const auto records, read_lines_(lines));
            SUITE_ASSIGN(const auto current, deliver_.Open(tx, school, true));
            SUITE_ASSIGN(const auto import, DeliverSchool(tx, current, *batch, school, records, true));
            report.counts.Add(import.counts);
            for (const auto& rejection : import.rejections) {
                if (report.rejections.size() == kShownRejections) break;
                report.rejections.push_back({.basispoort_school_id = school, .rejection = rejection});
            }
            return {};
        }));
    }
    return report;
}

}  // namespace suite::roster_sync
