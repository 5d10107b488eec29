#include "services/licence/adapters/proposal_grpc_service.hpp"

#include "core/paging.hpp"

namespace suite::licence {
namespace {

v1::ProposalState ToWire(ProposalState state) {
    switch (state) {
        case ProposalState::kOpen:
            return v1::PROPOSAL_STATE_OPEN;
        case ProposalState::kAccepted:
            return v1::PROPOSAL_STATE_ACCEPTED;
        case ProposalState::kDropped:
            return v1::PROPOSAL_STATE_DROPPED;
        case ProposalState::kClosed:
            return v1::PROPOSAL_STATE_CLOSED;
    }
    return v1::PROPOSAL_STATE_UNSPECIFIED;
}

/// Open ones unless the caller asks for others; nullopt: all.
Result<std::optional<ProposalState>> ReadState(const std::string& text) {
    if (text.empty() || text == "open") return std::optional(ProposalState::kOpen);
    if (text == "accepted") return std::optional(ProposalState::kAccepted);
    if (text == "dropped") return std::optional(ProposalState::kDropped);
    if (text == "closed") return std::optional(ProposalState::kClosed);
    if (text == "all") return std::optional<ProposalState>{};
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "a parameter is wrong",
                 .fields = {{"state", "must be one of open, accepted, dropped, closed, all"}}});
}

void Write(const LinkProposal& proposal, v1::LinkProposal& out) {
    out.set_id(proposal.id.ToString());
    out.set_licence_id(proposal.licence.ToString());
    out.set_licence_title(proposal.licence_title);
    out.set_group_id(proposal.group.ToString());
    out.set_group_name(proposal.group_name);
    out.set_state(ToWire(proposal.state));
    for (const auto reason : proposal.reasons) {
        auto& to = *out.add_reasons();
        to.set_code(std::string(CodeOf(reason)));
        to.set_doubt(IsDoubt(reason));
        to.set_message(std::string(DutchText(reason)));
        to.set_message_en(std::string(EnglishText(reason)));
    }
    out.set_proposed_at(FormatInstant(proposal.proposed_at));
    if (proposal.decided_at) out.set_decided_at(FormatInstant(*proposal.decided_at));
    if (proposal.decided_by) out.set_decided_by(proposal.decided_by.ToString());
}

void Write(const AcceptedProposal& accepted, v1::AcceptItem& out) {
    if (accepted.proposal.id) out.set_id(accepted.proposal.id.ToString());
    out.set_refused(accepted.refused.has_value());
    if (accepted.proposal.licence) {
        out.set_licence_title(accepted.proposal.licence_title);
        out.set_group_name(accepted.proposal.group_name);
    }
    if (accepted.refused) out.mutable_problem()->set_code(accepted.refused->reason);
}

}  // namespace

grpc::Status ProposalGrpcService::ListProposals(grpc::ServerContext* context, const v1::ListProposalsRequest* request,
                                                v1::ListProposalsResponse* response) {
    return guard_.Run(context, "ListProposals", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto before, DecodeNumberCursor(request->cursor()));
        SUITE_ASSIGN(const auto state, ReadState(request->state()));
        SUITE_ASSIGN(const auto page, proposals_.List(call.actor, SchoolId::ParseOrNone(request->school_id()), state,
                                                      before, limit, call.deadline));
        for (const auto& proposal : page.items) Write(proposal, *response->add_items());
        if (page.next) response->set_next_cursor(EncodeCursor(std::to_string(*page.next)));
        return {};
    });
}

grpc::Status ProposalGrpcService::AcceptProposal(grpc::ServerContext* context, const v1::DecideProposalRequest* request,
                                                 v1::LinkProposal* response) {
    return guard_.Run(context, "AcceptProposal", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto proposal,
                     proposals_.Accept(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                       ProposalId::ParseOrNone(request->proposal_id()), call.deadline));
        Write(proposal, *response);
        return {};
    });
}

grpc::Status ProposalGrpcService::DropProposal(grpc::ServerContext* context, const v1::DecideProposalRequest* request,
                                               v1::LinkProposal* response) {
    return guard_.Run(context, "DropProposal", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto proposal,
                     proposals_.Drop(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                     ProposalId::ParseOrNone(request->proposal_id()), call.deadline));
        Write(proposal, *response);
        return {};
    });
}

grpc::Status ProposalGrpcService::AcceptProposals(grpc::ServerContext* context,
                                                  const v1::AcceptProposalsRequest* request,
                                                  v1::AcceptReport* response) {
    return guard_.Run(context, "AcceptProposals", [&](const rpc::Call& call) -> Status {
        std::vector<ProposalId> ids;
        for (const auto& id : request->ids()) ids.push_back(ProposalId::ParseOrNone(id));
        SUITE_ASSIGN(const auto report,
                     proposals_.AcceptAll(call.actor, SchoolId::ParseOrNone(request->school_id()), ids, call.deadline));
        int refused = 0;
        for (const auto& item : report) {
            Write(item, *response->add_items());
            if (item.refused) ++refused;
        }
        response->set_status(refused == 0 ? v1::ACCEPT_STATUS_APPLIED : v1::ACCEPT_STATUS_REFUSED);
        response->set_accepted(refused == 0 ? static_cast<std::int32_t>(report.size()) : 0);
        response->set_refused(refused);
        return {};
    });
}

}  // namespace suite::licence
