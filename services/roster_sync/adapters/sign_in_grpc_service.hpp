// Who somebody is who signed in, on the wire.
#pragma once

#include <suite/roster/v1/roster_sign_in.grpc.pb.h>

#include "rpc/server.hpp"
#include "services/roster_sync/app/find_registrations.hpp"

namespace suite::roster_sync {

class SignInGrpcService final : public roster::v1::RosterSignInService::Service {
  public:
    SignInGrpcService(const rpc::Guard& guard, const FindRegistrations& find) : guard_(guard), find_(find) {}
    grpc::Status ListRegistrations(grpc::ServerContext* context, const roster::v1::ListRegistrationsRequest* request,
                                   roster::v1::ListRegistrationsResponse* response) override;

  private:
    const rpc::Guard& guard_;
    const FindRegistrations& find_;
};

}  // namespace suite::roster_sync
