// Entitlements on the wire: translates, judges nothing.
#pragma once

#include <suite/licence/v1/entitlement_service.grpc.pb.h>

#include "rpc/server.hpp"
#include "services/licence/app/check_entitlement.hpp"
#include "services/licence/app/explain_entitlement.hpp"

namespace suite::licence {

class EntitlementGrpcService final : public v1::EntitlementService::Service {
  public:
    EntitlementGrpcService(const rpc::Guard& guard, const licence::CheckEntitlement& check,
                           const licence::ExplainEntitlement& explain)
        : guard_(guard), check_(check), explain_(explain) {}

    grpc::Status CheckEntitlement(grpc::ServerContext* context, const v1::CheckEntitlementRequest* request,
                                  v1::Entitlement* response) override;
    grpc::Status CheckEntitlements(grpc::ServerContext* context, const v1::CheckEntitlementsRequest* request,
                                   v1::CheckEntitlementsResponse* response) override;
    grpc::Status ListEntitledProducts(grpc::ServerContext* context, const v1::ListEntitledProductsRequest* request,
                                      v1::ListEntitledProductsResponse* response) override;
    grpc::Status ListPersonProducts(grpc::ServerContext* context, const v1::ListPersonProductsRequest* request,
                                    v1::ListPersonProductsResponse* response) override;
    grpc::Status ExplainEntitlement(grpc::ServerContext* context, const v1::ExplainEntitlementRequest* request,
                                    v1::Explanation* response) override;
    grpc::Status Probe(grpc::ServerContext* context, const v1::ProbeRequest* request,
                       v1::ProbeResponse* response) override;

  private:
    const rpc::Guard& guard_;
    const licence::CheckEntitlement& check_;
    const licence::ExplainEntitlement& explain_;
};

}  // namespace suite::licence
