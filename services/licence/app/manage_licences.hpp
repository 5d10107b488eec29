// What the school sees of its licences (LIC-02).
#pragma once

#include <vector>

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// For coordinators of the school and the helpdesk. Another school's licence is NOT_FOUND, exactly like one that does
/// not exist. Thread-safe.
class ManageLicences {
  public:
    ManageLicences(LicenceStore& store, const Clock& clock) : store_(store), clock_(clock) {}

    [[nodiscard]] Result<LicencePage> List(const Actor& actor, SchoolId school, const ListFilter& filter,
                                           const ListOrder& order, const std::optional<ListPlace>& after,
                                           std::int64_t limit, Deadline deadline) const;
    [[nodiscard]] Result<LicenceOverview> Get(const Actor& actor, SchoolId school, LicenceId licence,
                                              Deadline deadline) const;
    /// What each of these persons can use today, by title; those who have nothing are absent (for ROS-09's preview).
    [[nodiscard]] Result<std::map<PersonId, std::vector<std::string>>> Titles(const Actor& actor, SchoolId school,
                                                                              const std::vector<PersonId>& persons,
                                                                              Deadline deadline) const;

    [[nodiscard]] Date Today() const { return DutchDay(clock_.Now()); }

  private:
    LicenceStore& store_;
    const Clock& clock_;
};

}  // namespace suite::licence
