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

inline constexpr std::int64_t kCanarySchool = 7001;  // Basispoort's id
/// What Basispoort says of the child's school, in lines: the school and its group, and everybody there or nobody.
std::string CanarySchool(bool with_people);

/// Basispoort's push, an EDEXML file, lists and searches, entitlement checks, pincodes, results, orders, connections,
/// and each of them with what does not belong there. What the suite answered to requests that it refused, for a look
/// whether it repeats what it was told.
std::vector<Answer> SendTheCanaryThrough(Api& api);

/// After that: Basispoort is asked for the school, says that nobody is left, and is asked again; what is held is looked
/// at and dropped; lists of joins, of past days and of rejections; and the school's tick goes, with a push after it.
void TakeCareOfTheCanary(SuiteFixture& fixture);

}  // namespace suite::testing
