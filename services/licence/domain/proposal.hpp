// A doubtful match waits for the coordinator (LIC-04).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"
#include "services/licence/domain/auto_link_reason.hpp"

namespace suite::licence {

using ProposalId = Id<struct ProposalTag>;

/// open → accepted | dropped by the coordinator, or closed: the group or licence is gone, a hand linked them, or what
/// came later made it sure or out of the question.
enum class ProposalState { kOpen, kAccepted, kDropped, kClosed };

struct LinkProposal {
    ProposalId id;
    std::int64_t number = 0;  // rises within the school; set by Save
    LicenceId licence;
    std::string licence_title{};  // as it is now; read only
    GroupId group;
    std::string group_name{};  // as it was when proposed: the group may be gone
    ProposalState state = ProposalState::kOpen;
    std::vector<MatchReason> reasons{};
    Instant proposed_at{};
    std::optional<Instant> decided_at{};
    PersonId decided_by{};  // the coordinator; none when closed
    bool operator==(const LinkProposal&) const = default;
};

/// proposal-decided unless it is open.
[[nodiscard]] Status MayDecide(const LinkProposal& proposal);

}  // namespace suite::licence
