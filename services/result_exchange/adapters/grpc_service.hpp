#pragma once

#include <suite/results/v1/result_service.grpc.pb.h>

#include "rpc/server.hpp"
#include "services/result_exchange/app/hand_in_results.hpp"
#include "services/result_exchange/app/manage_connections.hpp"
#include "services/result_exchange/app/pull_results.hpp"

namespace suite::results {

/// Translates between the wire and the use cases. Counts results by outcome and by LAS; logs who connected a school.
/// Thread-safe; the arguments outlive it.
class GrpcService final : public v1::ResultService::Service {
  public:
    GrpcService(results::ManageConnections& connections, results::HandInResults& hand_in, results::PullResults& pull,
                metrics::Registry& metrics)
        : connections_(connections), hand_in_(hand_in), pull_(pull), metrics_(metrics), guard_(metrics) {}

    grpc::Status ListConnections(grpc::ServerContext* context, const v1::ListConnectionsRequest* request,
                                 v1::ListConnectionsResponse* response) override;
    grpc::Status AddConnection(grpc::ServerContext* context, const v1::AddConnectionRequest* request,
                               v1::ResultConnection* response) override;
    grpc::Status HandInResults(grpc::ServerContext* context, const v1::HandInResultsRequest* request,
                               v1::HandInResultsResponse* response) override;
    grpc::Status PullResults(grpc::ServerContext* context, const v1::PullResultsRequest* request,
                             v1::PullResultsResponse* response) override;

  private:
    results::ManageConnections& connections_;
    results::HandInResults& hand_in_;
    results::PullResults& pull_;
    metrics::Registry& metrics_;
    rpc::Guard guard_;
};

}  // namespace suite::results
