// Two hundred coordinators who click at once and do not give up.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace suite::testing {

/// What one of them was told about one child.
struct Told {
    enum class What { kNothing, kSeat, kPlace };
    What what = What::kNothing;
    std::chrono::steady_clock::time_point asked{};  // for a place: when it was first asked for
    std::chrono::steady_clock::time_point told{};
    std::string wrong{};  // an answer that nobody should get
};

/// Asks for a seat for each child, all at the same moment, each on a connection of its own; for a place on the waiting
/// list when told that there is none. A request that gets no answer, or 429 or 5xx, is sent again, for at most two
/// minutes. In the order of `children`. Uses no Catch2.
[[nodiscard]] std::vector<Told> ClickAtOnce(const std::string& gateway, const std::string& token,
                                            const std::string& licence_path, const std::vector<std::string>& children);

}  // namespace suite::testing
