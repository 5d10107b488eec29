// Names and codes of one group, for its teacher or the school's coordinator (PIN-02).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/actor.hpp"
#include "core/time.hpp"
#include "services/pincode/app/ports.hpp"

namespace suite::pincode {

struct ListQuery {
    SchoolId school;
    GroupId group;
    std::int32_t limit = 0;  // 0: 100; above 500: 500
    std::string cursor;      // of the page before, or empty
};

struct PupilCode {
    PersonId pupil;
    roster::PersonName name;
    Secret code;
};

struct PupilCodePage {
    std::vector<PupilCode> items;  // by family name, given name (both folded), id
    std::optional<std::string> next_cursor;
};

/// Thread-safe. The ports and the clock outlive it.
class ListGroupPincodes {
  public:
    ListGroupPincodes(GroupReader& reader, const Vault& vault, const Clock& clock)
        : reader_(reader), vault_(vault), clock_(clock) {}

    /// Opens no more codes than it returns. Errors: those of domain/access.hpp; INVALID_ARGUMENT for a negative limit
    /// or a cursor that names nobody in the group (also when that pupil has left since: ask from the start); INTERNAL
    /// when a stored code does not open.
    [[nodiscard]] Result<PupilCodePage> Run(const Actor& actor, const ListQuery& query, Deadline deadline) const;

  private:
    GroupReader& reader_;
    const Vault& vault_;
    const Clock& clock_;
};

}  // namespace suite::pincode
