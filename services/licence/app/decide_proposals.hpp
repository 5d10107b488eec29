// What the coordinator says to the proposals (LIC-04).
#pragma once

#include <optional>
#include <vector>

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

struct ProposalPage {
    std::vector<LinkProposal> items{};
    std::optional<std::int64_t> next{};  // number of the last of this page, when there are more
};

/// One of several that were to be accepted.
struct AcceptedProposal {
    LinkProposal proposal;           // empty but for its id when there is no such proposal
    std::optional<Error> refused{};  // why it cannot be accepted
};

/// The coordinator of the school and the helpdesk see, only the coordinator decides. Another school's proposal is
/// NOT_FOUND proposal-unknown. Thread-safe.
class DecideProposals {
  public:
    DecideProposals(LicenceStore& store, const Clock& clock) : store_(store), clock_(clock) {}

    [[nodiscard]] Result<ProposalPage> List(const Actor& actor, SchoolId school, std::optional<ProposalState> state,
                                            std::int64_t before, std::int64_t limit, Deadline deadline) const;
    /// Links as by hand. proposal-decided, licence-ended, group-unknown.
    [[nodiscard]] Result<LinkProposal> Accept(const Actor& actor, SchoolId school, ProposalId id,
                                              Deadline deadline) const;
    /// The pair is not proposed again. proposal-decided.
    [[nodiscard]] Result<LinkProposal> Drop(const Actor& actor, SchoolId school, ProposalId id,
                                            Deadline deadline) const;
    /// All or nothing: when one is refused none is accepted, and every refusal is told. In the order asked; an id that
    /// is named twice counts once. INVALID_ARGUMENT unless there are 1 to kMostAtOnce.
    [[nodiscard]] Result<std::vector<AcceptedProposal>> AcceptAll(const Actor& actor, SchoolId school,
                                                                  const std::vector<ProposalId>& ids,
                                                                  Deadline deadline) const;
    static constexpr std::size_t kMostAtOnce = 100;

  private:
    LicenceStore& store_;
    const Clock& clock_;
};

}  // namespace suite::licence
