// Conditional requests (RFC 9110 §13) and requests that may come twice (Idempotency-Key), over HTTP.
#pragma once

#include <chrono>
#include <functional>

#include "core/actor.hpp"
#include "http/http.hpp"
#include "services/gateway/app/repeats.hpp"

namespace suite::gateway {

/// 304 without a body in the place of a 200 whose ETag the request's If-None-Match holds.
void AnswerNotModified(const http::Request& request, http::Response& response);

/// INVALID_ARGUMENT when a change says with If-Match which version it means where nobody would look: doing it all the
/// same is what RFC 9110 §13.1.1 forbids. "*" is about no version. `versioned`: the route's service looks.
[[nodiscard]] Status CheckIfMatch(const http::Request& request, bool versioned);

/// Does `work`, once for each Idempotency-Key of this caller when the request brings one. INVALID_ARGUMENT when what it
/// brings is no key, else what Repeats::Do refuses. `longest`: how long the work can take.
[[nodiscard]] Result<http::Response> DoOnce(const Repeats& repeats, const http::Request& request, const Actor& actor,
                                            std::chrono::milliseconds longest,
                                            const std::function<Result<http::Response>()>& work);

}  // namespace suite::gateway
