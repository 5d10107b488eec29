// Port: who linked what when, why and how (LIC-15). Append-only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/licence/domain/history.hpp"

namespace suite::licence {

/// Which entries a list shows; what is absent is not looked at.
struct HistoryFilter {
    std::optional<LicenceId> licence{};
    std::optional<GroupId> group{};
    std::optional<PersonId> pupil{};  // whom it is about, not who did it
    std::optional<Instant> from{};
    std::optional<Instant> until{};  // both included
};

/// With the names that a person needs to read it. Names of people only as far as they are still at the school.
struct HistoryView {
    HistoryEntry entry;
    std::string licence_title{};
    std::string subject_name{};  // of the group, as it was then; of the pupil, as it is now, or empty
    std::string person_name{};   // of the staff member who did it, or empty
};

class HistoryTx {
  public:
    virtual ~HistoryTx() = default;
    /// Gives it the school's next number. The caller holds the school's lock.
    [[nodiscard]] virtual Status Add(SchoolId school, const HistoryEntry& entry) = 0;
    /// Newest first, below the number `before` (0: from the newest), at most `limit`.
    [[nodiscard]] virtual Result<std::vector<HistoryView>> List(SchoolId school, const HistoryFilter& filter,
                                                                std::int64_t before, std::int64_t limit) = 0;
    [[nodiscard]] virtual Result<std::optional<HistoryView>> Find(SchoolId school, std::int64_t number) = 0;
    /// The newest number about the licence and subject of `entry`.
    [[nodiscard]] virtual Result<std::int64_t> Latest(SchoolId school, const HistoryEntry& entry) = 0;
    /// All about one licence until a moment, that moment included, oldest first.
    [[nodiscard]] virtual Result<std::vector<HistoryView>> OfLicence(SchoolId school, LicenceId licence,
                                                                     Instant until) = 0;
};

}  // namespace suite::licence
