// Method software hands in results (RES-09).
#pragma once

#include <span>
#include <vector>

#include "core/actor.hpp"
#include "services/result_exchange/app/ports.hpp"

namespace suite::results {

inline constexpr std::size_t kMostResults = 500;  // of one call

/// Thread-safe; the ports outlive it.
class HandInResults {
  public:
    HandInResults(IntakeStore& store, const Clock& clock) : store_(store), clock_(clock) {}

    /// A receipt per result, in order. One transaction per school: what a receipt calls accepted or replaced is
    /// committed, and a school whose transaction fails has its results rejected with that failure's reason (handing
    /// them in again is safe) without undoing another's. The call itself fails when every school's transaction did.
    /// PERMISSION_DENIED forbidden; INVALID_ARGUMENT unless 1 to 500 results.
    [[nodiscard]] Result<std::vector<Receipt>> operator()(const Actor& actor, std::span<const Submission> submissions,
                                                          Deadline deadline);

  private:
    IntakeStore& store_;
    const Clock& clock_;
};

}  // namespace suite::results
