#include "services/roster_sync/app/find_registrations.hpp"

#include "core/reasons.hpp"

namespace suite::roster_sync {

Result<std::vector<RegistrationWithRights>> FindRegistrations::operator()(const Actor& actor, const SignInKeys& keys,
                                                                          Deadline deadline) const {
    if (actor.role != Role::kMachine || !actor.Has(kSignInScope)) {
        return Fail(Code::kPermissionDenied, reason::kForbidden, "for the gateway only");
    }
    if (!keys.basispoort_id && keys.eck_id.empty()) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "a parameter is missing",
                     .fields = {{"basispoortId", "is needed, or eckId"}}});
    }
    SUITE_ASSIGN(auto found, reader_.Registrations(keys, DutchDay(clock_.Now()), deadline));
    std::vector<RegistrationWithRights> with_rights;
    for (auto& registration : found) {
        const auto rights = RightsOf(registration.roles);
        if (rights.coordinator || rights.teacher) with_rights.push_back({std::move(registration), rights});
    }
    return with_rights;
}

}  // namespace suite::roster_sync
