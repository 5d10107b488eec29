// Wires the licence service together.
#pragma once

#include <memory>

#include "core/error.hpp"
#include "metrics/metrics.hpp"
#include "services/licence/config.hpp"

namespace suite::licence {

/// `metrics` outlives the app.
[[nodiscard]] Result<std::unique_ptr<service::App>> Compose(const Config& config, metrics::Registry& metrics);

}  // namespace suite::licence
