#include "services/roster_sync/adapters/licence_titles.hpp"

#include <suite/licence/v1/licence_service.pb.h>

#include "core/reasons.hpp"

namespace suite::roster_sync {

Result<std::map<PersonId, std::vector<std::string>>> LicenceTitles::Titles(const Actor& actor, SchoolId school,
                                                                           const std::vector<PersonId>& persons,
                                                                           Deadline deadline) {
    if (channel_ == nullptr) return Fail(Code::kUnavailable, reason::kUnavailable, "no licence service is set up");
    licence::v1::ListTitlesRequest request;
    request.set_school_id(school.ToString());
    for (const auto person : persons) request.add_person_ids(person.ToString());
    licence::v1::ListTitlesResponse response;
    SUITE_RETURN_IF_ERROR(channel_->Call("/suite.licence.v1.LicenceService/ListTitles", request, response,
                                         {.deadline = deadline, .actor = actor}));
    std::map<PersonId, std::vector<std::string>> titles;
    for (const auto& item : response.items()) {
        if (const auto person = PersonId::Parse(item.person_id()))
            titles.emplace(*person, std::vector<std::string>(item.titles().begin(), item.titles().end()));
    }
    return titles;
}

}  // namespace suite::roster_sync
