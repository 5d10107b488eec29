// Tells Basispoort who of one school has which icon (LIC-09). What the outbox delivers.
#pragma once

#include "core/time.hpp"
#include "services/licence/app/basispoort_steps.hpp"

namespace suite::licence {

/// Computes who should be in which list, writes down what differs from what was said, says it, and writes down that it
/// was said: a process that ends anywhere in between is made up for by the next time. Lists that Basispoort does not
/// have (yet) wait until the catalogue put them there. Never twice at once for one school (outbox). An error is
/// UNAVAILABLE or DEADLINE_EXCEEDED, or the database's.
class PushUsers {
  public:
    PushUsers(LicenceStore& store, HostedLika& lika, const Clock& clock) : store_(store), lika_(lika), clock_(clock) {}
    [[nodiscard]] Status operator()(SchoolId school, Deadline deadline) const;

  private:
    using Rows = std::vector<ListedUser>;
    [[nodiscard]] Result<Rows> WriteDown(SchoolId school) const;
    [[nodiscard]] Status Say(SchoolId school, const UserList& list, const Rows& rows, Deadline deadline) const;
    [[nodiscard]] Status Add(SchoolId school, const UserList& list, const Rows& rows, Deadline deadline) const;
    [[nodiscard]] Status TakeOut(SchoolId school, const UserList& list, const Rows& rows, Deadline deadline) const;
    [[nodiscard]] Status Settle(SchoolId school, const UserList& list, const Rows& said, UserState state) const;

    LicenceStore& store_;
    HostedLika& lika_;
    const Clock& clock_;
};

}  // namespace suite::licence
