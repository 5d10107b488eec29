#include "services/licence/domain/proposal.hpp"

#include "core/reasons.hpp"

namespace suite::licence {

Status MayDecide(const LinkProposal& proposal) {
    if (proposal.state == ProposalState::kOpen) return {};
    return Fail(Code::kFailedPrecondition, reason::kProposalDecided,
                "the proposal was accepted, dropped or closed before");
}

}  // namespace suite::licence
