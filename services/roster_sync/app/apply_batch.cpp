#include "services/roster_sync/app/apply_batch.hpp"

#include <algorithm>

#include "core/reasons.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::chrono::seconds kSchoolTime{30};
constexpr std::size_t kShownRejections = 1000;

/// The database or another writer stood in the way; the next try may go well.
bool MayGoWellLater(const Error& error) {
    return error.code == Code::kUnavailable || error.code == Code::kDeadlineExceeded || error.code == Code::kAborted ||
           error.code == Code::kResourceExhausted;
}

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

Result<RosterImport> ApplyBatch::DeliverSchool(RosterTx& tx, const Batch& batch, std::int64_t basispoort_school_id,
                                               IncomingRoster records, bool dry_run) const {
    SUITE_ASSIGN(const auto current, deliver_.Open(tx, basispoort_school_id, dry_run));
    return deliver_(tx, current,
                    {.origin = Origin::kBatch,
                     .kind = batch.kind,
                     .records = std::move(records),
                     .basispoort_school_id = basispoort_school_id,
                     .batch = batch.id,
                     .received_at = batch.committed_at.value_or(clock_.Now())},
                    dry_run);
}

Status ApplyBatch::School(const Batch& batch, std::int64_t basispoort_school_id) const {
    std::string lines;
    SUITE_RETURN_IF_ERROR(store_.Read(Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(lines, tx.Batches().Lines(batch.id, basispoort_school_id));
        return {};
    }));
    if (lines.empty()) return {};
    // Read before the transaction, so that no writer waits while one school is being parsed.
    const auto records = read_lines_(lines);
    if (!records) return RecordFailure(batch, basispoort_school_id);
    bool changed = false;
    const auto written = store_.Write(Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
        changed = false;
        // After the lock, so that of two processes only one applies the school.
        SUITE_RETURN_IF_ERROR(Deliver::Lock(tx, basispoort_school_id));
        SUITE_ASSIGN(const bool waits, tx.Batches().Waits(batch.id, basispoort_school_id));
        if (!waits) return {};
        SUITE_ASSIGN(const auto import, DeliverSchool(tx, batch, basispoort_school_id, *records, false));
        changed = import.feed_sequence > 0;
        return tx.Batches().DropLines(batch.id, basispoort_school_id);
    });
    if (!written && !MayGoWellLater(written.error())) return RecordFailure(batch, basispoort_school_id);
    if (written && changed) applied_();
    return written;
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
            SUITE_ASSIGN(auto records, read_lines_(lines));
            SUITE_ASSIGN(const auto import, DeliverSchool(tx, *batch, school, std::move(records), true));
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
