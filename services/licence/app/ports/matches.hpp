// Port: what the automatic links go by, and what they could not decide (LIC-04).
#pragma once

#include <optional>
#include <vector>

#include "core/error.hpp"
#include "services/licence/domain/auto_link.hpp"
#include "services/licence/domain/proposal.hpp"

namespace suite::licence {

class MatchesTx {
  public:
    virtual ~MatchesTx() = default;
    /// Has the school's groups and licences matched, soon after the commit. Asking more than once costs nothing.
    [[nodiscard]] virtual Status Ask(SchoolId school, Instant at) = 0;
    /// nullopt when there is nobody to link for: the school is unknown, inactive or took its tick away.
    [[nodiscard]] virtual Result<std::optional<MatchFacts>> Facts(SchoolId school, Date today) = 0;
    /// In no order.
    [[nodiscard]] virtual Result<std::vector<LinkProposal>> OpenProposals(SchoolId school) = 0;
    /// Newest first, below the number `before` (0: from the newest), at most `limit`; all states when none is given.
    [[nodiscard]] virtual Result<std::vector<LinkProposal>> Proposals(SchoolId school,
                                                                      std::optional<ProposalState> state,
                                                                      std::int64_t before, std::int64_t limit) = 0;
    [[nodiscard]] virtual Result<std::optional<LinkProposal>> FindProposal(SchoolId school, ProposalId id) = 0;
    /// New or changed; a new one gets the school's next number. The caller holds the school's lock.
    [[nodiscard]] virtual Status SaveProposal(SchoolId school, const LinkProposal& proposal) = 0;
};

}  // namespace suite::licence
