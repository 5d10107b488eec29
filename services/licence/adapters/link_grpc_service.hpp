// Links and their history on the wire: translates, judges nothing.
#pragma once

#include <suite/licence/v1/link_service.grpc.pb.h>

#include "rpc/server.hpp"
#include "services/licence/app/change_many_links.hpp"
#include "services/licence/app/manage_links.hpp"
#include "services/licence/app/see_history.hpp"

namespace suite::licence {

class LinkGrpcService final : public v1::LinkService::Service {
  public:
    LinkGrpcService(const rpc::Guard& guard, const ManageLinks& links, const ChangeManyLinks& many,
                    const SeeHistory& history)
        : guard_(guard), links_(links), many_(many), history_(history) {}

    grpc::Status LinkPupil(grpc::ServerContext* context, const v1::LinkPupilRequest* request,
                           v1::LinkedPupil* response) override;
    grpc::Status UnlinkPupil(grpc::ServerContext* context, const v1::LinkPupilRequest* request,
                             v1::LinkedPupil* response) override;
    grpc::Status ListLinkedPupils(grpc::ServerContext* context, const v1::ListLinkedPupilsRequest* request,
                                  v1::ListLinkedPupilsResponse* response) override;
    grpc::Status ChangeLinks(grpc::ServerContext* context, const v1::ChangeLinksRequest* request,
                             v1::LinkReport* response) override;
    grpc::Status ListHistory(grpc::ServerContext* context, const v1::ListHistoryRequest* request,
                             v1::ListHistoryResponse* response) override;
    grpc::Status GetAccess(grpc::ServerContext* context, const v1::GetAccessRequest* request,
                           v1::LicenceAccess* response) override;
    grpc::Status UndoLink(grpc::ServerContext* context, const v1::UndoLinkRequest* request,
                          v1::HistoryEntry* response) override;

  private:
    const rpc::Guard& guard_;
    const ManageLinks& links_;
    const ChangeManyLinks& many_;
    const SeeHistory& history_;
};

}  // namespace suite::licence
