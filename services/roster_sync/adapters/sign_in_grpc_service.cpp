#include "services/roster_sync/adapters/sign_in_grpc_service.hpp"

namespace suite::roster_sync {

grpc::Status SignInGrpcService::ListRegistrations(grpc::ServerContext* context,
                                                  const roster::v1::ListRegistrationsRequest* request,
                                                  roster::v1::ListRegistrationsResponse* response) {
    return guard_.Run(context, "ListRegistrations", [&](const rpc::Call& call) -> Status {
        SignInKeys keys{.eck_id = request->eck_id()};
        if (request->has_basispoort_id()) keys.basispoort_id = request->basispoort_id();
        SUITE_ASSIGN(const auto found, find_(call.actor, keys, call.deadline));
        for (const auto& [registration, rights] : found) {
            auto& item = *response->add_items();
            item.set_school_id(registration.school.ToString());
            if (registration.basispoort_school_id) item.set_basispoort_school_id(*registration.basispoort_school_id);
            item.set_school_name(registration.school_name);
            item.set_person_id(registration.person.ToString());
            item.set_name(roster::ShownName(registration.name));
            item.set_coordinator(rights.coordinator);
            item.set_teacher(rights.teacher);
        }
        return {};
    });
}

}  // namespace suite::roster_sync
