#include "services/roster_sync/adapters/grpc_service.hpp"

#include "core/reasons.hpp"
#include "services/roster_sync/adapters/edexml.hpp"
#include "services/roster_sync/adapters/grpc_paging.hpp"
#include "services/roster_sync/adapters/proto_map.hpp"
#include "services/roster_sync/adapters/rejections_csv.hpp"
#include "services/roster_sync/adapters/turn.hpp"

namespace suite::roster_sync {
namespace {

template <class Request>
Result<PageRequest> PageOf(const Request& request) {
    SUITE_ASSIGN(const auto limit, PageSize(request.limit()));
    return PageRequest{.cursor = request.cursor(), .limit = limit};
}

template <class View, class Response>
void WritePage(const Page<View>& page, Response& response) {
    for (const auto& view : page.items) Write(view, *response.add_items());
    if (!page.next_cursor.empty()) response.set_next_cursor(page.next_cursor);
}

/// nullopt for none.
Result<std::optional<Date>> DayOf(const std::string& text) {
    if (text.empty()) return std::optional<Date>{};
    const auto day = Date::Parse(text);
    if (day) return day;
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "a parameter is wrong",
                 .fields = {{"asOf", "must be a date YYYY-MM-DD"}}});
}

template <class Request>
Result<PersonFilter> FilterOf(const Request& request) {
    PersonFilter filter{.q = request.q(), .eck_id = request.eck_id(), .las_key = request.las_key()};
    if (request.has_basispoort_id()) filter.basispoort_id = request.basispoort_id();
    if (!request.group_id().empty()) filter.group = GroupId::ParseOrNone(request.group_id());
    SUITE_ASSIGN(filter.as_of, DayOf(request.as_of()));
    return filter;
}

}  // namespace

grpc::Status RosterGrpcService::ListSchools(grpc::ServerContext* context, const wire::ListSchoolsRequest* request,
                                            wire::ListSchoolsResponse* response) {
    return guard_.Run(context, "ListSchools", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto page, PageOf(*request));
        SchoolFilter filter{.brin = request->brin(), .location = request->location(), .q = request->q()};
        if (request->has_basispoort_id()) filter.basispoort_id = request->basispoort_id();
        SUITE_ASSIGN(const auto schools, roster_.Schools(call.actor, filter, page, call.deadline));
        WritePage(schools, *response);
        return {};
    });
}

grpc::Status RosterGrpcService::GetSchool(grpc::ServerContext* context, const wire::GetSchoolRequest* request,
                                          wire::School* response) {
    return guard_.Run(context, "GetSchool", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto school,
                     roster_.School(call.actor, SchoolId::ParseOrNone(request->school_id()), call.deadline));
        Write(school, *response);
        return {};
    });
}

grpc::Status RosterGrpcService::ListGroups(grpc::ServerContext* context, const wire::ListGroupsRequest* request,
                                           wire::ListGroupsResponse* response) {
    return guard_.Run(context, "ListGroups", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto page, PageOf(*request));
        GroupFilter filter{.q = request->q(), .year_group = request->year_group(), .las_key = request->las_key()};
        SUITE_ASSIGN(filter.as_of, DayOf(request->as_of()));
        SUITE_ASSIGN(const auto groups, roster_.Groups(call.actor, SchoolId::ParseOrNone(request->school_id()), filter,
                                                       page, call.deadline));
        WritePage(groups, *response);
        return {};
    });
}

grpc::Status RosterGrpcService::GetGroup(grpc::ServerContext* context, const wire::GetGroupRequest* request,
                                         wire::GroupDetail* response) {
    return guard_.Run(context, "GetGroup", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto detail, roster_.Group(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                      GroupId::ParseOrNone(request->group_id()), call.deadline));
        Write(detail.group, *response->mutable_group());
        for (const auto& teacher : detail.teachers) Write(teacher, *response->add_teachers());
        for (const auto& pupil : detail.pupils) Write(pupil, *response->add_pupils());
        return {};
    });
}

grpc::Status RosterGrpcService::ListPupils(grpc::ServerContext* context, const wire::ListPupilsRequest* request,
                                           wire::ListPupilsResponse* response) {
    return guard_.Run(context, "ListPupils", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto page, PageOf(*request));
        SUITE_ASSIGN(PersonFilter filter, FilterOf(*request));
        filter.year_group = request->year_group();
        SUITE_ASSIGN(const auto pupils, roster_.Pupils(call.actor, SchoolId::ParseOrNone(request->school_id()), filter,
                                                       page, call.deadline));
        WritePage(pupils, *response);
        return {};
    });
}

grpc::Status RosterGrpcService::ListStaff(grpc::ServerContext* context, std::string_view method, StaffKind kind,
                                          const wire::ListStaffRequest& request, wire::ListStaffResponse& response) {
    return guard_.Run(context, method, [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto page, PageOf(request));
        SUITE_ASSIGN(auto filter, FilterOf(request));
        SUITE_ASSIGN(const auto staff, roster_.Staff(call.actor, SchoolId::ParseOrNone(request.school_id()), kind,
                                                     std::move(filter), page, call.deadline));
        WritePage(staff, response);
        return {};
    });
}

grpc::Status RosterGrpcService::ListTeachers(grpc::ServerContext* context, const wire::ListStaffRequest* request,
                                             wire::ListStaffResponse* response) {
    return ListStaff(context, "ListTeachers", StaffKind::kTeachers, *request, *response);
}

grpc::Status RosterGrpcService::ListIctCoordinators(grpc::ServerContext* context, const wire::ListStaffRequest* request,
                                                    wire::ListStaffResponse* response) {
    return ListStaff(context, "ListIctCoordinators", StaffKind::kIctCoordinators, *request, *response);
}

grpc::Status RosterGrpcService::ImportEdexml(grpc::ServerContext* context, const wire::ImportEdexmlRequest* request,
                                             wire::RosterImport* response) {
    return guard_.Run(context, "ImportEdexml", [&](const rpc::Call& call) -> Status {
        const SchoolId school = SchoolId::ParseOrNone(request->school_id());
        SUITE_RETURN_IF_ERROR(ImportRoster::MayImport(call.actor, school));
        if (!importing_.try_acquire())
            return Fail(Code::kUnavailable, reason::kOverloaded, "other imports are being read; try again in a moment");
        const Turn turn(importing_);
        SUITE_ASSIGN(const auto file, ParseEdexml(request->content()));
        SUITE_ASSIGN(const auto import, imports_.Import(call.actor, school, file,
                                                        {.dry_run = request->dry_run(),
                                                         .accept_school_year = request->accept_school_year()},
                                                        call.deadline));
        Write(import, *response);
        return {};
    });
}

grpc::Status RosterGrpcService::ListImports(grpc::ServerContext* context, const wire::ListImportsRequest* request,
                                            wire::ListImportsResponse* response) {
    return guard_.Run(context, "ListImports", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto page, TimePageOf(*request));
        SUITE_ASSIGN(auto imports, imports_.List(call.actor, SchoolId::ParseOrNone(request->school_id()), page.before,
                                                 page.limit + 1, call.deadline));
        FinishTimePage(
            page, imports, [](const RosterImport& import) { return ListPlace{import.applied_at, import.id.value}; },
            *response);
        for (const auto& import : imports) Write(import, *response->add_items());
        return {};
    });
}

grpc::Status RosterGrpcService::GetImport(grpc::ServerContext* context, const wire::GetImportRequest* request,
                                          wire::RosterImport* response) {
    return guard_.Run(context, "GetImport", [&](const rpc::Call& call) -> Status {
        const auto id = ImportId::ParseOrNone(request->import_id());
        SUITE_ASSIGN(const auto import,
                     imports_.Get(call.actor, SchoolId::ParseOrNone(request->school_id()), id, call.deadline));
        Write(import, *response);
        return {};
    });
}

grpc::Status RosterGrpcService::ListImportRejections(grpc::ServerContext* context,
                                                     const wire::ListImportRejectionsRequest* request,
                                                     wire::ListImportRejectionsResponse* response) {
    return guard_.Run(context, "ListImportRejections", [&](const rpc::Call& call) -> Status {
        const auto id = ImportId::ParseOrNone(request->import_id());
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto after, ReadRejectionCursor(request->cursor()));
        SUITE_ASSIGN(auto rejections, imports_.Rejections(call.actor, SchoolId::ParseOrNone(request->school_id()), id,
                                                          after, limit + 1, call.deadline));
        FinishRejections(limit, rejections, *response);
        for (const auto& item : rejections) Write(item, true, *response->add_items());
        return {};
    });
}

grpc::Status RosterGrpcService::ExportImportRejections(grpc::ServerContext* context,
                                                       const wire::ExportImportRejectionsRequest* request,
                                                       common::v1::File* response) {
    return guard_.Run(context, "ExportImportRejections", [&](const rpc::Call& call) -> Status {
        const auto id = ImportId::ParseOrNone(request->import_id());
        SUITE_ASSIGN(const auto rejections, imports_.Rejections(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                                id, {}, kAskedForCsv, call.deadline));
        WriteCsv(RejectionsCsv(rejections, true), *response);
        return {};
    });
}

}  // namespace suite::roster_sync
