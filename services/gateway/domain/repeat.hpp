// A request that is sent again because its answer got lost is answered again, not done again
// (draft-ietf-httpapi-idempotency-key-header-07). Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/time.hpp"

namespace suite::gateway {

/// How long an answer can be asked for again.
inline constexpr std::chrono::hours kRepeatTime{24};

/// What is known of a request that came with an Idempotency-Key.
struct KeptRequest {
    std::string fingerprint;  // of all that makes it this request
    Instant begun_at{};
    bool answered = false;
};

enum class Repeat {
    kDo,      // nobody did it, or whoever began is gone and nobody knows how far it came: what it does must bear that
    kAnswer,  // the first answer again
};

/// The key in the field's value: up to 128 visible ASCII characters, bare or as a quoted string. nullopt: it is none.
[[nodiscard]] std::optional<std::string> ParseIdempotencyKey(std::string_view field);

/// Names the caller, so that nobody meets another's key: keys are the caller's own.
[[nodiscard]] std::string CallerOf(const Actor& actor);

/// idempotency-key-reused when the same key came with another request; request-running while the first one may still be
/// at it, which is for at most `longest`.
[[nodiscard]] Result<Repeat> JudgeRepeat(const std::optional<KeptRequest>& known, std::string_view fingerprint,
                                         Instant now, std::chrono::milliseconds longest);

}  // namespace suite::gateway
