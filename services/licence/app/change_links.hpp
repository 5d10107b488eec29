// The one way in which a person's links come and go: single, in bulk, and undone (LIC-03, 05, 15, 16).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// Exactly one of `group` and `pupil` is there.
struct LinkTarget {
    LicenceId licence;
    GroupId group{};
    PersonId pupil{};
    auto operator<=>(const LinkTarget&) const = default;
};

enum class LinkOutcome { kAdded, kRemoved, kUnchanged };

/// Changes of links in one transaction, under the school's lock: each change that is one writes one history entry, and
/// Finish the new version. For one transaction and one thread; whoever uses it has judged the actor.
class LinkChanges {
  public:
    struct By {
        const Actor& actor;
        Instant now;
        std::optional<std::int64_t> undoes{};  // number of the history entry that is taken back
    };
    LinkChanges(LicenceTx& tx, SchoolId school, const By& by) : tx_(tx), school_(school), by_(by) {}

    /// licence-unknown, group-unknown, person-unknown, pupil-inactive, and what CanLinkGroups and CanLinkPupils refuse.
    [[nodiscard]] Result<LinkOutcome> Link(const LinkTarget& target);
    /// Also from a licence that has ended. licence-unknown, group-unknown, person-unknown.
    [[nodiscard]] Result<LinkOutcome> Unlink(const LinkTarget& target);
    /// One new version for each product that changed.
    [[nodiscard]] Status Finish();
    /// licence-unknown. Asked of the database once.
    [[nodiscard]] Result<Licence> Find(LicenceId licence);

  private:
    [[nodiscard]] Result<LinkOutcome> LinkGroup(const Licence& licence, GroupId group);
    [[nodiscard]] Result<LinkOutcome> LinkPupil(const Licence& licence, PersonId pupil);
    [[nodiscard]] Status Changed(const Licence& licence, HistoryEntry entry);
    [[nodiscard]] Result<KnownGroup> FindGroup(GroupId group);
    [[nodiscard]] Result<KnownPupil> FindPupil(PersonId pupil);

    LicenceTx& tx_;
    SchoolId school_;
    By by_;
    std::map<LicenceId, Licence> licences_{};
    bool changed_ = false;
};

}  // namespace suite::licence
