#include <algorithm>
#include <array>

#include "audit/audit.hpp"
#include "core/operations.hpp"
#include "outbox/outbox.hpp"
#include "rpc/current_call.hpp"
#include "services/licence/adapters/match_queries.hpp"
#include "services/licence/adapters/sql_matches.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {
namespace {

using sql::Value;

constexpr std::array<std::pair<ProposalState, std::string_view>, 4> kStates{{{ProposalState::kOpen, "open"},
                                                                             {ProposalState::kAccepted, "accepted"},
                                                                             {ProposalState::kDropped, "dropped"},
                                                                             {ProposalState::kClosed, "closed"}}};

/// Only coordinators decide.
AuditNote NoteOf(SchoolId school, const LinkProposal& proposal) {
    const bool accepted = proposal.state == ProposalState::kAccepted;
    return {.school = school,
            .at = proposal.decided_at.value_or(proposal.proposed_at),
            .actor = {.role = Role::kCoordinator,
                      .school = school,
                      .person = proposal.decided_by,
                      .client_id = {},
                      .las = {}},
            .operation = accepted ? operation::kProposalAccepted : operation::kProposalDropped,
            .object = "group",
            .object_id = proposal.group.ToString(),
            .facts = {{"licence", proposal.licence.ToString()}},
            .request_id = rpc::CurrentRequestId()};
}

std::string StoredState(ProposalState state) {
    return std::string(std::ranges::find(kStates, state, [](const auto& entry) { return entry.first; })->second);
}

ProposalState ReadState(std::string_view text) {
    const auto at = std::ranges::find(kStates, text, [](const auto& entry) { return entry.second; });
    return at == kStates.end() ? ProposalState::kClosed : at->first;
}

LinkProposal ReadProposal(const sql::Row& row) {
    LinkProposal proposal{.id = ProposalId{row.Int(0)},
                          .number = row.Int(1),
                          .licence = LicenceId{row.Int(2)},
                          .licence_title = row.Text(3),
                          .group = GroupId{row.Int(4)},
                          .group_name = row.Text(5),
                          .state = ReadState(row.Text(6)),
                          .reasons = DecodeReasons(row.Text(7)),
                          .proposed_at = AtMillis(row.Int(8))};
    if (!row.IsNull(9)) proposal.decided_at = AtMillis(row.Int(9));
    if (!row.IsNull(10)) proposal.decided_by = PersonId{row.Int(10)};
    return proposal;
}

std::vector<LinkProposal> ReadProposals(const std::vector<sql::Row>& rows) {
    std::vector<LinkProposal> proposals;
    for (const auto& row : rows) proposals.push_back(ReadProposal(row));
    return proposals;
}

}  // namespace

Status SqlMatches::Ask(SchoolId school, Instant at) {
    SUITE_ASSIGN(const bool asked, outbox::EnqueueOnce(session_, kAutoLinkTopic, school, "", at));
    static_cast<void>(asked);  // asked before and not begun is as good
    return {};
}

Result<std::vector<LinkProposal>> SqlMatches::OpenProposals(SchoolId school) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kOpenProposals, {Value{school.value}}));
    return ReadProposals(rows);
}

Result<std::vector<LinkProposal>> SqlMatches::Proposals(SchoolId school, std::optional<ProposalState> state,
                                                        std::int64_t before, std::int64_t limit) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kProposals, {Value{school.value},
                                                                     Value{state ? StoredState(*state) : std::string()},
                                                                     Value{before}, Value{limit}}));
    return ReadProposals(rows);
}

Result<std::optional<LinkProposal>> SqlMatches::FindProposal(SchoolId school, ProposalId id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kProposal, {Value{school.value}, Value{id.value}}));
    return row ? std::optional(ReadProposal(*row)) : std::nullopt;
}

Status SqlMatches::SaveProposal(SchoolId school, const LinkProposal& proposal) {
    Value decided_at;
    if (proposal.decided_at) decided_at = Millis(*proposal.decided_at);
    Value person;
    if (proposal.decided_by) person = proposal.decided_by.value;
    SUITE_ASSIGN(const auto changed,
                 session_.Execute(query::kChangeProposal,
                                  {Value{school.value}, Value{proposal.id.value}, Value{StoredState(proposal.state)},
                                   Value{EncodeReasons(proposal.reasons)}, decided_at, person}));
    const bool decided = proposal.state == ProposalState::kAccepted || proposal.state == ProposalState::kDropped;
    if (decided) SUITE_RETURN_IF_ERROR(audit::Append(session_, NoteOf(school, proposal)));
    if (changed > 0) return {};
    SUITE_RETURN_IF_ERROR(
        session_.Execute(query::kAddProposal,
                         {Value{school.value}, Value{proposal.id.value}, Value{proposal.licence.value},
                          Value{proposal.group.value}, Value{proposal.group_name}, Value{StoredState(proposal.state)},
                          Value{EncodeReasons(proposal.reasons)}, Value{Millis(proposal.proposed_at)}}));
    return {};
}

}  // namespace suite::licence
