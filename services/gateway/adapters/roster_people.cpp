#include "services/gateway/adapters/roster_people.hpp"

#include <suite/roster/v1/roster_sign_in.pb.h>

namespace suite::gateway {

Result<std::vector<Registration>> RosterPeople::RegistrationsOf(const Identity& identity, Deadline deadline) {
    static const Actor kGateway{
        .role = Role::kMachine, .school = {}, .person = {}, .client_id = "gateway", .las = {}, .scopes = {"sign-in"}};
    roster::v1::ListRegistrationsRequest request;
    if (identity.basispoort_id) request.set_basispoort_id(*identity.basispoort_id);
    request.set_eck_id(identity.eck_id);
    roster::v1::ListRegistrationsResponse response;
    SUITE_RETURN_IF_ERROR(roster_sync_.Call("/suite.roster.v1.RosterSignInService/ListRegistrations", request, response,
                                            {.deadline = deadline, .actor = kGateway}));
    std::vector<Registration> registrations;
    for (const auto& item : response.items()) {
        Registration registration{.school = SchoolId::ParseOrNone(item.school_id()),
                                  .school_name = item.school_name(),
                                  .person = PersonId::ParseOrNone(item.person_id()),
                                  .name = item.name(),
                                  .coordinator = item.coordinator(),
                                  .teacher = item.teacher()};
        if (item.has_basispoort_school_id()) registration.basispoort_school_id = item.basispoort_school_id();
        registrations.push_back(std::move(registration));
    }
    return registrations;
}

}  // namespace suite::gateway
