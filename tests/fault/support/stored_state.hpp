// What a suite has stored, so that two suites can be compared row by row although their ids and clocks differ.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/functional/support/suite_fixture.hpp"

namespace suite::testing {

/// Rows as text, sorted, by "service.table".
using StoredState = std::map<std::string, std::vector<std::string>>;

/// Every row of every table of the four services. An id of ours is replaced by what it stands for (a school's, group's
/// or person's id at Basispoort, a batch's sequence); moments, feed positions and sealed texts, which differ from run
/// to run by nature, are left out.
[[nodiscard]] StoredState ReadStoredState(const SuiteFixture& fixture);

/// Whether every follower holds every school in the version that roster-sync has.
[[nodiscard]] bool FollowersAreUpToDate(const SuiteFixture& fixture);

/// The first rows that only one of the two has, for a person; empty when they are equal.
[[nodiscard]] std::string Differences(const StoredState& expected, const StoredState& found);

}  // namespace suite::testing
