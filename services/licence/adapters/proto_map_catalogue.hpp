// Wire ↔ domain for the catalogue: total functions, bad input becomes an Error.
#pragma once

#include <suite/licence/v1/catalogue_service.pb.h>

#include "services/licence/app/manage_catalogue.hpp"

namespace suite::licence {

/// The fields as they came; whether they are right is the domain's to say.
[[nodiscard]] Method ReadMethod(const v1::PutMethodRequest& request);
/// INVALID_ARGUMENT for a kind that is named twice.
[[nodiscard]] Result<Product> ReadProduct(const v1::PutProductRequest& request);
/// INVALID_ARGUMENT for a year group that is none.
[[nodiscard]] Result<ProductFilter> ReadFilter(const v1::ListProductsRequest& request);

void Write(const Method& method, v1::Method& out);
void Write(const Method& method, v1::MethodItem& out);
void Write(const Product& product, v1::Product& out);
void Write(const std::string& id, CatalogueOutcome outcome, v1::CatalogueReceipt& out);

}  // namespace suite::licence
