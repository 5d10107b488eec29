// Puts the publisher's methods and products at Basispoort (LIC-09). What the outbox delivers.
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/time.hpp"
#include "services/licence/app/basispoort_steps.hpp"

namespace suite::licence {

/// Only what differs from what was put before; methods before their products, and the other way about for what left the
/// catalogue. Schools whose users waited for a product are told when it is there. What Basispoort refuses stays refused
/// until the catalogue, or a day, changes. Errors as of PushUsers.
class PushCatalogue {
  public:
    PushCatalogue(LicenceStore& store, HostedLika& lika, const Clock& clock)
        : store_(store), lika_(lika), clock_(clock) {}
    [[nodiscard]] Status operator()(Deadline deadline) const;

  private:
    struct World;
    [[nodiscard]] Result<World> Look() const;
    [[nodiscard]] Status Put(const UserList& list, const Listing& listing, World& world, Deadline deadline) const;
    [[nodiscard]] Status Clear(const World& world, Deadline deadline) const;
    [[nodiscard]] Status Announce(ListState state) const;

    LicenceStore& store_;
    HostedLika& lika_;
    const Clock& clock_;
};

/// Tells two listings apart; the same for the same.
[[nodiscard]] std::string FingerprintOf(const Listing& listing);

}  // namespace suite::licence
