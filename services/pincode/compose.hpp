#pragma once

#include <memory>

#include "services/pincode/config.hpp"

namespace suite::pincode {

/// Opens, migrates, checks the key, follows, serves: in this order. The registry outlives the App.
[[nodiscard]] Result<std::unique_ptr<service::App>> Compose(const Config& config, metrics::Registry& metrics);

}  // namespace suite::pincode
