// A child whose every particular is known, sent through everything that the suite takes in.
#pragma once

#include <string>
#include <vector>

#include "tests/functional/support/steps.hpp"

namespace suite::testing {

/// In each value that may be stored (ROS-03, ROS-04): names, keys, the e-mail address of staff.
inline const std::vector<std::string> kMayBeStored{"zangvogel"};
/// In each value that may not: BSN, birth date, country, address, photo, weight, a pupil's e-mail address, keys of a
/// LAS, words of people who got lost. As a word and, where the field is a number or a day, as that.
inline const std::vector<std::string> kMayNotBeStored{"verklikker", "999990019", "1931-12-27", "19311227", "6971vb"};

/// Basispoort's push, an EDEXML file, lists and searches, entitlement checks, pincodes, results, orders, connections,
/// and each of them with what does not belong there. What the suite answered to requests that it refused, for a look
/// whether it repeats what it was told.
std::vector<Answer> SendTheCanaryThrough(Api& api);

}  // namespace suite::testing
