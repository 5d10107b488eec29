#include "services/roster_sync/app/apply_batch.hpp"

#include <algorithm>
#include <map>

#include "core/reasons.hpp"
#include "core/retry.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::chrono::seconds kSchoolTime{30};
constexpr std::size_t kShownRejections = 1000;
// Enough to share a commit, little enough that no reader or writer notices: some tens of milliseconds.
constexpr std::size_t kSchoolsAtOnce = 64;
constexpr std::size_t kWholeSchoolsAtOnce = 2;     // of a snapshot
constexpr std::size_t kBytesAtOnce = 128U << 10U;  // of stored lines; a school of average size alone is 85 KiB

}  // namespace

Result<std::optional<ApplyBatch::Plan>> ApplyBatch::Next() const {
    std::optional<Plan> plan;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(auto batch, tx.Batches().NextToApply());
        if (!batch) return {};
        SUITE_ASSIGN(auto schools, tx.Batches().SchoolsToApply(batch->id));
        plan = Plan{.batch = std::move(*batch), .schools = std::move(schools)};
        return {};
    }));
    if (!plan || plan->batch.status == BatchStatus::kApplying) return plan;
    plan->batch.status = BatchStatus::kApplying;
    plan->batch.checked_at = clock_.Now();
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kSchoolTime),
                                       [&](RosterTx& tx) { return tx.Batches().Save(plan->batch); }));
    return plan;
}

Delivery ApplyBatch::DeliveryOf(const Batch& batch, std::int64_t basispoort_school_id,
                                const IncomingRoster& records) const {
    return {.origin = Origin::kBatch,
            .kind = batch.kind,
            .records = records,
            .basispoort_school_id = basispoort_school_id,
            .batch = batch.id,
            .received_at = batch.committed_at.value_or(clock_.Now())};
}

Status ApplyBatch::Apply(const Batch& batch, std::span<const ReadSchool> schools) const {
    std::vector<std::int64_t> ids;
    std::vector<SchoolRecords> records;
    for (const auto& school : schools) {
        ids.push_back(school.basispoort_id);
        records.push_back({.basispoort_school_id = school.basispoort_id, .records = &school.records});
    }
    bool changed = false;
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
        changed = false;
        // All locks before the first write: whoever holds one school's lock may wait for the change feed's row.
        SUITE_ASSIGN(auto present, deliver_.Open(tx, batch.kind, records));
        // Asked after the locks, so that of two processes only one applies a school.
        SUITE_ASSIGN(const auto waiting, tx.Batches().Waiting(batch.id, ids));
        std::vector<SchoolDelivery> deliveries;
        for (std::size_t i = 0; i < schools.size(); ++i) {
            if (!waiting.contains(ids[i])) continue;
            deliveries.push_back({.current = &present[i], .delivery = DeliveryOf(batch, ids[i], schools[i].records)});
        }
        SUITE_ASSIGN(auto judged, deliver_.Judge(tx, deliveries));
        if (batch.kind == BatchKind::kSnapshot) SUITE_RETURN_IF_ERROR(tx.TakeTurn());
        SUITE_RETURN_IF_ERROR(tx.Batches().DropLines(batch.id, ids));
        SUITE_ASSIGN(const auto imports, deliver_.Write(tx, judged));
        changed = std::ranges::any_of(imports, [](const auto& import) { return import.feed_sequence > 0; });
        return {};
    }));
    if (changed) applied_();
    return {};
}

Result<std::vector<ApplyBatch::ReadSchool>> ApplyBatch::Read(const Batch& batch,
                                                             std::span<const std::int64_t> schools) const {
    // Before the transaction that applies them, so that no writer waits while a school is being parsed.
    std::map<std::int64_t, std::string> lines;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(lines, tx.Batches().Lines(batch.id, schools));
        return {};
    }));
    std::vector<ReadSchool> read;
    for (const auto& [school, text] : lines) {
        auto records = read_lines_(text);
        if (records) {
            read.push_back({.basispoort_id = school, .records = std::move(*records), .bytes = text.size()});
        } else {
            SUITE_RETURN_IF_ERROR(RecordFailure(batch, school, records.error()));
        }
    }
    return read;
}

Result<bool> ApplyBatch::Some(const Batch& batch, const std::function<std::optional<std::int64_t>()>& next) const {
    const auto most = batch.kind == BatchKind::kDelta ? kSchoolsAtOnce : kWholeSchoolsAtOnce;
    std::vector<std::int64_t> ids;
    while (ids.size() < most) {
        const auto school = next();
        if (!school) break;
        ids.push_back(*school);
    }
    if (ids.empty()) return false;
    SUITE_ASSIGN(const auto schools, Read(batch, ids));
    const std::span all(schools);
    for (std::size_t from = 0; from < all.size();) {
        std::size_t count = 0;
        for (std::size_t bytes = 0; from + count < all.size() && bytes < kBytesAtOnce; ++count)
            bytes += all[from + count].bytes;
        SUITE_RETURN_IF_ERROR(ApplyTogether(batch, all.subspan(from, count)));
        from += count;
    }
    return true;
}

Status ApplyBatch::ApplyTogether(const Batch& batch, std::span<const ReadSchool> schools) const {
    auto applied = Apply(batch, schools);
    if (applied || IsTransient(applied.error().code)) return applied;
    // One of them is at fault: each by itself shows which.
    for (const auto& school : schools) {
        auto alone = Apply(batch, std::span(&school, 1));
        if (alone) continue;
        if (IsTransient(alone.error().code)) return alone;
        SUITE_RETURN_IF_ERROR(RecordFailure(batch, school.basispoort_id, alone.error()));
    }
    return {};
}

Status ApplyBatch::RecordFailure(const Batch& batch, std::int64_t basispoort_school_id, const Error& why) const {
    const std::span only(&basispoort_school_id, 1);
    bool recorded = false;
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
        recorded = false;
        SUITE_RETURN_IF_ERROR(Deliver::Lock(tx, basispoort_school_id));
        // Asked after the lock, so that of two processes only one records it.
        SUITE_ASSIGN(const auto waiting, tx.Batches().Waiting(batch.id, only));
        if (waiting.empty()) return {};
        recorded = true;
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
        SUITE_RETURN_IF_ERROR(tx.Batches().DropLines(batch.id, only));
        if (!options_.reconcile_failures) return {};
        SUITE_ASSIGN(const auto open, tx.Reconciles().Open(basispoort_school_id));
        if (open) return {};
        return tx.Reconciles().Save({.id = ids_.New<ReconcileId>(),
                                     .basispoort_school_id = basispoort_school_id,
                                     .cause = ReconcileCause::kFailure,
                                     .created_at = now});
    }));
    if (recorded) failed_(basispoort_school_id, why);
    return {};
}

Status ApplyBatch::Finish(const Plan& plan) const {
    return store_.Write(SchoolScope::All(), Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
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
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(batch, tx.Batches().Find(id));
        SUITE_ASSIGN(schools, tx.Batches().SchoolsToApply(id));
        return {};
    }));
    if (!batch) return Fail(Code::kNotFound, reason::kBatchUnknown, "no such batch");
    BatchReport report{.schools = std::ssize(schools)};
    for (const auto school : schools) {
        if (deadline.Passed())
            return Fail(Code::kDeadlineExceeded, reason::kDeadlineExceeded, "the batch is too large for a dry run");
        SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
            SUITE_ASSIGN(const auto lines, tx.Batches().Lines(id, std::span(&school, 1)));
            if (lines.empty()) return {};  // applied meanwhile
            const auto records = read_lines_(lines.begin()->second);
            if (!records) {
                ++report.schools_failed;
                return {};
            }
            SUITE_ASSIGN(auto current, deliver_.Open(tx, school, true));
            SUITE_ASSIGN(const auto import, deliver_(tx, current, DeliveryOf(*batch, school, *records), true));
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
