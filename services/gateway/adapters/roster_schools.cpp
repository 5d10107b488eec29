#include "services/gateway/adapters/roster_schools.hpp"

#include <suite/roster/v1/roster_service.pb.h>

#include "services/gateway/adapters/own_actor.hpp"

namespace suite::gateway {

Status RosterSchools::Exists(SchoolId school, Deadline deadline) {
    roster::v1::GetSchoolRequest request;
    request.set_school_id(school.ToString());
    roster::v1::School found;
    return roster_sync_.Call("/suite.roster.v1.RosterService/GetSchool", request, found,
                             {.deadline = deadline, .actor = WayInActor()});
}

}  // namespace suite::gateway
