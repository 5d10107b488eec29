// What the coordinator links and unlinks: groups and single pupils (LIC-03, LIC-05).
#pragma once

#include <optional>
#include <vector>

#include "core/time.hpp"
#include "services/licence/app/change_links.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

struct PupilLinkPage {
    std::vector<PupilLink> items{};
    std::optional<PersonId> next{};  // last of this page, when there are more
};

/// Linking is the coordinator's of that school; the helpdesk sees. What is another school's is NOT_FOUND, exactly like
/// what does not exist. Linking what is linked, and unlinking what is not, changes nothing and succeeds. Thread-safe.
class ManageLinks {
  public:
    ManageLinks(LicenceStore& store, const Clock& clock) : store_(store), clock_(clock) {}

    /// The licence as it is then. Errors as LinkChanges says.
    [[nodiscard]] Result<LicenceOverview> LinkGroup(const Actor& actor, SchoolId school, LicenceId licence,
                                                    GroupId group, Deadline deadline) const;
    [[nodiscard]] Result<LicenceOverview> UnlinkGroup(const Actor& actor, SchoolId school, LicenceId licence,
                                                      GroupId group, Deadline deadline) const;
    /// The pupil as it is then, with the linked groups that give access besides (decision 0015: no error).
    [[nodiscard]] Result<PupilLink> LinkPupil(const Actor& actor, SchoolId school, LicenceId licence, PersonId pupil,
                                              Deadline deadline) const;
    [[nodiscard]] Result<PupilLink> UnlinkPupil(const Actor& actor, SchoolId school, LicenceId licence, PersonId pupil,
                                                Deadline deadline) const;
    /// Pupils linked one by one, by name, after the pupil `after` (none: from the start), at most `limit`.
    /// invalid-cursor when `after` is nobody of this school.
    [[nodiscard]] Result<PupilLinkPage> Pupils(const Actor& actor, SchoolId school, LicenceId licence, PersonId after,
                                               std::int64_t limit, Deadline deadline) const;

  private:
    enum class Change { kLink, kUnlink };
    [[nodiscard]] Status Write(const Actor& actor, SchoolId school, const LinkTarget& target, Change change,
                               Deadline deadline, const std::function<Status(LicenceTx&)>& then) const;
    [[nodiscard]] Result<LicenceOverview> ChangeGroup(const Actor& actor, SchoolId school, const LinkTarget& target,
                                                      Change change, Deadline deadline) const;
    [[nodiscard]] Result<PupilLink> ChangePupil(const Actor& actor, SchoolId school, const LinkTarget& target,
                                                Change change, Deadline deadline) const;

    LicenceStore& store_;
    const Clock& clock_;
};

}  // namespace suite::licence
