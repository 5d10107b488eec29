#include "services/licence/adapters/link_grpc_service.hpp"

#include "core/paging.hpp"
#include "services/licence/adapters/link_proto_map.hpp"

namespace suite::licence {

grpc::Status LinkGrpcService::LinkPupil(grpc::ServerContext* context, const v1::LinkPupilRequest* request,
                                        v1::LinkedPupil* response) {
    return guard_.Run(context, "LinkPupil", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto link, links_.LinkPupil(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                       LicenceId::ParseOrNone(request->licence_id()),
                                                       PersonId::ParseOrNone(request->person_id()), call.deadline));
        Write(link, *response);
        return {};
    });
}

grpc::Status LinkGrpcService::UnlinkPupil(grpc::ServerContext* context, const v1::LinkPupilRequest* request,
                                          v1::LinkedPupil* response) {
    return guard_.Run(context, "UnlinkPupil", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto link, links_.UnlinkPupil(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                         LicenceId::ParseOrNone(request->licence_id()),
                                                         PersonId::ParseOrNone(request->person_id()), call.deadline));
        Write(link, *response);
        return {};
    });
}

grpc::Status LinkGrpcService::ListLinkedPupils(grpc::ServerContext* context, const v1::ListLinkedPupilsRequest* request,
                                               v1::ListLinkedPupilsResponse* response) {
    return guard_.Run(context, "ListLinkedPupils", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto after, DecodeNumberCursor(request->cursor()));
        SUITE_ASSIGN(const auto page, links_.Pupils(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                    LicenceId::ParseOrNone(request->licence_id()), PersonId{after},
                                                    limit, call.deadline));
        for (const auto& link : page.items) Write(link, *response->add_items());
        if (page.next) response->set_next_cursor(EncodeCursor(std::to_string(page.next->value)));
        return {};
    });
}

grpc::Status LinkGrpcService::ChangeLinks(grpc::ServerContext* context, const v1::ChangeLinksRequest* request,
                                          v1::LinkReport* response) {
    return guard_.Run(context, "ChangeLinks", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto report, many_(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                              ReadManyLinks(*request), request->dry_run(), call.deadline));
        Write(report, *response);
        return {};
    });
}

grpc::Status LinkGrpcService::ListHistory(grpc::ServerContext* context, const v1::ListHistoryRequest* request,
                                          v1::ListHistoryResponse* response) {
    return guard_.Run(context, "ListHistory", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto before, DecodeNumberCursor(request->cursor()));
        SUITE_ASSIGN(const auto filter, ReadFilter(*request));
        SUITE_ASSIGN(const auto page, history_.List(call.actor, SchoolId::ParseOrNone(request->school_id()), filter,
                                                    before, limit, call.deadline));
        for (const auto& view : page.items) Write(view, *response->add_items());
        if (page.next) response->set_next_cursor(EncodeCursor(std::to_string(*page.next)));
        return {};
    });
}

grpc::Status LinkGrpcService::GetAccess(grpc::ServerContext* context, const v1::GetAccessRequest* request,
                                        v1::LicenceAccess* response) {
    return guard_.Run(context, "GetAccess", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto day, ReadDay("asOf", request->as_of()));
        SUITE_ASSIGN(const auto access,
                     history_.Access(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                     LicenceId::ParseOrNone(request->licence_id()), day, call.deadline));
        Write(access, *response);
        return {};
    });
}

grpc::Status LinkGrpcService::UndoLink(grpc::ServerContext* context, const v1::UndoLinkRequest* request,
                                       v1::HistoryEntry* response) {
    return guard_.Run(context, "UndoLink", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto undone, history_.Undo(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                      request->number(), call.deadline));
        Write(undone, *response);
        return {};
    });
}

}  // namespace suite::licence
