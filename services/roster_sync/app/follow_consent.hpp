// A school's tick for this publisher at Basispoort (ROS-12): given → the school is taken in; taken away → access ends
// at once, and the data goes after a term.
#pragma once

#include "core/time.hpp"
#include "services/roster_sync/app/basispoort.hpp"
#include "services/roster_sync/app/deliver.hpp"

namespace suite::roster_sync {

/// For one thread.
class FollowConsent {
  public:
    /// `term`: how long the data stays after the tick went. `granted`: there is a reconcile to do.
    FollowConsent(RosterStore& store, const Clock& clock, IdSource& ids, const Deliver& deliver, BasispoortApi& api,
                  std::chrono::days term, std::function<void()> granted, std::function<void()> applied)
        : store_(store),
          clock_(clock),
          ids_(ids),
          deliver_(deliver),
          api_(api),
          term_(term),
          granted_(std::move(granted)),
          applied_(std::move(applied)) {}

    /// Reads the daily lists from the last day that was read (again, it may have grown) to today. A day that cannot be
    /// read is read the next time, and the days after it with it, in order.
    [[nodiscard]] Status operator()() const;

  private:
    [[nodiscard]] Status ReadDay(Date day) const;
    [[nodiscard]] Status Take(std::int64_t basispoort_id, bool granted, Date day) const;

    RosterStore& store_;
    const Clock& clock_;
    IdSource& ids_;
    const Deliver& deliver_;
    BasispoortApi& api_;
    std::chrono::days term_;
    std::function<void()> granted_;
    std::function<void()> applied_;
};

}  // namespace suite::roster_sync
