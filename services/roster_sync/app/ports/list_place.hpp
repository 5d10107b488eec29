// Where a page of a list that comes newest first goes on.
#pragma once

#include <cstdint>

#include "core/time.hpp"

namespace suite::roster_sync {

/// After the item with this time and id: several may have the same time.
struct ListPlace {
    Instant at{};
    std::int64_t id = 0;
};

}  // namespace suite::roster_sync
