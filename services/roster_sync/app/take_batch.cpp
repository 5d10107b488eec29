#include "services/roster_sync/app/take_batch.hpp"

#include "core/reasons.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::int64_t kBatchLock = -1;  // no school has this id: one commit at a time decides who is newest

Status MayPush(const Actor& actor) {
    if (actor.role == Role::kMachine && actor.Has("roster:push")) return {};
    return Fail(Code::kPermissionDenied, reason::kForbidden, "needs scope roster:push");
}

void HideKeysOfPersons(std::vector<ImportRejection>& rejections) {
    for (auto& item : rejections) {
        const auto entity = item.rejection.entity;
        if (entity == Entity::kPupil || entity == Entity::kStaff) item.rejection.key.clear();
    }
}

Status MayLook(const Actor& actor) { return actor.role == Role::kHelpdesk ? Status{} : MayPush(actor); }

std::unexpected<Error> NoSuchBatch() { return Fail(Code::kNotFound, reason::kBatchUnknown, "no such batch"); }

Result<Batch> Find(RosterTx& tx, BatchId id) {
    SUITE_ASSIGN(auto batch, tx.Batches().Find(id));
    if (!batch) return NoSuchBatch();
    return std::move(*batch);
}

Status View(RosterTx& tx, BatchId id, BatchView& view) {
    SUITE_ASSIGN(auto found, tx.Batches().View(id));
    if (!found) return NoSuchBatch();
    view = std::move(*found);
    return {};
}

Status IsWhole(RosterTx& tx, BatchId id, std::optional<int> announced_parts) {
    SUITE_ASSIGN(const auto parts, tx.Batches().PartNumbers(id));
    SUITE_RETURN_IF_ERROR(MayCommit(parts, announced_parts));
    SUITE_ASSIGN(const auto largest, tx.Batches().LargestSchool(id));
    if (largest <= kMaxSchoolBytes) return {};
    return Fail(Code::kFailedPrecondition, reason::kBatchTooLarge, "one school has more than 32 MiB of records");
}

}  // namespace

Result<BatchView> TakeBatch::Open(const Actor& actor, Batch wanted, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayPush(actor));
    wanted.id = ids_.New<BatchId>();
    wanted.created_at = clock_.Now();
    BatchView view;
    bool found = false;
    // Opening again is common after a lost answer, and writes nothing.
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto existing, tx.Batches().Find(wanted.source, wanted.sequence));
        if (!existing) return {};
        found = true;
        SUITE_RETURN_IF_ERROR(MayOpen(wanted, existing, std::nullopt));
        return View(tx, existing->id, view);
    }));
    if (found) return view;
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(kBatchLock));
        SUITE_ASSIGN(const auto existing, tx.Batches().Find(wanted.source, wanted.sequence));
        SUITE_ASSIGN(const auto newest, tx.Batches().NewestCommitted(wanted.source));
        SUITE_RETURN_IF_ERROR(MayOpen(wanted, existing, newest));
        if (!existing) SUITE_RETURN_IF_ERROR(tx.Batches().Save(wanted));
        return View(tx, existing ? existing->id : wanted.id, view);
    }));
    return view;
}

Result<std::optional<Part>> TakeBatch::MayPut(const Actor& actor, BatchId id, int n, const std::string& sha256,
                                              Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayPush(actor));
    std::optional<Part> stored;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto batch, Find(tx, id));
        SUITE_ASSIGN(stored, tx.Batches().FindPart(id, n));
        if (stored && stored->sha256 == sha256) return {};
        stored.reset();
        return MayTakePart(batch, n);
    }));
    return stored;
}

Status TakeBatch::Put(const Actor& actor, BatchId id, const Part& part, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayPush(actor));
    return store_.Write(SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(id.value));
        SUITE_ASSIGN(const auto batch, Find(tx, id));
        SUITE_RETURN_IF_ERROR(MayTakePart(batch, part.n));
        SUITE_RETURN_IF_ERROR(tx.TakeTurn());
        return tx.Batches().SavePart(id, part);
    });
}

Result<BatchView> TakeBatch::Commit(const Actor& actor, BatchId id, std::optional<int> announced_parts,
                                    Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayPush(actor));
    SUITE_ASSIGN(auto now, Get(actor, id, deadline));
    if (now.batch.status != BatchStatus::kOpen && now.batch.status != BatchStatus::kRefused) return now;
    BatchView view;
    std::optional<Error> refused;
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
        refused.reset();
        SUITE_RETURN_IF_ERROR(tx.Lock(kBatchLock));
        SUITE_RETURN_IF_ERROR(tx.Lock(id.value));
        SUITE_ASSIGN(auto batch, Find(tx, id));
        SUITE_ASSIGN(const auto newest, tx.Batches().NewestCommitted(batch.source));
        if (batch.status == BatchStatus::kRefused) {
            refused = MayOpen(batch, std::nullopt, newest).error();
            return {};
        }
        if (batch.status == BatchStatus::kOpen) {
            if (auto stale = MayOpen(batch, std::nullopt, newest); !stale) {
                // A newer one was committed meanwhile: this one is over, and that is kept.
                refused = std::move(stale).error();
                batch.status = BatchStatus::kRefused;
                return tx.Batches().Save(batch);
            }
            SUITE_RETURN_IF_ERROR(IsWhole(tx, id, announced_parts));
            batch.status = BatchStatus::kReceived;
            batch.committed_at = clock_.Now();
            batch.gap = IsGap(batch.sequence, newest);
            SUITE_RETURN_IF_ERROR(tx.Batches().Save(batch));
            if (batch.gap && options_.reconcile_gaps) {
                SUITE_ASSIGN(const auto open, tx.Reconciles().Open(0));
                if (!open) {
                    SUITE_RETURN_IF_ERROR(tx.Reconciles().Save({.id = ids_.New<ReconcileId>(),
                                                                .cause = ReconcileCause::kGap,
                                                                .created_at = *batch.committed_at}));
                }
            }
        }
        return View(tx, id, view);
    }));
    if (refused) return std::unexpected(std::move(*refused));
    committed_();
    return view;
}

Result<BatchView> TakeBatch::MayCommitNow(const Actor& actor, BatchId id, std::optional<int> announced_parts,
                                          Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayPush(actor));
    BatchView view;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(View(tx, id, view));
        if (view.batch.status != BatchStatus::kOpen)
            return Fail(Code::kFailedPrecondition, reason::kBatchClosed, "the batch was committed or refused");
        SUITE_ASSIGN(const auto newest, tx.Batches().NewestCommitted(view.batch.source));
        SUITE_RETURN_IF_ERROR(MayOpen(view.batch, std::nullopt, newest));
        view.batch.gap = IsGap(view.batch.sequence, newest);
        return IsWhole(tx, id, announced_parts);
    }));
    return view;
}

Result<BatchView> TakeBatch::Get(const Actor& actor, BatchId id, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLook(actor));
    BatchView view;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), deadline, [&](RosterTx& tx) { return View(tx, id, view); }));
    return view;
}

Result<std::vector<BatchView>> TakeBatch::List(const Actor& actor, std::optional<ListPlace> before, std::int64_t limit,
                                               Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLook(actor));
    std::vector<BatchView> batches;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(batches, tx.Batches().List(before, limit));
        return {};
    }));
    return batches;
}

Result<std::vector<ImportRejection>> TakeBatch::Rejections(const Actor& actor, BatchId id, RejectionCursor after,
                                                           std::int64_t limit, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLook(actor));
    std::vector<ImportRejection> rejections;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(Find(tx, id));
        SUITE_ASSIGN(rejections, tx.Imports().BatchRejections(id, after, limit));
        return {};
    }));
    // The helpdesk sees schools' pupils in the school's own report of an import, where the school reads that it looked
    // (ACC-06). Here the sender reads back what it sent.
    if (actor.role == Role::kHelpdesk) HideKeysOfPersons(rejections);
    return rejections;
}

}  // namespace suite::roster_sync
