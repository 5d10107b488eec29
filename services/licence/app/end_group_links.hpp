// Links of groups end with their group and with their school year (ROS-10).
#pragma once

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// Ends the school's links that EndOfGroupLink says are over, each with its entry in the history. The caller holds the
/// school's lock.
[[nodiscard]] Status EndGroupLinksOf(LicenceTx& tx, SchoolId school, Instant now);

/// The same on 1 August, school by school, for schools of which the roster says nothing. Nobody waits for it: from that
/// day on such a link gives no access (domain/entitlement.hpp). Several instances may: what is ended twice is ended
/// once. Thread-safe.
class EndGroupLinks {
  public:
    EndGroupLinks(LicenceStore& store, const Clock& clock) : store_(store), clock_(clock) {}

    /// A number of schools at most; true when there may be more.
    [[nodiscard]] Result<bool> operator()() const;

  private:
    LicenceStore& store_;
    const Clock& clock_;
};

}  // namespace suite::licence
