// A LAS comes for its results (RES-06).
#pragma once

#include <string>
#include <vector>

#include "core/actor.hpp"
#include "services/result_exchange/app/ports.hpp"

namespace suite::results {

struct PullPage {
    std::vector<PulledResult> items;
    std::string next_cursor;  // what to come back with, which acknowledges the items
    bool has_more = false;
};

/// Thread-safe; the ports outlive it.
class PullResults {
  public:
    PullResults(DeliveryStore& store, const Clock& clock) : store_(store), clock_(clock) {}

    /// Coming with the cursor of an earlier page acknowledges that page and all before it; an older cursor gives what
    /// came after it again, and without one it goes on at the oldest that is not acknowledged. PERMISSION_DENIED
    /// forbidden; INVALID_ARGUMENT invalid-cursor, invalid-request (limit).
    [[nodiscard]] Result<PullPage> operator()(const Actor& actor, std::int64_t limit, const std::string& cursor,
                                              Deadline deadline);

  private:
    DeliveryStore& store_;
    const Clock& clock_;
};

}  // namespace suite::results
