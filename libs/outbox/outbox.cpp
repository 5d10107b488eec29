#include "outbox/outbox.hpp"

#include "outbox/queries.hpp"

namespace suite::outbox {

using sql::Value;

const std::string_view kSchema = R"sql(
CREATE TABLE outbox_queue (
    topic TEXT NOT NULL, school_id BIGINT NOT NULL, last_id BIGINT NOT NULL, PRIMARY KEY (topic, school_id));
CREATE TABLE outbox_claim (
    topic TEXT NOT NULL, school_id BIGINT NOT NULL, claimed_until BIGINT NOT NULL, PRIMARY KEY (topic, school_id));
CREATE TABLE outbox (
    topic TEXT NOT NULL, school_id BIGINT NOT NULL, id BIGINT NOT NULL, payload TEXT NOT NULL, attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL, state TEXT NOT NULL, last_reason TEXT NOT NULL, created_at BIGINT NOT NULL,
    PRIMARY KEY (topic, school_id, id));
)sql";

Status Enqueue(sql::Session& session, std::string_view topic, SchoolId school, const std::string& payload,
               Instant now) {
    const Value queue_topic{std::string(topic)};
    SUITE_RETURN_IF_ERROR(session.Execute(queries::kNextId, {queue_topic, Value{school.value}}));
    SUITE_RETURN_IF_ERROR(session.Execute(queries::kMakeClaimRow, {queue_topic, Value{school.value}}));
    SUITE_RETURN_IF_ERROR(session.Execute(queries::kInsert, {queue_topic, Value{school.value}, Value{payload},
                                                             Value{std::int64_t{now.time_since_epoch().count()}}}));
    return {};
}

Result<bool> EnqueueOnce(sql::Session& session, std::string_view topic, SchoolId school, const std::string& payload,
                         Instant now) {
    SUITE_ASSIGN(const auto fresh, session.Execute(queries::kHoldFresh,
                                                   {Value{std::string(topic)}, Value{school.value}, Value{payload}}));
    if (fresh > 0) return false;
    SUITE_RETURN_IF_ERROR(Enqueue(session, topic, school, payload, now));
    return true;
}

Result<QueueState> ReadQueue(sql::Session& session, std::string_view topic, SchoolId school) {
    const Value queue_topic{std::string(topic)};
    QueueState state;
    SUITE_ASSIGN(const auto counts, session.Query(queries::kCountQueue, {queue_topic, Value{school.value}}));
    for (const auto& row : counts) (row.Text(0) == "parked" ? state.parked : state.waiting) = row.Int(1);
    SUITE_ASSIGN(const auto reason, session.QueryOptional(queries::kLastReason, {queue_topic, Value{school.value}}));
    if (reason) state.last_reason = reason->Text(0);
    return state;
}

Result<std::int64_t> Resend(sql::Session& session, std::string_view topic, SchoolId school) {
    return session.Execute(queries::kResend, {Value{std::string(topic)}, Value{school.value}});
}

}  // namespace suite::outbox
