// Is the icon there (LIC-09)? For the coordinator and the helpdesk.
#pragma once

#include <string>
#include <vector>

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"
#include "services/licence/domain/visibility.hpp"

namespace suite::licence {

/// How things are with a product's list. `basispoort`: whether Basispoort is set up here.
[[nodiscard]] IconSetup SetupOf(bool basispoort, const std::vector<ListState>& states, const UserList& list);

struct VisibleLink {
    Subject subject = Subject::kGroup;
    std::int64_t id = 0;  // GroupId or PersonId
    std::string name{};
    LinkIcons icons{};
};

struct MissingIcon {
    PersonId person;
    std::string name{};
    IconProblem problem = IconProblem::kUnknownThere;
};

struct Visibility {
    std::string product_id{};
    IconSetup setup = IconSetup::kOff;
    std::optional<Instant> checked_at{};  // when Basispoort's list was read last
    std::vector<VisibleLink> links{};
    std::vector<MissingIcon> missing{};  // by name
};

/// NOT_FOUND school-unknown, licence-unknown; PERMISSION_DENIED for teachers. Thread-safe.
class SeeVisibility {
  public:
    /// `basispoort`: whether Basispoort is set up here.
    SeeVisibility(LicenceStore& store, const Clock& clock, bool basispoort)
        : store_(store), clock_(clock), basispoort_(basispoort) {}

    [[nodiscard]] Result<Visibility> operator()(const Actor& actor, SchoolId school, LicenceId licence,
                                                Deadline deadline) const;

    /// The helpdesk has both lists of a product put whole at Basispoort, and compared. FAILED_PRECONDITION
    /// basispoort-off; NOT_FOUND product-unknown.
    [[nodiscard]] Status Repair(const Actor& actor, const std::string& product_id, Deadline deadline) const;

  private:
    LicenceStore& store_;
    const Clock& clock_;
    const bool basispoort_;
};

}  // namespace suite::licence
