// What the calendar changes by itself (LIC-09): licences that start or end, substitutes whose time is over.
#pragma once

#include "core/time.hpp"
#include "services/licence/app/basispoort_steps.hpp"

namespace suite::licence {

/// Once for each Dutch day, shortly after midnight, or later for days on which nothing ran: tells the schools where
/// something changed, and tries what Basispoort refused again. Several instances may: what is told twice is told once.
/// Returns whether it was time. Thread-safe.
class SweepUsers {
  public:
    SweepUsers(LicenceStore& store, const Clock& clock) : store_(store), clock_(clock) {}
    [[nodiscard]] Result<bool> operator()() const;

  private:
    LicenceStore& store_;
    const Clock& clock_;
};

}  // namespace suite::licence
