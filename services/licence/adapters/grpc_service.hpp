// The service on the wire: translates, judges nothing.
#pragma once

#include <suite/licence/v1/licence_service.grpc.pb.h>

#include "rpc/server.hpp"
#include "services/licence/app/manage_licences.hpp"
#include "services/licence/app/manage_links.hpp"
#include "services/licence/app/put_order.hpp"

namespace suite::licence {

class GrpcService final : public v1::LicenceService::Service {
  public:
    GrpcService(const rpc::Guard& guard, const licence::PutOrder& put_order, const ManageLicences& manage,
                const ManageLinks& links)
        : guard_(guard), put_order_(put_order), manage_(manage), links_(links) {}

    grpc::Status PutOrder(grpc::ServerContext* context, const v1::PutOrderRequest* request,
                          v1::Order* response) override;
    grpc::Status ListLicences(grpc::ServerContext* context, const v1::ListLicencesRequest* request,
                              v1::ListLicencesResponse* response) override;
    grpc::Status GetLicence(grpc::ServerContext* context, const v1::GetLicenceRequest* request,
                            v1::Licence* response) override;
    grpc::Status LinkGroup(grpc::ServerContext* context, const v1::LinkGroupRequest* request,
                           v1::Licence* response) override;
    grpc::Status UnlinkGroup(grpc::ServerContext* context, const v1::LinkGroupRequest* request,
                             v1::Licence* response) override;
    grpc::Status ListTitles(grpc::ServerContext* context, const v1::ListTitlesRequest* request,
                            v1::ListTitlesResponse* response) override;

  private:
    const rpc::Guard& guard_;
    const licence::PutOrder& put_order_;
    const ManageLicences& manage_;
    const ManageLinks& links_;
};

}  // namespace suite::licence
