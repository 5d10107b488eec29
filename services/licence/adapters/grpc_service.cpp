#include "services/licence/adapters/grpc_service.hpp"

#include "core/paging.hpp"
#include "services/licence/adapters/proto_map.hpp"

namespace suite::licence {

grpc::Status GrpcService::PutOrder(grpc::ServerContext* context, const v1::PutOrderRequest* request,
                                   v1::Order* response) {
    return guard_.Run(context, "PutOrder", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto school, ReadSchoolKey(*request));
        SUITE_ASSIGN(auto licence, ReadLicence(*request));
        SUITE_ASSIGN(const auto receipt, put_order_(call.actor, school, std::move(licence), call.deadline));
        Write(receipt, request->order_line_id(), *response);
        return {};
    });
}

grpc::Status GrpcService::ListLicences(grpc::ServerContext* context, const v1::ListLicencesRequest* request,
                                       v1::ListLicencesResponse* response) {
    return guard_.Run(context, "ListLicences", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto filter, ReadFilter(*request));
        const ListOrder order = ReadOrder(*request);
        std::optional<ListPlace> after;
        if (!request->cursor().empty()) {
            SUITE_ASSIGN(const auto key, DecodeCursor(request->cursor()));
            SUITE_ASSIGN(after, ParsePlace(key, order));
        }
        SUITE_ASSIGN(const auto page, manage_.List(call.actor, SchoolId::ParseOrNone(request->school_id()), filter,
                                                   order, after, limit, call.deadline));
        for (const auto& overview : page.items) Write(overview, manage_.Today(), *response->add_items());
        if (page.next) response->set_next_cursor(EncodeCursor(PlaceText(*page.next, order)));
        return {};
    });
}

grpc::Status GrpcService::GetLicence(grpc::ServerContext* context, const v1::GetLicenceRequest* request,
                                     v1::Licence* response) {
    return guard_.Run(context, "GetLicence", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto overview, manage_.Get(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                      LicenceId::ParseOrNone(request->licence_id()), call.deadline));
        Write(overview, manage_.Today(), *response);
        return {};
    });
}

grpc::Status GrpcService::LinkGroup(grpc::ServerContext* context, const v1::LinkGroupRequest* request,
                                    v1::Licence* response) {
    return guard_.Run(context, "LinkGroup", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto overview, links_.LinkGroup(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                           LicenceId::ParseOrNone(request->licence_id()),
                                                           GroupId::ParseOrNone(request->group_id()), call.deadline));
        Write(overview, manage_.Today(), *response);
        return {};
    });
}

grpc::Status GrpcService::UnlinkGroup(grpc::ServerContext* context, const v1::LinkGroupRequest* request,
                                      v1::Licence* response) {
    return guard_.Run(context, "UnlinkGroup", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto overview, links_.UnlinkGroup(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                             LicenceId::ParseOrNone(request->licence_id()),
                                                             GroupId::ParseOrNone(request->group_id()), call.deadline));
        Write(overview, manage_.Today(), *response);
        return {};
    });
}

grpc::Status GrpcService::ListTitles(grpc::ServerContext* context, const v1::ListTitlesRequest* request,
                                     v1::ListTitlesResponse* response) {
    return guard_.Run(context, "ListTitles", [&](const rpc::Call& call) -> Status {
        constexpr int kMostPersons = 500;
        if (request->person_ids_size() > kMostPersons) {
            return Fail({.code = Code::kInvalidArgument,
                         .reason = std::string(reason::kInvalidRequest),
                         .message = "fields are wrong",
                         .fields = {{"/personIds", "must have at most 500 items"}}});
        }
        std::vector<PersonId> persons;
        for (const auto& id : request->person_ids()) persons.push_back(PersonId::ParseOrNone(id));
        SUITE_ASSIGN(const auto titles,
                     manage_.Titles(call.actor, SchoolId::ParseOrNone(request->school_id()), persons, call.deadline));
        for (const auto& [person, of_person] : titles) {
            auto& item = *response->add_items();
            item.set_person_id(person.ToString());
            for (const auto& title : of_person) item.add_titles(title);
        }
        return {};
    });
}

}  // namespace suite::licence
