// Committed batches become the roster, school by school, each in one short transaction (ROS-05).
#pragma once

#include "core/time.hpp"
#include "services/roster_sync/app/ports.hpp"

namespace suite::roster_sync {

/// One thread calls this; readers never wait for it. After a crash it goes on with the schools that are left.
class ApplyBatch {
  public:
    /// `applied` is called after each school that changed: followers have something to read.
    ApplyBatch(RosterStore& store, const Clock& clock, IdSource& ids, ReadStoredLines read_lines,
               std::function<void()> applied)
        : store_(store), clock_(clock), ids_(ids), read_lines_(std::move(read_lines)), applied_(std::move(applied)) {}

    /// Applies the oldest committed batch whole; false when there is none. `stopping` is asked between schools.
    [[nodiscard]] Result<bool> operator()(const std::function<bool()>& stopping) const;

  private:
    [[nodiscard]] Status ApplySchool(const Batch& batch, std::int64_t basispoort_school_id) const;

    RosterStore& store_;
    const Clock& clock_;
    IdSource& ids_;
    ReadStoredLines read_lines_;
    std::function<void()> applied_;
};

}  // namespace suite::roster_sync
