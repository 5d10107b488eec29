// A school's tick for this publisher at Basispoort (ROS-12): given → the school is taken in; taken away → access ends
// at once, and the data goes after a term.
#pragma once

#include "core/time.hpp"
#include "services/roster_sync/app/basispoort.hpp"
#include "services/roster_sync/app/deliver.hpp"

namespace suite::roster_sync {

/// Basispoort's lists tell of changes, day by day. A school that it pushes without ever having been in a list that we
/// read is asked for by itself. For one thread.
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
    /// read is read the next time, and the days after it with it, in order. Then asks for up to 500 of the schools that
    /// were in no list, the next ones at the next call, all of them once a day; one that Basispoort does not know or
    /// gives no answer about stays as it is. `stopping` is asked between two schools: what is left comes the next time.
    [[nodiscard]] Status operator()(const std::function<bool()>& stopping = [] { return false; });

  private:
    enum class Source { kList, kQuestion };
    [[nodiscard]] Status ReadDay(Date day) const;
    /// nullopt: of a school that Basispoort does not know.
    [[nodiscard]] Result<std::optional<bool>> HasConsent(std::int64_t basispoort_id) const;
    [[nodiscard]] Status AskForTheOthers(Date today, const std::function<bool()>& stopping);
    [[nodiscard]] Status Take(std::int64_t basispoort_id, bool granted, Date day, Source source) const;

    RosterStore& store_;
    const Clock& clock_;
    IdSource& ids_;
    const Deliver& deliver_;
    BasispoortApi& api_;
    std::chrono::days term_;
    std::function<void()> granted_;
    std::function<void()> applied_;
    std::int64_t asked_to_ = 0;       // Basispoort id of the last school asked for
    std::optional<Date> asked_on_{};  // when all were
};

}  // namespace suite::roster_sync
