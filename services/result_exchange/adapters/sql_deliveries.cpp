#include "services/result_exchange/adapters/sql_deliveries.hpp"

#include "audit/audit.hpp"
#include "rpc/current_call.hpp"
#include "services/result_exchange/adapters/columns.hpp"
#include "services/result_exchange/adapters/queries.hpp"

namespace suite::results {
namespace {

using sql::Value;

constexpr std::size_t kDeliverable = 20;              // column of kDeliveriesAfter
constexpr SchoolScope kSchools = SchoolScope::All();  // the queue of a LAS crosses its schools

Result<PulledResult> ReadPulled(const sql::Row& row) {
    PulledResult pulled{.number = row.Int(0), .brin = row.Text(1), .location = row.Text(2), .school_key = row.Text(3)};
    SUITE_ASSIGN(pulled.result, ReadStored(row, 7));
    const bool still_here = !row.IsNull(4);
    if (still_here) {
        pulled.result.pupil.eck_id = row.OptText(5).value_or("");
        pulled.result.pupil.las_key = row.OptText(6).value_or("");
    }
    return pulled;
}

}  // namespace

Result<QueueState> SqlDeliveries::State(const std::string& las, Deadline deadline) {
    return database_.Read(kSchools, deadline, [&](sql::Session& session) -> Result<QueueState> {
        SUITE_ASSIGN(const auto row, session.QueryOptional(query::kQueueState, {Value{las}}));
        if (!row) return QueueState{};
        return QueueState{.last = row->Int(0), .acknowledged = row->Int(1)};
    });
}

Status SqlDeliveries::Acknowledge(const std::string& las, std::int64_t from, std::int64_t to, Instant now,
                                  Deadline deadline) {
    return database_.Write(kSchools, deadline, [&](sql::Session& session) -> Status {
        SUITE_ASSIGN(const auto moved, session.Execute(query::kAcknowledgeQueue, {Value{las}, Value{to}}));
        if (moved == 0) return {};
        const std::initializer_list<Value> range = {Value{las}, Value{from}, Value{to},
                                                    Value{std::int64_t{now.time_since_epoch().count()}}};
        SUITE_RETURN_IF_ERROR(session.Execute(query::kAcknowledgeDeliveries, range));
        SUITE_RETURN_IF_ERROR(session.Execute(query::kMarkPulled, range));
        return {};
    });
}

Result<std::vector<PulledResult>> SqlDeliveries::After(const std::string& las, std::int64_t number, std::size_t limit,
                                                       Deadline deadline) {
    const auto window = static_cast<std::int64_t>(limit);
    return database_.Read(kSchools, deadline, [&](sql::Session& session) -> Result<std::vector<PulledResult>> {
        std::vector<PulledResult> results;
        for (std::int64_t from = number; results.size() < limit;) {
            SUITE_ASSIGN(const auto rows,
                         session.Query(query::kDeliveriesAfter, {Value{las}, Value{from}, Value{window}}));
            for (const auto& row : rows) {
                if (!row.Bool(kDeliverable) || results.size() == limit) continue;
                SUITE_ASSIGN(auto pulled, ReadPulled(row));
                results.push_back(std::move(pulled));
            }
            if (rows.size() < limit) break;
            from = rows.back().Int(0);
        }
        return results;
    });
}

Status SqlDeliveries::Note(std::vector<AuditNote> notes, Deadline deadline) {
    for (auto& note : notes) note.request_id = rpc::CurrentRequestId();
    return database_.Write(kSchools, deadline, [&](sql::Session& session) { return audit::Append(session, notes); });
}

}  // namespace suite::results
