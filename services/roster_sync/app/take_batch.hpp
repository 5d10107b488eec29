// Basispoort's push comes in (ROS-05): opened, filled part by part, committed. Nothing is acknowledged before it is on
// disk.
#pragma once

#include "core/time.hpp"
#include "services/roster_sync/app/ports.hpp"

namespace suite::roster_sync {

struct TakeBatchOptions {
    /// A gap in the sequence asks for a reconcile of all schools (ROS-14); off where Basispoort cannot be asked.
    bool reconcile_gaps = false;
};

/// All need scope roster:push; those that only look are for the helpdesk too. Thread-safe.
class TakeBatch {
  public:
    /// `committed` is called after a commit: there is something to apply, or to reconcile.
    TakeBatch(RosterStore& store, const Clock& clock, IdSource& ids, TakeBatchOptions options,
              std::function<void()> committed)
        : store_(store), clock_(clock), ids_(ids), options_(options), committed_(std::move(committed)) {}

    /// Opens, or finds the one that is there for (source, sequence).
    [[nodiscard]] Result<BatchView> Open(const Actor& actor, Batch wanted, Deadline deadline) const;
    /// Asked before the content is parsed. The part itself when it was taken in before with the same content: sending
    /// again changes nothing, whatever became of the batch. batch-closed for other content once it was committed.
    [[nodiscard]] Result<std::optional<Part>> MayPut(const Actor& actor, BatchId id, int n, const std::string& sha256,
                                                     Deadline deadline) const;
    [[nodiscard]] Status Put(const Actor& actor, BatchId id, const Part& part, Deadline deadline) const;
    /// Committing again answers like the first time.
    [[nodiscard]] Result<BatchView> Commit(const Actor& actor, BatchId id, std::optional<int> announced_parts,
                                           Deadline deadline) const;
    /// The batch and whether it could be committed, without doing it.
    [[nodiscard]] Result<BatchView> MayCommitNow(const Actor& actor, BatchId id, std::optional<int> announced_parts,
                                                 Deadline deadline) const;

    [[nodiscard]] Result<BatchView> Get(const Actor& actor, BatchId id, Deadline deadline) const;
    /// Newest first.
    [[nodiscard]] Result<std::vector<BatchView>> List(const Actor& actor, std::optional<ListPlace> before,
                                                      std::int64_t limit, Deadline deadline) const;
    /// For the helpdesk without the keys of pupils and staff: those are in the school's own report of an import.
    [[nodiscard]] Result<std::vector<ImportRejection>> Rejections(const Actor& actor, BatchId id, RejectionCursor after,
                                                                  std::int64_t limit, Deadline deadline) const;

  private:
    RosterStore& store_;
    const Clock& clock_;
    IdSource& ids_;
    TakeBatchOptions options_;
    std::function<void()> committed_;
};

}  // namespace suite::roster_sync
