// Wires roster-sync together.
#pragma once

#include <memory>

#include "core/error.hpp"
#include "metrics/metrics.hpp"
#include "services/roster_sync/config.hpp"

namespace suite::roster_sync {

/// `metrics` outlives the app.
[[nodiscard]] Result<std::unique_ptr<service::App>> Compose(const Config& config, metrics::Registry& metrics);

}  // namespace suite::roster_sync
