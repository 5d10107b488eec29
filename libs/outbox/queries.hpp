// The outbox' SQL; the same text for SQLite and PostgreSQL.
#pragma once

#include <string_view>

namespace suite::outbox::queries {

// A counter per queue and not max(id) + 1: its row lock, kept until commit, makes writers of a queue take turns, and a
// number is not used again, so that a dispatcher that comes back late cannot delete another message.
inline constexpr std::string_view kNextId = R"sql(
INSERT INTO outbox_queue (topic, school_id, last_id) VALUES (:1, :2, 1)
ON CONFLICT (topic, school_id) DO UPDATE SET last_id = outbox_queue.last_id + 1)sql";

inline constexpr std::string_view kInsert = R"sql(
INSERT INTO outbox (topic, school_id, id, payload, attempts, next_at, state, last_reason, created_at)
VALUES (:1, :2, (SELECT last_id FROM outbox_queue WHERE topic = :1 AND school_id = :2),
        :3, 0, :4, 'waiting', '', :4))sql";

// Changes nothing, but holds the row until commit: a dispatcher that wants to begin it waits for that, and one that was
// faster has made attempts 1 by the time this goes on.
inline constexpr std::string_view kHoldFresh = R"sql(
UPDATE outbox SET attempts = attempts
WHERE topic = :1 AND school_id = :2 AND payload = :3 AND state = 'waiting' AND attempts = 0)sql";

inline constexpr std::string_view kMakeClaimRow = R"sql(
INSERT INTO outbox_claim (topic, school_id, claimed_until) VALUES (:1, :2, 0)
ON CONFLICT (topic, school_id) DO NOTHING)sql";

/// school_id of at most :4 queues of topic :1 that nobody has claimed and whose heads are due at :2, the longest due
/// first; parked messages count as heads when :3 is 1. Costs two probes of primary keys per queue, hence many at once
/// (160 ms for 7,000 queues of 200,000 messages on PostgreSQL).
inline constexpr std::string_view kDueQueues = R"sql(
SELECT c.school_id
FROM outbox_claim c
JOIN outbox m ON m.topic = c.topic AND m.school_id = c.school_id
    AND m.id = (SELECT MIN(h.id) FROM outbox h
                WHERE h.topic = c.topic AND h.school_id = c.school_id
                  AND (h.state = 'waiting' OR CAST(:3 AS BIGINT) = 1))
WHERE c.topic = :1 AND c.claimed_until <= :2 AND m.state = 'waiting' AND m.next_at <= :2
ORDER BY m.next_at, c.school_id
LIMIT CAST(:4 AS BIGINT))sql";

inline constexpr std::string_view kClaim =
    "UPDATE outbox_claim SET claimed_until = :4 WHERE topic = :1 AND school_id = :2 AND claimed_until <= :3";

// claimed_until grows with each claim that follows on a lost one, hence it says whose claim it is.
inline constexpr std::string_view kRelease =
    "UPDATE outbox_claim SET claimed_until = 0 WHERE topic = :1 AND school_id = :2 AND claimed_until = :3";

/// id, payload, attempts of the head of queue (:1, :2) when it is due at :3; :4 as :3 above.
inline constexpr std::string_view kDueHead = R"sql(
SELECT id, payload, attempts FROM outbox
WHERE topic = :1 AND school_id = :2 AND state = 'waiting' AND next_at <= :3
  AND id = (SELECT MIN(h.id) FROM outbox h
            WHERE h.topic = :1 AND h.school_id = :2 AND (h.state = 'waiting' OR CAST(:4 AS BIGINT) = 1)))sql";

/// An attempt counts from its begin, so that a message that brings the process down is parked some day.
inline constexpr std::string_view kBegin =
    "UPDATE outbox SET attempts = attempts + 1 WHERE topic = :1 AND school_id = :2 AND id = :3";

inline constexpr std::string_view kDelivered = "DELETE FROM outbox WHERE topic = :1 AND school_id = :2 AND id = :3";

inline constexpr std::string_view kTryAgain =
    "UPDATE outbox SET last_reason = :4, next_at = :5 WHERE topic = :1 AND school_id = :2 AND id = :3";

inline constexpr std::string_view kPark =
    "UPDATE outbox SET last_reason = :4, state = 'parked' WHERE topic = :1 AND school_id = :2 AND id = :3";

inline constexpr std::string_view kResend = R"sql(
UPDATE outbox SET state = 'waiting', attempts = 0, next_at = 0
WHERE topic = :1 AND school_id = :2 AND state = 'parked')sql";

/// state, number
inline constexpr std::string_view kCountQueue =
    "SELECT state, COUNT(*) FROM outbox WHERE topic = :1 AND school_id = :2 GROUP BY state";

inline constexpr std::string_view kLastReason = R"sql(
SELECT last_reason FROM outbox WHERE topic = :1 AND school_id = :2 AND last_reason <> '' ORDER BY id LIMIT 1)sql";

/// state, number
inline constexpr std::string_view kCountTopic = "SELECT state, COUNT(*) FROM outbox WHERE topic = :1 GROUP BY state";

}  // namespace suite::outbox::queries
