// What the use cases that talk to Basispoort share.
#pragma once

#include <span>
#include <vector>

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// Users in one request.
inline constexpr std::size_t kUsersAtOnce = 1000;
/// Schools read with one question, or told in one transaction.
inline constexpr std::int64_t kSchoolsAtOnce = 200;
/// Of one transaction on our own database.
inline constexpr std::chrono::seconds kStoreTime{20};

/// Whatever Basispoort said, somebody may mend it there without anything changing here: tried again, for as long as it
/// takes.
[[nodiscard]] std::unexpected<Error> Again(Error error);

/// `users` in parts that go in one request.
[[nodiscard]] std::vector<std::vector<UserKey>> InParts(const std::vector<UserKey>& users);

/// Basispoort does not have the method or product that it had: it is put there anew, and compared soon after.
[[nodiscard]] Status Unlist(LicenceStore& store, const Clock& clock, const UserList& list);

/// These users were taken out of the list. Where a school wants one of them meanwhile, he is added again: which of the
/// two came last at Basispoort is not known.
[[nodiscard]] Status AddBack(LicenceStore& store, const Clock& clock, const UserList& list,
                             std::span<const UserKey> removed, SchoolId but);

/// Saves what became of rows that were looked at without the school's lock: those that are still as they were seen.
/// Tells the school when one has to be added again.
[[nodiscard]] Status SaveJudged(LicenceStore& store, const Clock& clock, SchoolId school, const UserList& list,
                                const std::vector<ListedUser>& judged);

}  // namespace suite::licence
