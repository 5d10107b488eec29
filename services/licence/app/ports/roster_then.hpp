// Port: who was in which group on a past day, which only roster-sync knows (ROS-11).
#pragma once

#include <string>
#include <vector>

#include "core/actor.hpp"
#include "core/deadline.hpp"
#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"

namespace suite::licence {

struct PersonThen {
    PersonId id;
    std::string name;
    bool teacher = false;
    std::vector<GroupId> groups{};  // base and composed
};

class RosterThen {
  public:
    virtual ~RosterThen() = default;
    /// Pupils and teachers of the school at the end of that day, by name; empty when nothing is known of that day any
    /// more. UNAVAILABLE when roster-sync does not answer.
    [[nodiscard]] virtual Result<std::vector<PersonThen>> People(const Actor& actor, SchoolId school, Date day,
                                                                 Deadline deadline) = 0;
};

}  // namespace suite::licence
