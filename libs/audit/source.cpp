#include "audit/source.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "core/operations.hpp"
#include "core/paging.hpp"
#include "core/reasons.hpp"
#include "core/time.hpp"

namespace suite::audit {
namespace {

constexpr std::int64_t kMostAtOnce = kLargestPage + 1;  // one more tells whether there is a next page

std::unexpected<Error> WrongParameter(const char* name, const char* message) {
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "a parameter is wrong",
                 .fields = {{name, message}}});
}

Status MayRead(const Actor& actor, SchoolId school) {
    if (actor.role == Role::kMachine)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "the log is for persons");
    if (!actor.MaySeeSchool(school)) return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school");
    if (actor.role == Role::kTeacher)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "the log is the coordinator's to read");
    return {};
}

Result<std::optional<Date>> ReadDay(const char* parameter, const std::string& text) {
    if (text.empty()) return std::optional<Date>{};
    const auto day = Date::Parse(text);
    if (!day) return WrongParameter(parameter, "must be a date YYYY-MM-DD");
    return day;
}

Result<Filter> ReadFilter(const v1::ListSourceEntriesRequest& request) {
    Filter filter{.before = request.before(),
                  .operation = request.operation(),
                  .limit = std::clamp<std::int64_t>(request.limit(), 1, kMostAtOnce)};
    SUITE_ASSIGN(const auto from, ReadDay("from", request.from()));
    SUITE_ASSIGN(const auto until, ReadDay("until", request.until()));
    if (from) filter.from = EndOfDutchDay(Date{from->days - std::chrono::days{1}}) + std::chrono::milliseconds{1};
    if (until) filter.until = EndOfDutchDay(*until);
    if (!filter.operation.empty() && !operation::IsKnown(filter.operation))
        return WrongParameter("operation", "is no operation that the log knows");
    return filter;
}

void Write(const Entry& entry, const std::string& source, v1::AuditEntry& out) {
    out.set_source(source);
    out.set_number(entry.number);
    out.set_at(FormatInstant(entry.at));
    out.set_operation(entry.operation);
    out.mutable_done_by()->set_role(entry.role);
    if (entry.person) out.mutable_done_by()->set_person_id(entry.person.ToString());
    if (!entry.client_id.empty()) out.mutable_done_by()->set_client_id(entry.client_id);
    if (!entry.object.empty()) {
        out.mutable_about()->set_kind(entry.object);
        out.mutable_about()->set_id(entry.object_id);
    }
    for (const auto& fact : FactsOf(entry)) {
        auto& told = *out.add_facts();
        told.set_name(fact.name);
        told.set_value(fact.value);
    }
    out.set_request_id(entry.request_id);
    out.set_hash(entry.hash);
}

}  // namespace

Status ListEntries(sql::Database& database, const std::string& source, const Actor& actor,
                   const v1::ListSourceEntriesRequest& request, v1::ListSourceEntriesResponse& response,
                   Deadline deadline) {
    const auto school = SchoolId::Parse(request.school_id());
    if (!school) return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school");
    SUITE_RETURN_IF_ERROR(MayRead(actor, *school));
    SUITE_ASSIGN(const auto filter, ReadFilter(request));
    SUITE_ASSIGN(const auto entries, database.Read(*school, deadline, [&](sql::Session& session) {
        return ReadNewest(session, *school, filter);
    }));
    for (const auto& entry : entries) Write(entry, source, *response.add_items());
    return {};
}

grpc::Status SourceService::ListSourceEntries(grpc::ServerContext* context, const v1::ListSourceEntriesRequest* request,
                                              v1::ListSourceEntriesResponse* response) {
    return guard_.Run(context, "ListSourceEntries", [&](const rpc::Call& call) {
        return ListEntries(database_, source_, call.actor, *request, *response, call.deadline);
    });
}

}  // namespace suite::audit
