// What the school does with its licences: see them, link groups (LIC-02, LIC-03).
#pragma once

#include <vector>

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// Coordinators of the school and the helpdesk see; only the coordinator links. Another school's licence or group is
/// NOT_FOUND, exactly like one that does not exist. Thread-safe.
class ManageLicences {
  public:
    ManageLicences(LicenceStore& store, const Clock& clock) : store_(store), clock_(clock) {}

    [[nodiscard]] Result<LicencePage> List(const Actor& actor, SchoolId school, const ListFilter& filter,
                                           const ListOrder& order, const std::optional<ListPlace>& after,
                                           std::int64_t limit, Deadline deadline) const;
    [[nodiscard]] Result<LicenceOverview> Get(const Actor& actor, SchoolId school, LicenceId licence,
                                              Deadline deadline) const;
    /// Linking what is linked, and unlinking what is not, changes nothing and succeeds.
    [[nodiscard]] Result<LicenceOverview> Link(const Actor& actor, SchoolId school, LicenceId licence, GroupId group,
                                               Deadline deadline) const;
    [[nodiscard]] Result<LicenceOverview> Unlink(const Actor& actor, SchoolId school, LicenceId licence, GroupId group,
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
