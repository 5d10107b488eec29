// What persons would lose, asked of the licence service (ROS-09).
#pragma once

#include "rpc/channel.hpp"
#include "services/roster_sync/app/decide_removals.hpp"

namespace suite::roster_sync {

/// Thread-safe. UNAVAILABLE when no licence service is set up.
class LicenceTitles final : public ProductsOfPersons {
  public:
    /// `channel` nullptr: none is set up; outlives this otherwise.
    explicit LicenceTitles(const rpc::Channel* channel) : channel_(channel) {}
    [[nodiscard]] Result<std::map<PersonId, std::vector<std::string>>> Titles(const Actor& actor, SchoolId school,
                                                                              const std::vector<PersonId>& persons,
                                                                              Deadline deadline) override;

  private:
    const rpc::Channel* channel_;
};

}  // namespace suite::roster_sync
