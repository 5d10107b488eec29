// Between the wire (suite/results/v1) and the service's own words.
#pragma once

#include <suite/results/v1/result_service.pb.h>

#include <vector>

#include "services/result_exchange/app/manage_connections.hpp"
#include "services/result_exchange/app/pull_results.hpp"
#include "services/result_exchange/domain/intake.hpp"

namespace suite::results {

/// Total: what is malformed is left for the rules to refuse.
[[nodiscard]] Submission FromProto(const v1::Result& wire);
[[nodiscard]] std::vector<Submission> FromProto(const v1::HandInResultsRequest& wire);

[[nodiscard]] v1::ResultConnection ToProto(const ConnectionView& view);
[[nodiscard]] v1::ResultOutcome ToProto(Outcome outcome);
[[nodiscard]] v1::ResultReceipt ToProto(const std::string& result_key, const Receipt& receipt);
[[nodiscard]] v1::PulledResult ToProto(const PulledResult& pulled);

}  // namespace suite::results
