#pragma once

#include <suite/pincode/v1/pincode_service.grpc.pb.h>

#include "rpc/server.hpp"
#include "services/pincode/app/list_group_pincodes.hpp"

namespace suite::pincode {

/// Translates between the wire and the use case. Leaves a line in the log and a count for every list of codes that was
/// shown: who, which group, how many. Thread-safe; the arguments outlive it.
class GrpcService final : public v1::PincodeService::Service {
  public:
    GrpcService(const pincode::ListGroupPincodes& list, metrics::Registry& metrics)
        : list_(list), metrics_(metrics), guard_(metrics) {}

    grpc::Status ListGroupPincodes(grpc::ServerContext* context, const v1::ListGroupPincodesRequest* request,
                                   v1::ListGroupPincodesResponse* response) override;

  private:
    const pincode::ListGroupPincodes& list_;
    metrics::Registry& metrics_;
    rpc::Guard guard_;
};

}  // namespace suite::pincode
