// Runs the automatic links over made-up schools and counts what was right.
#pragma once

#include <array>
#include <cstdint>
#include <map>

#include "tools/autolink_measure/world.hpp"

namespace suite::autolink {

struct Tally {
    std::int64_t wanted = 0;     // links that the schools want
    std::int64_t automatic = 0;  // of them: made by the function
    std::int64_t proposed = 0;   // of them: proposed
    std::int64_t wrong = 0;      // made by the function and not wanted
    std::int64_t unused = 0;     // made by the function for year groups that were bought for, and do not use it
    std::int64_t questions = 0;  // proposed and not wanted
    [[nodiscard]] std::int64_t ByHand() const { return wanted - automatic - proposed; }
    void Add(const Tally& other);
};

struct Outcome {
    std::array<Tally, 2> years{};  // the first with us, and after the rollover
    std::map<Story, std::array<Tally, 2>> by_story{};
    std::int64_t schools = 0, groups = 0, combinations = 0, pupils = 0, licences = 0;
    std::vector<std::string> mistakes{};                    // each wrong link in words
    std::map<licence::MatchReason, std::int64_t> doubts{};  // of wanted links that were only proposed
    void Add(const Outcome& other);
};

/// A school's two years. The order lines of the first come one by one, in any order, and after each the function runs;
/// then the coordinator links the rest by hand, drops what is not wanted and unlinks what was not meant. Then the new
/// year comes, with the same licences going on.
[[nodiscard]] Outcome Simulate(std::uint64_t seed, std::uint32_t school);

}  // namespace suite::autolink
