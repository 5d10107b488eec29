// Many links at once: tried first, all or nothing (LIC-16).
#pragma once

#include <optional>
#include <vector>

#include "core/time.hpp"
#include "services/licence/app/change_links.hpp"
#include "services/licence/domain/links.hpp"

namespace suite::licence {

inline constexpr std::size_t kMostLinkChanges = 500;

struct ManyLinks {
    std::vector<LinkTarget> link{};
    std::vector<LinkTarget> unlink{};
};

struct LinkItem {
    bool link = true;  // else: unlink
    LinkTarget target{};
    LinkOutcome outcome = LinkOutcome::kUnchanged;
    std::optional<Error> refused{};  // then there is no outcome
};

/// kRefused: an item was, so nothing changed. kTried: a dry run, nothing changed.
enum class ManyLinksStatus { kApplied, kTried, kRefused };

struct LinkReport {
    ManyLinksStatus status = ManyLinksStatus::kApplied;
    std::vector<LinkItem> items{};       // first those to unlink, then those to link, each in the order given
    std::vector<TitleEffect> effects{};  // on pupils; empty when refused
};

/// For the coordinator of the school. Thread-safe.
class ChangeManyLinks {
  public:
    ChangeManyLinks(LicenceStore& store, const Clock& clock) : store_(store), clock_(clock) {}

    /// A dry run is the same transaction, rolled back. What cannot be done is told per item, all of it; invalid-request
    /// only for what is no request: nothing, more than kMostLinkChanges, a target without exactly one of group and
    /// pupil, the same target in both lists.
    [[nodiscard]] Result<LinkReport> operator()(const Actor& actor, SchoolId school, const ManyLinks& wanted,
                                                bool dry_run, Deadline deadline) const;

  private:
    LicenceStore& store_;
    const Clock& clock_;
};

}  // namespace suite::licence
