#include "services/pincode/adapters/grpc_service.hpp"

#include "log/log.hpp"

namespace suite::pincode {
namespace {

void Fill(v1::Pincode& wire, const PupilCode& item) {
    wire.set_pupil_id(item.pupil.ToString());
    wire.set_given_name(item.name.given);
    wire.set_prefix(item.name.prefix);
    wire.set_family_name(item.name.family);
    wire.set_scheme(v1::PINCODE_SCHEME_DIGITS);
    wire.set_code(item.code.Reveal());
}

}  // namespace

grpc::Status GrpcService::ListGroupPincodes(grpc::ServerContext* context, const v1::ListGroupPincodesRequest* request,
                                            v1::ListGroupPincodesResponse* response) {
    return guard_.Run(context, "ListGroupPincodes", [&](const rpc::Call& call) -> Status {
        // A malformed id becomes none, which no school or group has: unknown, like any other wrong one.
        const ListQuery query{.school = SchoolId::ParseOrNone(request->school_id()),
                              .group = GroupId::ParseOrNone(request->group_id()),
                              .limit = request->limit(),
                              .cursor = request->cursor()};
        SUITE_ASSIGN(const auto page, list_.Run(call.actor, query, call.deadline));
        for (const auto& item : page.items) Fill(*response->add_items(), item);
        if (page.next_cursor) response->set_next_cursor(*page.next_cursor);

        metrics_.Count("pincodes_shown_total", "Pincodes shown to staff", {}, static_cast<double>(page.items.size()));
        log::Info("pincodes shown", {{"schoolId", query.school.ToString()},
                                     {"groupId", query.group.ToString()},
                                     {"personId", call.actor.person ? call.actor.person.ToString() : ""},
                                     {"role", call.actor.role == Role::kCoordinator ? "coordinator" : "teacher"},
                                     {"count", page.items.size()},
                                     {"requestId", call.request_id}});
        return {};
    });
}

}  // namespace suite::pincode
