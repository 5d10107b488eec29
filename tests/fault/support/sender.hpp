// Basispoort, who sends a batch and does not give up.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/error.hpp"

namespace suite::testing {

struct Delivery {
    std::int64_t sequence = 0;
    std::string kind;                // "delta" or "snapshot"
    std::vector<std::string> parts;  // NDJSON
};

/// Opens the batch, puts its parts, commits it and waits until it is applied. A request that gets no answer, or 429 or
/// 5xx, is sent again; a part that was acknowledged is never sent again, so that a lost acknowledgement shows as
/// batch-incomplete. Uses no Catch2: for a thread of its own. Fails on any other refusal, and after two minutes.
[[nodiscard]] Status Deliver(const std::string& gateway, const std::string& token, const Delivery& delivery);

}  // namespace suite::testing
