// Outbound calls through a table (DESIGN "decisions"): written in the transaction that makes them necessary, delivered
// at least once, in order per topic and school. This half is the table; dispatcher.hpp delivers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"
#include "sql/sql.hpp"

namespace suite::outbox {

/// Text for a migration of the service that sends.
///   outbox_queue(topic, school_id, last_id)         one row per queue, locked by its writers; numbers its messages
///   outbox_claim(topic, school_id, claimed_until)   one row per queue, locked by dispatchers, so briefly
///   outbox(topic, school_id, id, payload, attempts, next_at, state, last_reason, created_at)
/// A delivered message's row is deleted; its number is never used again.
extern const std::string_view kSchema;

/// Appends to the queue (topic, school), inside the writer's transaction; Dispatcher::Notify after the commit makes it
/// go at once. Writers of the same queue wait for each other until they commit, others do not: that makes the order of
/// numbers the order of commits. `payload` is clean UTF-8; it may hold personal data, for it leaves with delivery.
[[nodiscard]] Status Enqueue(sql::Session& session, std::string_view topic, SchoolId school, const std::string& payload,
                             Instant now);

/// The same for word that something changed, where one message that has not been tried yet says all that a second
/// would: nothing is appended when the queue holds one with this payload. Such a message is not begun before the
/// caller's transaction ends, so whoever gets it sees what the caller wrote. Returns whether one was appended.
[[nodiscard]] Result<bool> EnqueueOnce(sql::Session& session, std::string_view topic, SchoolId school,
                                       const std::string& payload, Instant now);

/// What an operator or a coordinator sees of one queue.
struct QueueState {
    std::int64_t waiting = 0;  // the one being sent included
    std::int64_t parked = 0;
    std::string last_reason;  // why the oldest that ever failed did; empty when none has
};
[[nodiscard]] Result<QueueState> ReadQueue(sql::Session& session, std::string_view topic, SchoolId school);

/// Makes the queue's parked messages due at once, with all attempts ahead of them, before any later message that still
/// waits. Returns how many.
[[nodiscard]] Result<std::int64_t> Resend(sql::Session& session, std::string_view topic, SchoolId school);

}  // namespace suite::outbox
