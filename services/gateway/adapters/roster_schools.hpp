// Which schools there are, as roster-sync knows it.
#pragma once

#include "rpc/channel.hpp"
#include "services/gateway/app/known_address_ports.hpp"

namespace suite::gateway {

/// Asks in the gateway's own name, with a scope that no client can have. Thread-safe; the channel outlives it.
class RosterSchools final : public SchoolDirectory {
  public:
    explicit RosterSchools(const rpc::Channel& roster_sync) : roster_sync_(roster_sync) {}

    [[nodiscard]] Result<SchoolEntry> Get(SchoolId school, Deadline deadline) override;
    [[nodiscard]] Result<SchoolEntry> Find(const SchoolNumber& number, Deadline deadline) override;

  private:
    const rpc::Channel& roster_sync_;
};

}  // namespace suite::gateway
