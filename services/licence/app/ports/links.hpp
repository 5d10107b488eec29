// Port: which groups have which licence (LIC-03).
#pragma once

#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"
#include "services/licence/app/ports/history.hpp"
#include "services/licence/app/ports/roster.hpp"

namespace suite::licence {

class LinksTx {
  public:
    virtual ~LinksTx() = default;
    /// True when it was not there yet. Writes no history and bumps no version: the use case does.
    [[nodiscard]] virtual Result<bool> AddGroup(SchoolId school, LicenceId licence, const KnownGroup& group, How how,
                                                Instant at) = 0;
    /// True when it was there.
    [[nodiscard]] virtual Result<bool> RemoveGroup(SchoolId school, LicenceId licence, GroupId group) = 0;
};

}  // namespace suite::licence
