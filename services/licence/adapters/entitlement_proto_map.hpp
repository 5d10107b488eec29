// Wire ↔ domain for entitlements: total functions, bad input becomes an Error.
#pragma once

#include <suite/licence/v1/entitlement_service.pb.h>

#include "services/licence/app/check_entitlement.hpp"
#include "services/licence/app/explain_entitlement.hpp"

namespace suite::licence {

/// Exactly one of personId, eckId, basispoortId.
[[nodiscard]] Result<Check> ReadCheck(const v1::CheckEntitlementRequest& request);
[[nodiscard]] Result<AskedPerson> ReadAsked(const v1::ListEntitledProductsRequest& request);

void Write(const Entitlement& entitlement, v1::Entitlement& out);
void Write(const Error& error, v1::CheckError& out);
void Write(const UsableNow& usable, v1::ListEntitledProductsResponse& out);
void Write(const ProductsOfPerson& products, v1::ListPersonProductsResponse& out);
/// All but the ids that were asked for.
void Write(const ExplainedEntitlement& explained, v1::Explanation& out);

}  // namespace suite::licence
