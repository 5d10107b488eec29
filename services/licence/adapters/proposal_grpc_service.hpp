// Proposals on the wire: translates, judges nothing.
#pragma once

#include <suite/licence/v1/proposal_service.grpc.pb.h>

#include "rpc/server.hpp"
#include "services/licence/app/decide_proposals.hpp"

namespace suite::licence {

class ProposalGrpcService final : public v1::ProposalService::Service {
  public:
    ProposalGrpcService(const rpc::Guard& guard, const DecideProposals& proposals)
        : guard_(guard), proposals_(proposals) {}

    grpc::Status ListProposals(grpc::ServerContext* context, const v1::ListProposalsRequest* request,
                               v1::ListProposalsResponse* response) override;
    grpc::Status AcceptProposal(grpc::ServerContext* context, const v1::DecideProposalRequest* request,
                                v1::LinkProposal* response) override;
    grpc::Status DropProposal(grpc::ServerContext* context, const v1::DecideProposalRequest* request,
                              v1::LinkProposal* response) override;
    grpc::Status AcceptProposals(grpc::ServerContext* context, const v1::AcceptProposalsRequest* request,
                                 v1::AcceptReport* response) override;

  private:
    const rpc::Guard& guard_;
    const DecideProposals& proposals_;
};

}  // namespace suite::licence
