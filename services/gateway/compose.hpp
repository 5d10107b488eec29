// Wires the gateway together.
#pragma once

#include <memory>

#include "core/error.hpp"
#include "metrics/metrics.hpp"
#include "services/gateway/config.hpp"

namespace suite::gateway {

/// `metrics` outlives the app.
[[nodiscard]] Result<std::unique_ptr<service::App>> Compose(const Config& config, metrics::Registry& metrics);

}  // namespace suite::gateway
