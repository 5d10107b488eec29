// Wire ↔ domain for the licence service: total functions, bad input becomes an Error.
#pragma once

#include <suite/licence/v1/licence_service.pb.h>

#include "services/licence/app/manage_licences.hpp"
#include "services/licence/app/ports.hpp"
#include "services/licence/app/put_order.hpp"

namespace suite::licence {

[[nodiscard]] Result<SchoolKey> ReadSchoolKey(const v1::PutOrderRequest& request);
[[nodiscard]] Result<Licence> ReadLicence(const v1::PutOrderRequest& request);
/// INVALID_ARGUMENT for a state or year group that is none.
[[nodiscard]] Result<ListFilter> ReadFilter(const v1::ListLicencesRequest& request);
[[nodiscard]] ListOrder ReadOrder(const v1::ListLicencesRequest& request);

void Write(const OrderReceipt& receipt, const std::string& order_line_id, v1::Order& out);
void Write(const LicenceOverview& overview, Date today, v1::Licence& out);

}  // namespace suite::licence
