#include "services/licence/adapters/entitlement_grpc_service.hpp"

#include "core/reasons.hpp"
#include "services/licence/adapters/entitlement_proto_map.hpp"

namespace suite::licence {
namespace {

constexpr int kMostChecks = 100;

}  // namespace

grpc::Status EntitlementGrpcService::CheckEntitlement(grpc::ServerContext* context,
                                                      const v1::CheckEntitlementRequest* request,
                                                      v1::Entitlement* response) {
    return guard_.Run(context, "CheckEntitlement", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto check, ReadCheck(*request));
        SUITE_ASSIGN(const auto entitlement, check_(call.actor, check, call.deadline));
        Write(entitlement, *response);
        return {};
    });
}

grpc::Status EntitlementGrpcService::CheckEntitlements(grpc::ServerContext* context,
                                                       const v1::CheckEntitlementsRequest* request,
                                                       v1::CheckEntitlementsResponse* response) {
    return guard_.Run(context, "CheckEntitlements", [&](const rpc::Call& call) -> Status {
        if (request->checks_size() < 1 || request->checks_size() > kMostChecks) {
            return Fail({.code = Code::kInvalidArgument,
                         .reason = std::string(reason::kInvalidRequest),
                         .message = "fields are wrong",
                         .fields = {{"/checks", "must have 1 to 100 items"}}});
        }
        std::vector<Result<Check>> checks;
        for (const auto& check : request->checks()) checks.push_back(ReadCheck(check));
        SUITE_ASSIGN(const auto outcomes, check_.Many(call.actor, checks, call.deadline));
        for (const auto& outcome : outcomes) {
            auto& item = *response->add_items();
            if (outcome) {
                Write(*outcome, *item.mutable_entitlement());
            } else {
                Write(outcome.error(), *item.mutable_error());
            }
        }
        return {};
    });
}

grpc::Status EntitlementGrpcService::ListEntitledProducts(grpc::ServerContext* context,
                                                          const v1::ListEntitledProductsRequest* request,
                                                          v1::ListEntitledProductsResponse* response) {
    return guard_.Run(context, "ListEntitledProducts", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto who, ReadAsked(*request));
        SUITE_ASSIGN(const auto usable, check_.Usable(call.actor, who, call.deadline));
        Write(usable, *response);
        return {};
    });
}

grpc::Status EntitlementGrpcService::ListPersonProducts(grpc::ServerContext* context,
                                                        const v1::ListPersonProductsRequest* request,
                                                        v1::ListPersonProductsResponse* response) {
    return guard_.Run(context, "ListPersonProducts", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto products,
                     explain_.Products(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                       PersonId::ParseOrNone(request->person_id()), call.deadline));
        Write(products, *response);
        return {};
    });
}

grpc::Status EntitlementGrpcService::ExplainEntitlement(grpc::ServerContext* context,
                                                        const v1::ExplainEntitlementRequest* request,
                                                        v1::Explanation* response) {
    return guard_.Run(context, "ExplainEntitlement", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto explained,
                     explain_(call.actor, SchoolId::ParseOrNone(request->school_id()),
                              PersonId::ParseOrNone(request->person_id()), request->product_id(), call.deadline));
        response->set_school_id(request->school_id());
        response->set_person_id(request->person_id());
        response->set_product_id(request->product_id());
        Write(explained, *response);
        return {};
    });
}

grpc::Status EntitlementGrpcService::Probe(grpc::ServerContext* context, const v1::ProbeRequest* /*request*/,
                                           v1::ProbeResponse* response) {
    return guard_.Run(context, "Probe", [&](const rpc::Call& /*call*/) -> Status {
        response->set_ok(true);
        return {};
    });
}

}  // namespace suite::licence
