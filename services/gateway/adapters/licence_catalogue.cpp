#include "services/gateway/adapters/licence_catalogue.hpp"

#include <suite/licence/v1/catalogue_service.pb.h>

#include "core/reasons.hpp"
#include "services/gateway/adapters/own_actor.hpp"

namespace suite::gateway {

Result<std::string> LicenceCatalogue::UrlOf(const std::string& method, const std::string& product, Deadline deadline) {
    const rpc::CallOptions options{.deadline = deadline, .actor = WayInActor()};
    if (product.empty()) {
        licence::v1::GetMethodRequest request;
        request.set_method_id(method);
        licence::v1::Method found;
        SUITE_RETURN_IF_ERROR(licence_.Call("/suite.licence.v1.CatalogueService/GetMethod", request, found, options));
        return found.url();
    }
    licence::v1::GetProductRequest request;
    request.set_product_id(product);
    licence::v1::Product found;
    SUITE_RETURN_IF_ERROR(licence_.Call("/suite.licence.v1.CatalogueService/GetProduct", request, found, options));
    if (found.method_id() != method)
        return Fail(Code::kNotFound, reason::kProductUnknown, "the method has no such product");
    return found.url();
}

}  // namespace suite::gateway
