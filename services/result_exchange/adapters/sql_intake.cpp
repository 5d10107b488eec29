#include "services/result_exchange/adapters/sql_intake.hpp"

#include <utility>

#include "services/result_exchange/adapters/columns.hpp"
#include "services/result_exchange/adapters/queries.hpp"

namespace suite::results {
namespace {

using sql::Value;
using Values = std::vector<Value>;

const sql::Table kResultTable{"result",
                              {{"school_id"},
                               {"client_id", false},
                               {"result_key", false},
                               {"version"},
                               {"person_id"},
                               {"eck_id", false},
                               {"las_key", false},
                               {"product_id", false},
                               {"kind", false},
                               {"test_code", false},
                               {"test_name", false},
                               {"part_code", false},
                               {"score"},
                               {"taken_on", false},
                               {"received_at"}},
                              3};
const sql::Table kDeliveryTable{"delivery",
                                {{"las", false},
                                 {"number"},
                                 {"school_id"},
                                 {"connection_id"},
                                 {"client_id", false},
                                 {"result_key", false},
                                 {"version"},
                                 {"state"},
                                 {"delivered_at"}},
                                2};
constexpr std::int64_t kWaiting = 0;

/// `fixed` are the statement's first parameters, `listed` its IN list; no rows for an empty list.
Result<std::vector<sql::Row>> QueryIn(sql::Session& session, std::string_view sql, Values fixed, Values listed) {
    if (listed.empty()) return std::vector<sql::Row>{};
    const std::string text = std::string(sql) + query::List(fixed.size() + 1, listed.size());
    for (auto& value : listed) fixed.push_back(std::move(value));
    return session.Query(text, std::span<const Value>(fixed));
}

template <class ToRef>
Status FindPupils(sql::Session& session, SchoolId school, std::string_view sql, Values keys, ToRef to_ref,
                  std::map<PupilRef, Pupil>& pupils) {
    SUITE_ASSIGN(const auto rows, QueryIn(session, sql, {school.value}, std::move(keys)));
    for (const auto& row : rows) {
        pupils.emplace(to_ref(row), Pupil{.id = PersonId{row.Int(0)},
                                          .eck_id = row.OptText(1).value_or(""),
                                          .las_key = row.OptText(2).value_or("")});
    }
    return {};
}

Result<std::map<PupilRef, Pupil>> FindPupils(sql::Session& session, const IntakeRequest& request) {
    Values ids;
    Values basispoort_ids;
    Values eck_ids;
    for (const auto& ref : request.pupils) {
        if (const auto* id = std::get_if<PersonId>(&ref)) ids.emplace_back(id->value);
        if (const auto* id = std::get_if<BasispoortId>(&ref)) basispoort_ids.emplace_back(id->value);
        if (const auto* id = std::get_if<EckId>(&ref)) eck_ids.emplace_back(id->value);
    }
    std::map<PupilRef, Pupil> pupils;
    SUITE_RETURN_IF_ERROR(FindPupils(
        session, request.school, query::kPupilsByIdIn, std::move(ids),
        [](const sql::Row& row) { return PupilRef{PersonId{row.Int(3)}}; }, pupils));
    SUITE_RETURN_IF_ERROR(FindPupils(
        session, request.school, query::kPupilsByBasispoortIdIn, std::move(basispoort_ids),
        [](const sql::Row& row) { return PupilRef{BasispoortId{row.Int(3)}}; }, pupils));
    SUITE_RETURN_IF_ERROR(FindPupils(
        session, request.school, query::kPupilsByEckIdIn, std::move(eck_ids),
        [](const sql::Row& row) { return PupilRef{EckId{row.Text(3)}}; }, pupils));
    return pupils;
}

/// Those of its keys that the client has used; work for one school sees that school's.
Status FindStored(sql::Session& session, const IntakeRequest& request, std::map<std::string, StoredResult>& stored) {
    SUITE_ASSIGN(const auto rows, QueryIn(session, query::kStoredResultsIn, {request.client_id},
                                          Values(request.result_keys.begin(), request.result_keys.end())));
    for (const auto& row : rows) {
        SUITE_ASSIGN(auto result, ReadStored(row, 0));
        std::string key = result.result_key;
        stored.insert_or_assign(std::move(key), std::move(result));
    }
    return {};
}

Result<IntakeState> Load(sql::Session& session, const IntakeRequest& request) {
    IntakeState state;
    SUITE_ASSIGN(const auto active, session.QueryOptional(query::kSchoolActive, {Value{request.school.value}}));
    state.school_active = active && active->Bool(0);
    if (!state.school_active) return state;
    SUITE_ASSIGN(state.pupils, FindPupils(session, request));
    SUITE_RETURN_IF_ERROR(FindStored(session, request, state.stored));
    SUITE_ASSIGN(const auto routes, session.Query(query::kRoutes, {Value{request.school.value}}));
    for (const auto& row : routes) {
        state.connections.push_back({.connection = ConnectionId{row.Int(0)}, .las = row.Text(1)});
    }
    return state;
}

Status SaveResults(sql::Session& session, const IntakeRequest& request, const std::vector<StoredResult>& results) {
    std::vector<Values> rows;
    rows.reserve(results.size());
    for (const auto& result : results) {
        const auto& content = result.content;
        rows.push_back({result.school.value, request.client_id, result.result_key, result.version,
                        result.pupil.id.value, TextOrNull(result.pupil.eck_id), TextOrNull(result.pupil.las_key),
                        content.product_id, std::string(ToColumn(content.kind)), content.test_code, content.test_name,
                        content.part_code, sql::Nullable(content.score), content.taken_on.ToString(),
                        std::int64_t{request.received_at.time_since_epoch().count()}});
    }
    return session.Upsert(kResultTable, rows);
}

/// The deliveries of one connection.
Status Enqueue(sql::Session& session, const IntakeRequest& request, const Route& route,
               const std::vector<const Delivery*>& deliveries) {
    const auto count = static_cast<std::int64_t>(deliveries.size());
    // First of all the LAS's row: an acknowledgement locks in the same order, so that neither waits for the other.
    SUITE_ASSIGN(const auto last, session.QueryOne(query::kTakeNumbers, {Value{route.las}, Value{count}}));
    std::int64_t number = last.Int(0) - count;
    Values superseded{request.school.value, route.connection.value, request.client_id};
    const std::size_t fixed = superseded.size();
    std::vector<Values> rows;
    rows.reserve(deliveries.size());
    for (const Delivery* delivery : deliveries) {
        if (delivery->replaces) superseded.emplace_back(delivery->result_key);
        rows.push_back({route.las,
                        ++number,
                        request.school.value,
                        route.connection.value,
                        request.client_id,
                        delivery->result_key,
                        delivery->version,
                        kWaiting,
                        {}});
    }
    if (superseded.size() > fixed) {
        const std::string text = std::string(query::kSupersedeIn) + query::List(fixed + 1, superseded.size() - fixed);
        SUITE_RETURN_IF_ERROR(session.Execute(text, std::span<const Value>(superseded)));
    }
    return session.Upsert(kDeliveryTable, rows);
}

Status SaveDeliveries(sql::Session& session, const IntakeRequest& request, const std::vector<Delivery>& deliveries) {
    // Sorted by LAS: every transaction locks their rows in the same order.
    std::map<std::pair<std::string, ConnectionId>, std::vector<const Delivery*>> by_route;
    for (const auto& delivery : deliveries) {
        by_route[{delivery.route.las, delivery.route.connection}].push_back(&delivery);
    }
    for (const auto& [route, of_route] : by_route) {
        SUITE_RETURN_IF_ERROR(Enqueue(session, request, of_route.front()->route, of_route));
    }
    return {};
}

}  // namespace

Status SqlIntake::Change(const IntakeRequest& request, const std::function<IntakeChanges(const IntakeState&)>& decide,
                         Deadline deadline) {
    std::map<std::string, StoredResult> elsewhere;
    const auto attempt = [&] {
        return database_.Write(request.school, deadline, [&](sql::Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(session.LockSchool(request.school.value));
            SUITE_ASSIGN(IntakeState state, Load(session, request));
            state.stored.insert(elsewhere.begin(), elsewhere.end());
            const IntakeChanges changes = decide(state);
            if (changes.results.empty()) return {};
            SUITE_RETURN_IF_ERROR(SaveResults(session, request, changes.results));
            return SaveDeliveries(session, request, changes.deliveries);
        });
    };
    Status status = attempt();
    if (status || status.error().code != Code::kAlreadyExists) return status;
    // A result key is its client's over all schools, and one of these is used at another; now that is seen and judged.
    SUITE_RETURN_IF_ERROR(database_.Read(SchoolScope::All(), deadline, [&](sql::Session& session) {
        elsewhere.clear();
        return FindStored(session, request, elsewhere);
    }));
    std::erase_if(elsewhere, [&](const auto& entry) { return entry.second.school == request.school; });
    return attempt();
}

Status OnRosterChanges(sql::Session& session, const roster::SchoolChanges& changes) {
    if (!changes.Erased()) return {};
    SUITE_RETURN_IF_ERROR(session.Execute(query::kEraseResults, {Value{changes.school_id.value}}));
    SUITE_RETURN_IF_ERROR(session.Execute(query::kEraseConnections, {Value{changes.school_id.value}}));
    return {};
}

}  // namespace suite::results
