#include "services/result_exchange/adapters/sql_connections.hpp"

#include "audit/audit.hpp"
#include "core/operations.hpp"
#include "core/reasons.hpp"
#include "rpc/current_call.hpp"
#include "services/result_exchange/adapters/columns.hpp"
#include "services/result_exchange/adapters/queries.hpp"
#include "sql/moment.hpp"

namespace suite::results {
namespace {

using sql::Millis;
using sql::Value;

Status RequireSchool(sql::Session& session, SchoolId school) {
    SUITE_ASSIGN(const auto row, session.QueryOptional(query::kSchoolActive, {Value{school.value}}));
    if (!row) return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school");
    return {};
}

Instant FromMillis(std::int64_t millis) { return Instant{std::chrono::milliseconds{millis}}; }

Connection ReadConnection(SchoolId school, const sql::Row& row) {
    const auto pulled = row.OptInt(6);
    return {.id = ConnectionId{row.Int(0)},
            .school = school,
            .las = row.Text(1),
            .sealed_key = row.Text(2),
            .created_by_role = RoleFromColumn(row.Text(3)),
            .created_by = PersonId{row.OptInt(4).value_or(0)},
            .created_at = FromMillis(row.Int(5)),
            .last_pulled_at = pulled ? std::optional(FromMillis(*pulled)) : std::nullopt,
            .waiting = row.Int(7),
            .delivered = row.Int(8)};
}

AuditNote NoteOf(const Connection& connection) {
    return {.school = connection.school,
            .at = connection.created_at,
            .actor = {.role = connection.created_by_role,
                      .school = connection.school,
                      .person = connection.created_by,
                      .client_id = {},
                      .las = {}},
            .operation = operation::kConnectionAdded,
            .object = "connection",
            .object_id = connection.id.ToString(),
            .facts = {{"las", connection.las}},
            .request_id = rpc::CurrentRequestId()};
}

}  // namespace

Status SqlConnections::Add(const Connection& connection, Deadline deadline) {
    return database_.Write(connection.school, deadline, [&](sql::Session& session) -> Status {
        const std::int64_t school = connection.school.value;
        // A hand-in of this school is wholly before the consent, and stays here, or wholly after it (RES-03).
        SUITE_RETURN_IF_ERROR(session.LockSchool(school));
        SUITE_RETURN_IF_ERROR(RequireSchool(session, connection.school));
        SUITE_ASSIGN(const auto held,
                     session.QueryOptional(query::kConnectionTo, {Value{school}, Value{connection.las}}));
        if (held) return Fail(Code::kAlreadyExists, reason::kConnectionExists, "connected to this LAS already");
        SUITE_RETURN_IF_ERROR(
            session.Execute(query::kInsertConnection,
                            {Value{school}, Value{connection.id.value}, Value{connection.las},
                             Value{connection.sealed_key}, Value{std::string(ToColumn(connection.created_by_role))},
                             connection.created_by ? Value{connection.created_by.value} : Value{},
                             Value{Millis(connection.created_at)}}));
        return audit::Append(session, NoteOf(connection));
    });
}

Result<std::vector<Connection>> SqlConnections::List(SchoolId school, const std::string& after, std::size_t limit,
                                                     Deadline deadline) {
    return database_.Read(school, deadline, [&](sql::Session& session) -> Result<std::vector<Connection>> {
        SUITE_RETURN_IF_ERROR(RequireSchool(session, school));
        SUITE_ASSIGN(const auto rows, session.Query(query::kConnections, {Value{school.value}, Value{after},
                                                                          Value{static_cast<std::int64_t>(limit)}}));
        std::vector<Connection> connections;
        connections.reserve(rows.size());
        for (const auto& row : rows) connections.push_back(ReadConnection(school, row));
        return connections;
    });
}

}  // namespace suite::results
