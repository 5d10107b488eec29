#include "services/roster_sync/app/take_batch.hpp"

#include "core/reasons.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::int64_t kBatchLock = -1;  // no school has this id: one commit at a time decides who is newest

Status MayPush(const Actor& actor) {
    if (actor.role == Role::kMachine && actor.Has("roster:push")) return {};
    return Fail(Code::kPermissionDenied, reason::kForbidden, "needs scope roster:push");
}

Status MayLook(const Actor& actor) { return actor.role == Role::kHelpdesk ? Status{} : MayPush(actor); }

std::unexpected<Error> NoSuchBatch() { return Fail(Code::kNotFound, reason::kBatchUnknown, "no such batch"); }

Result<Batch> Find(RosterTx& tx, BatchId id) {
    SUITE_ASSIGN(auto batch, tx.FindBatch(id));
    if (!batch) return NoSuchBatch();
    return std::move(*batch);
}

Status View(RosterTx& tx, BatchId id, BatchView& view) {
    SUITE_ASSIGN(auto found, tx.ViewBatch(id));
    if (!found) return NoSuchBatch();
    view = std::move(*found);
    return {};
}

}  // namespace

Result<BatchView> TakeBatch::Open(const Actor& actor, Batch wanted, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayPush(actor));
    wanted.id = ids_.New<BatchId>();
    wanted.created_at = clock_.Now();
    BatchView view;
    SUITE_RETURN_IF_ERROR(store_.Write(deadline, [&](RosterTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(kBatchLock));
        SUITE_ASSIGN(const auto existing, tx.FindBatch(wanted.source, wanted.sequence));
        SUITE_ASSIGN(const auto newest, tx.NewestCommitted(wanted.source));
        SUITE_RETURN_IF_ERROR(MayOpen(wanted, existing, newest));
        if (!existing) SUITE_RETURN_IF_ERROR(tx.SaveBatch(wanted));
        return View(tx, existing ? existing->id : wanted.id, view);
    }));
    return view;
}

Status TakeBatch::MayPut(const Actor& actor, BatchId id, int n, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayPush(actor));
    return store_.Read(deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto batch, Find(tx, id));
        return MayTakePart(batch, n);
    });
}

Status TakeBatch::Put(const Actor& actor, BatchId id, const Part& part, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayPush(actor));
    return store_.Write(deadline, [&](RosterTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(id.value));
        SUITE_ASSIGN(const auto batch, Find(tx, id));
        SUITE_RETURN_IF_ERROR(MayTakePart(batch, part.n));
        return tx.SavePart(id, part);
    });
}

Result<BatchView> TakeBatch::Commit(const Actor& actor, BatchId id, std::optional<int> announced_parts,
                                    Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayPush(actor));
    BatchView view;
    std::optional<Error> refused;
    SUITE_RETURN_IF_ERROR(store_.Write(deadline, [&](RosterTx& tx) -> Status {
        refused.reset();
        SUITE_RETURN_IF_ERROR(tx.Lock(kBatchLock));
        SUITE_RETURN_IF_ERROR(tx.Lock(id.value));
        SUITE_ASSIGN(auto batch, Find(tx, id));
        if (batch.status == BatchStatus::kOpen) {
            SUITE_ASSIGN(const auto newest, tx.NewestCommitted(batch.source));
            if (auto stale = MayOpen(batch, std::nullopt, newest); !stale) {
                // A newer one was committed meanwhile: this one is over, and that is kept.
                refused = std::move(stale).error();
                batch.status = BatchStatus::kRefused;
                return tx.SaveBatch(batch);
            }
            SUITE_ASSIGN(const auto parts, tx.PartNumbers(id));
            SUITE_RETURN_IF_ERROR(MayCommit(parts, announced_parts));
            batch.status = BatchStatus::kReceived;
            batch.committed_at = clock_.Now();
            SUITE_RETURN_IF_ERROR(tx.SaveBatch(batch));
        }
        return View(tx, id, view);
    }));
    if (refused) return std::unexpected(std::move(*refused));
    committed_();
    return view;
}

Result<BatchView> TakeBatch::Get(const Actor& actor, BatchId id, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLook(actor));
    BatchView view;
    SUITE_RETURN_IF_ERROR(store_.Read(deadline, [&](RosterTx& tx) { return View(tx, id, view); }));
    return view;
}

Result<std::vector<SchoolRejection>> TakeBatch::Rejections(const Actor& actor, BatchId id, RejectionCursor after,
                                                           std::int64_t limit, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLook(actor));
    std::vector<SchoolRejection> rejections;
    SUITE_RETURN_IF_ERROR(store_.Read(deadline, [&](RosterTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(Find(tx, id));
        SUITE_ASSIGN(rejections, tx.BatchRejections(id, after, limit));
        return {};
    }));
    return rejections;
}

}  // namespace suite::roster_sync
