// Icons at Basispoort on the wire: translates, judges nothing.
#pragma once

#include <suite/licence/v1/visibility_service.grpc.pb.h>

#include "rpc/server.hpp"
#include "services/licence/app/see_visibility.hpp"

namespace suite::licence {

class VisibilityGrpcService final : public v1::VisibilityService::Service {
  public:
    /// `told`: called after a commit that put something into the outbox.
    VisibilityGrpcService(const rpc::Guard& guard, const SeeVisibility& see, std::function<void()> told)
        : guard_(guard), see_(see), told_(std::move(told)) {}

    grpc::Status GetVisibility(grpc::ServerContext* context, const v1::GetVisibilityRequest* request,
                               v1::Visibility* response) override;
    grpc::Status RepairUsers(grpc::ServerContext* context, const v1::RepairUsersRequest* request,
                             v1::RepairUsersResponse* response) override;

  private:
    const rpc::Guard& guard_;
    const SeeVisibility& see_;
    std::function<void()> told_;
};

}  // namespace suite::licence
