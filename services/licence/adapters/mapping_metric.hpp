// One metric for all layers of the mappings' cache, so that they can be compared.
#pragma once

#include <string>
#include <string_view>

#include "metrics/metrics.hpp"

namespace suite::licence {

/// `layer`: "memory", "redis"; `outcome`: "hit", "miss", "unavailable". A miss in both is a read of the database.
inline void CountMapping(metrics::Registry& metrics, std::string_view layer, std::string_view outcome) {
    metrics.Count("licence_mapping_total", "Look-ups of a school's mapping by layer",
                  {{"layer", std::string(layer)}, {"outcome", std::string(outcome)}});
}

}  // namespace suite::licence
