#include "services/licence/adapters/catalogue_grpc_service.hpp"

#include "core/paging.hpp"
#include "rpc/etag.hpp"
#include "services/licence/adapters/proto_map_catalogue.hpp"

namespace suite::licence {
namespace {

/// The id that a page ended with: a code, so a text that is none was not made here.
Result<std::string> DecodeIdCursor(const std::string& cursor) {
    SUITE_ASSIGN(auto id, DecodeCursor(cursor));
    if (!cursor.empty() && !IsCode(id)) return InvalidCursor();
    return id;
}

/// By the value of an If-Match field; empty: none. `Message`: what a GET answers of the item.
template <class Item, class Message>
Precondition<Item> HeldIs(const std::string& if_match) {
    if (if_match.empty()) return {};
    return [if_match](const std::optional<Item>& held) {
        if (!held) return false;
        Message message;
        Write(*held, message);
        return rpc::NamesETag(if_match, rpc::ETagOf(message), rpc::Compare::kStrong);
    };
}

}  // namespace

grpc::Status CatalogueGrpcService::ListMethods(grpc::ServerContext* context, const v1::ListMethodsRequest* request,
                                               v1::ListMethodsResponse* response) {
    return guard_.Run(context, "ListMethods", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto after, DecodeIdCursor(request->cursor()));
        SUITE_ASSIGN(const auto page, manage_.Methods(call.actor, after, limit, call.deadline));
        for (const auto& method : page.items) Write(method, *response->add_items());
        if (page.next) response->set_next_cursor(EncodeCursor(*page.next));
        return {};
    });
}

grpc::Status CatalogueGrpcService::GetMethod(grpc::ServerContext* context, const v1::GetMethodRequest* request,
                                             v1::Method* response) {
    return guard_.Run(context, "GetMethod", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto method, manage_.GetMethod(call.actor, request->method_id(), call.deadline));
        Write(method, *response);
        return {};
    });
}

grpc::Status CatalogueGrpcService::PutMethod(grpc::ServerContext* context, const v1::PutMethodRequest* request,
                                             v1::CatalogueReceipt* response) {
    return guard_.Run(context, "PutMethod", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto outcome, manage_.Put(call.actor, ReadMethod(*request), call.deadline,
                                                     HeldIs<Method, v1::Method>(request->if_match())));
        Write(request->method_id(), outcome, *response);
        return {};
    });
}

grpc::Status CatalogueGrpcService::DeleteMethod(grpc::ServerContext* context, const v1::DeleteMethodRequest* request,
                                                v1::CatalogueReceipt* response) {
    return guard_.Run(context, "DeleteMethod", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto outcome, manage_.RemoveMethod(call.actor, request->method_id(), call.deadline,
                                                              HeldIs<Method, v1::Method>(request->if_match())));
        Write(request->method_id(), outcome, *response);
        return {};
    });
}

grpc::Status CatalogueGrpcService::ListProducts(grpc::ServerContext* context, const v1::ListProductsRequest* request,
                                                v1::ListProductsResponse* response) {
    return guard_.Run(context, "ListProducts", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto after, DecodeIdCursor(request->cursor()));
        SUITE_ASSIGN(const auto filter, ReadFilter(*request));
        SUITE_ASSIGN(const auto page, manage_.Products(call.actor, filter, after, limit, call.deadline));
        for (const auto& product : page.items) Write(product, *response->add_items());
        if (page.next) response->set_next_cursor(EncodeCursor(*page.next));
        return {};
    });
}

grpc::Status CatalogueGrpcService::GetProduct(grpc::ServerContext* context, const v1::GetProductRequest* request,
                                              v1::Product* response) {
    return guard_.Run(context, "GetProduct", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto product, manage_.GetProduct(call.actor, request->product_id(), call.deadline));
        Write(product, *response);
        return {};
    });
}

grpc::Status CatalogueGrpcService::PutProduct(grpc::ServerContext* context, const v1::PutProductRequest* request,
                                              v1::CatalogueReceipt* response) {
    return guard_.Run(context, "PutProduct", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto product, ReadProduct(*request));
        SUITE_ASSIGN(const auto outcome, manage_.Put(call.actor, product, call.deadline,
                                                     HeldIs<Product, v1::Product>(request->if_match())));
        Write(request->product_id(), outcome, *response);
        return {};
    });
}

grpc::Status CatalogueGrpcService::DeleteProduct(grpc::ServerContext* context, const v1::DeleteProductRequest* request,
                                                 v1::CatalogueReceipt* response) {
    return guard_.Run(context, "DeleteProduct", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto outcome, manage_.RemoveProduct(call.actor, request->product_id(), call.deadline,
                                                               HeldIs<Product, v1::Product>(request->if_match())));
        Write(request->product_id(), outcome, *response);
        return {};
    });
}

}  // namespace suite::licence
