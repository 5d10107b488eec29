// Who may do what in this service: the one place that judges it.
#pragma once

#include <string>

#include "core/actor.hpp"
#include "core/error.hpp"

namespace suite::results {

/// The coordinator only: a connection is the school's consent, which nobody gives in its place (RES-02). Another school
/// than the actor's is NOT_FOUND school-unknown, like one that does not exist; else PERMISSION_DENIED forbidden.
[[nodiscard]] Status MayConnect(const Actor& actor, SchoolId school);
/// Coordinator of the school, and helpdesk. Errors as above.
[[nodiscard]] Status MaySeeConnections(const Actor& actor, SchoolId school);
/// Machines with scope results:write.
[[nodiscard]] Status MayHandIn(const Actor& actor);
/// The LAS whose results the actor may pull: a machine with scope results:pull that is one.
[[nodiscard]] Result<std::string> MayPull(const Actor& actor);

}  // namespace suite::results
