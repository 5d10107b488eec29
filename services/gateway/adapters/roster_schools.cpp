#include "services/gateway/adapters/roster_schools.hpp"

#include <suite/roster/v1/roster_service.pb.h>

#include <algorithm>

#include "core/reasons.hpp"
#include "services/gateway/adapters/own_actor.hpp"

namespace suite::gateway {
namespace {

SchoolEntry EntryOf(const roster::v1::School& school) {
    SchoolEntry entry{.id = SchoolId::ParseOrNone(school.id()),
                      .number = {.brin = school.brin(), .location = school.location()}};
    if (school.has_basispoort_id()) entry.number.basispoort_id = school.basispoort_id();
    return entry;
}

/// The active one where several have had the number; nullopt for none.
Result<std::optional<roster::v1::School>> Ask(const rpc::Channel& roster_sync, const SchoolNumber& number,
                                              Deadline deadline) {
    roster::v1::ListSchoolsRequest request;
    if (number.basispoort_id) {
        request.set_basispoort_id(*number.basispoort_id);
    } else {
        request.set_brin(number.brin);
        request.set_location(number.location);
    }
    roster::v1::ListSchoolsResponse found;
    SUITE_RETURN_IF_ERROR(roster_sync.Call("/suite.roster.v1.RosterService/ListSchools", request, found,
                                           {.deadline = deadline, .actor = WayInActor()}));
    if (found.items().empty()) return std::optional<roster::v1::School>{};
    const auto active = std::ranges::find_if(found.items(), [](const auto& school) { return school.active(); });
    return std::optional(active == found.items().end() ? found.items(0) : *active);
}

}  // namespace

Result<SchoolEntry> RosterSchools::Get(SchoolId school, Deadline deadline) {
    roster::v1::GetSchoolRequest request;
    request.set_school_id(school.ToString());
    roster::v1::School found;
    SUITE_RETURN_IF_ERROR(roster_sync_.Call("/suite.roster.v1.RosterService/GetSchool", request, found,
                                            {.deadline = deadline, .actor = WayInActor()}));
    return EntryOf(found);
}

Result<SchoolEntry> RosterSchools::Find(const SchoolNumber& number, Deadline deadline) {
    SUITE_ASSIGN(const auto school, Ask(roster_sync_, number, deadline));
    if (!school) return Fail(Code::kNotFound, reason::kSchoolUnknown, "no school has this number");
    if (school->active() || !school->has_merged_into_basispoort_id()) return EntryOf(*school);
    // Once: a school that merged into one that merged as well has new bookmarks by then.
    SUITE_ASSIGN(const auto merged,
                 Ask(roster_sync_, {.basispoort_id = school->merged_into_basispoort_id()}, deadline));
    return EntryOf(merged ? *merged : *school);
}

}  // namespace suite::gateway
