// Wires the result-exchange service together.
#pragma once

#include <memory>

#include "services/result_exchange/config.hpp"

namespace suite::results {

/// Key, database, migrations, server, follower: in this order. `metrics` outlives the app.
[[nodiscard]] Result<std::unique_ptr<service::App>> Compose(const Config& config, metrics::Registry& metrics);

}  // namespace suite::results
