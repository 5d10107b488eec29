// The catalogue on the wire: translates, judges nothing.
#pragma once

#include <suite/licence/v1/catalogue_service.grpc.pb.h>

#include "rpc/server.hpp"
#include "services/licence/app/manage_catalogue.hpp"

namespace suite::licence {

class CatalogueGrpcService final : public v1::CatalogueService::Service {
  public:
    CatalogueGrpcService(const rpc::Guard& guard, const ManageCatalogue& manage) : guard_(guard), manage_(manage) {}

    grpc::Status ListMethods(grpc::ServerContext* context, const v1::ListMethodsRequest* request,
                             v1::ListMethodsResponse* response) override;
    grpc::Status GetMethod(grpc::ServerContext* context, const v1::GetMethodRequest* request,
                           v1::Method* response) override;
    grpc::Status PutMethod(grpc::ServerContext* context, const v1::PutMethodRequest* request,
                           v1::CatalogueReceipt* response) override;
    grpc::Status DeleteMethod(grpc::ServerContext* context, const v1::DeleteMethodRequest* request,
                              v1::CatalogueReceipt* response) override;
    grpc::Status ListProducts(grpc::ServerContext* context, const v1::ListProductsRequest* request,
                              v1::ListProductsResponse* response) override;
    grpc::Status GetProduct(grpc::ServerContext* context, const v1::GetProductRequest* request,
                            v1::Product* response) override;
    grpc::Status PutProduct(grpc::ServerContext* context, const v1::PutProductRequest* request,
                            v1::CatalogueReceipt* response) override;
    grpc::Status DeleteProduct(grpc::ServerContext* context, const v1::DeleteProductRequest* request,
                               v1::CatalogueReceipt* response) override;

  private:
    const rpc::Guard& guard_;
    const ManageCatalogue& manage_;
};

}  // namespace suite::licence
