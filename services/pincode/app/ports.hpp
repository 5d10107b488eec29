// What the use cases need from outside.
#pragma once

#include <string>
#include <vector>

#include "core/deadline.hpp"
#include "core/error.hpp"
#include "core/id.hpp"
#include "core/secret.hpp"
#include "roster/roster.hpp"
#include "services/pincode/domain/access.hpp"

namespace suite::pincode {

/// Seals a pupil's code so that it opens for that pupil only (PIN-07). Thread-safe.
class Vault {
  public:
    virtual ~Vault() = default;
    [[nodiscard]] virtual std::string Seal(SchoolId school, PersonId pupil, const Secret& code) const = 0;
    /// DATA_LOSS when it was sealed under another key, for another pupil, or tampered with.
    [[nodiscard]] virtual Result<Secret> Open(SchoolId school, PersonId pupil, std::string_view sealed) const = 0;
};

struct SealedPincode {
    PersonId pupil;
    roster::PersonName name;
    std::string sealed;
};

struct GroupCodes {
    GroupFacts facts;
    std::vector<SealedPincode> pupils;  // the group's active pupils, in no order; empty for an unknown group
};

/// Thread-safe.
class GroupReader {
  public:
    virtual ~GroupReader() = default;
    /// One state of the copy. `asker` may be none.
    [[nodiscard]] virtual Result<GroupCodes> Read(SchoolId school, GroupId group, PersonId asker,
                                                  Deadline deadline) = 0;
};

}  // namespace suite::pincode
