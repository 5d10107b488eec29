// A GET that is tried again when the other side could not answer just now.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "core/deadline.hpp"
#include "core/retry.hpp"
#include "http_client/http_client.hpp"

namespace suite::http {

struct RetryRule {
    int tries = 3;  // in all; at least 1
    Backoff pauses{.first = std::chrono::milliseconds(250), .longest = std::chrono::seconds(4)};
};

/// Whether the same GET may fare better a moment later: UNAVAILABLE, DEADLINE_EXCEEDED (of one try), or an answer of
/// status 500, 502, 503 or 504.
[[nodiscard]] bool MayFareBetter(const Result<ClientResponse>& outcome);

/// Sends `request`, a GET, until it fares well, the tries are used up, or the deadline leaves no time for the pause and
/// another try; the last outcome, or the one before when the deadline cut the last try short. No try outlives the
/// deadline. DEADLINE_EXCEEDED when it has passed already, INVALID_ARGUMENT for another method: repeating that may do
/// something twice. `random` gives a number from 0 up to and without its argument. Blocks while it pauses.
[[nodiscard]] Result<ClientResponse> GetWithRetries(Client& client, ClientRequest request, Deadline deadline,
                                                    const RetryRule& rule,
                                                    const std::function<std::uint32_t(std::uint32_t)>& random);

}  // namespace suite::http
