// Basispoort's push comes in (ROS-05): opened, filled part by part, committed. Nothing is acknowledged before it is on
// disk.
#pragma once

#include "core/time.hpp"
#include "services/roster_sync/app/ports.hpp"

namespace suite::roster_sync {

/// All need scope roster:push; the two that only look are for the helpdesk too. Thread-safe.
class TakeBatch {
  public:
    /// `committed` is called after a commit: there is something to apply.
    TakeBatch(RosterStore& store, const Clock& clock, IdSource& ids, std::function<void()> committed)
        : store_(store), clock_(clock), ids_(ids), committed_(std::move(committed)) {}

    /// Opens, or finds the one that is there for (source, sequence).
    [[nodiscard]] Result<BatchView> Open(const Actor& actor, Batch wanted, Deadline deadline) const;
    /// Asked before the content is parsed, so that a closed batch costs nothing.
    [[nodiscard]] Status MayPut(const Actor& actor, BatchId id, int n, Deadline deadline) const;
    [[nodiscard]] Status Put(const Actor& actor, BatchId id, const Part& part, Deadline deadline) const;
    /// Committing again answers like the first time.
    [[nodiscard]] Result<BatchView> Commit(const Actor& actor, BatchId id, std::optional<int> announced_parts,
                                           Deadline deadline) const;

    [[nodiscard]] Result<BatchView> Get(const Actor& actor, BatchId id, Deadline deadline) const;
    [[nodiscard]] Result<std::vector<SchoolRejection>> Rejections(const Actor& actor, BatchId id, RejectionCursor after,
                                                                  std::int64_t limit, Deadline deadline) const;

  private:
    RosterStore& store_;
    const Clock& clock_;
    IdSource& ids_;
    std::function<void()> committed_;
};

}  // namespace suite::roster_sync
