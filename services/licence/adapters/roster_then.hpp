// Who was in which group on a past day, asked of roster-sync (ROS-11).
#pragma once

#include "rpc/channel.hpp"
#include "services/licence/app/ports/roster_then.hpp"

namespace suite::licence {

/// Thread-safe. Asks in the name of the actor: roster-sync judges again.
class RosterSyncThen final : public RosterThen {
  public:
    /// `channel` outlives this.
    explicit RosterSyncThen(const rpc::Channel& channel) : channel_(channel) {}
    [[nodiscard]] Result<std::vector<PersonThen>> People(const Actor& actor, SchoolId school, Date day,
                                                         Deadline deadline) override;

  private:
    const rpc::Channel& channel_;
};

}  // namespace suite::licence
