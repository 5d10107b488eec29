// What has to happen by itself, some time after its cause: mergers, expiry, erasing, forgetting.
#pragma once

#include "core/time.hpp"
#include "services/roster_sync/app/deliver.hpp"

namespace suite::roster_sync {

/// For one thread. Each chore is done in short transactions and safe to be done again.
class KeepHouse {
  public:
    /// `retention`: of the change feed with its tombstones, of history and of imports (ROS-13: 400 days).
    KeepHouse(RosterStore& store, const Clock& clock, const Deliver& deliver, std::chrono::days retention,
              std::function<void()> applied)
        : store_(store), clock_(clock), deliver_(deliver), retention_(retention), applied_(std::move(applied)) {}

    /// All of it; the first error is returned after the others were tried.
    [[nodiscard]] Status operator()() const;

    /// The pupils of schools that merged get their registration at the new school (ROS-11). A merger into a school that
    /// is not there yet waits for it.
    [[nodiscard]] Status FinishMergers() const;
    /// Data of schools whose consent was withdrawn a term ago (ROS-12).
    [[nodiscard]] Status EraseWithdrawn() const;
    /// Held removals nobody decided about (ROS-09), and what is older than the retention.
    [[nodiscard]] Status Forget() const;

  private:
    [[nodiscard]] Status Finish(const Merger& merger) const;

    RosterStore& store_;
    const Clock& clock_;
    const Deliver& deliver_;
    std::chrono::days retention_;
    std::function<void()> applied_;
};

}  // namespace suite::roster_sync
