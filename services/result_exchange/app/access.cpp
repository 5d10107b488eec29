#include "services/result_exchange/app/access.hpp"

#include "core/reasons.hpp"
#include "services/result_exchange/domain/las.hpp"

namespace suite::results {
namespace {

std::unexpected<Error> Forbidden(std::string message) {
    return Fail(Code::kPermissionDenied, reason::kForbidden, std::move(message));
}

/// Before the role is judged, so that staff learn nothing about other schools.
Status SameSchool(const Actor& actor, SchoolId school) {
    const bool staff = actor.role == Role::kCoordinator || actor.role == Role::kTeacher;
    if (staff && !actor.MaySeeSchool(school)) return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school");
    return {};
}

bool IsMachineWith(const Actor& actor, std::string_view scope) {
    return actor.role == Role::kMachine && !actor.client_id.empty() && actor.Has(scope);
}

}  // namespace

Status MayConnect(const Actor& actor, SchoolId school) {
    SUITE_RETURN_IF_ERROR(SameSchool(actor, school));
    if (actor.role == Role::kCoordinator) return {};
    return Forbidden("only the school's ICT coordinator gives its consent");
}

Status MaySeeConnections(const Actor& actor, SchoolId school) {
    SUITE_RETURN_IF_ERROR(SameSchool(actor, school));
    if (actor.role == Role::kCoordinator || actor.role == Role::kHelpdesk) return {};
    return Forbidden("only for the ICT coordinator and the helpdesk");
}

Status MayHandIn(const Actor& actor) {
    if (IsMachineWith(actor, "results:write")) return {};
    return Forbidden("needs scope results:write");
}

Result<std::string> MayPull(const Actor& actor) {
    if (!IsMachineWith(actor, "results:pull")) return Forbidden("needs scope results:pull");
    if (FindLas(actor.las) == nullptr) return Forbidden("the client is not a LAS");
    return actor.las;
}

}  // namespace suite::results
