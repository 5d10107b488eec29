// Who works where, asked of roster-sync.
#pragma once

#include "rpc/channel.hpp"
#include "services/gateway/app/ports.hpp"

namespace suite::gateway {

/// Thread-safe.
class RosterPeople final : public People {
  public:
    explicit RosterPeople(const rpc::Channel& roster_sync) : roster_sync_(roster_sync) {}
    /// Asks on the gateway's own behalf: nobody is signed in yet.
    [[nodiscard]] Result<std::vector<Registration>> RegistrationsOf(const Identity& identity,
                                                                    Deadline deadline) override;

  private:
    const rpc::Channel& roster_sync_;
};

}  // namespace suite::gateway
