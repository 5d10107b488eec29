#include "services/licence/adapters/roster_then.hpp"

#include <suite/roster/v1/roster_service.pb.h>

#include "core/paging.hpp"
#include "core/reasons.hpp"
#include "roster/roster.hpp"

namespace suite::licence {
namespace {

namespace wire = suite::roster::v1;

constexpr int kMostPages = 40;  // 20,000 persons: larger than any school

template <class Person>
PersonThen ReadPerson(const Person& person) {
    return {.id = PersonId::ParseOrNone(person.id()),
            .name = roster::ShownName(
                {.given = person.given_name(), .prefix = person.prefix(), .family = person.family_name()})};
}

PersonThen Read(const wire::Pupil& pupil) {
    auto person = ReadPerson(pupil);
    if (pupil.has_base_group()) person.groups.push_back(GroupId::ParseOrNone(pupil.base_group().id()));
    for (const auto& group : pupil.composed_groups()) person.groups.push_back(GroupId::ParseOrNone(group.id()));
    return person;
}

PersonThen Read(const wire::StaffMember& member) {
    auto person = ReadPerson(member);
    person.teacher = true;
    for (const auto& group : member.groups()) person.groups.push_back(GroupId::ParseOrNone(group.id()));
    return person;
}

template <class Response, class Request>
Status Collect(const rpc::Channel& channel, const std::string& method, Request request, const rpc::CallOptions& options,
               std::vector<PersonThen>& people) {
    request.set_limit(static_cast<std::int32_t>(kLargestPage));
    for (int page = 0; page < kMostPages; ++page) {
        Response response;
        SUITE_RETURN_IF_ERROR(channel.Call("/suite.roster.v1.RosterService/" + method, request, response, options));
        for (const auto& item : response.items()) people.push_back(Read(item));
        if (!response.has_next_cursor()) return {};
        request.set_cursor(response.next_cursor());
    }
    return Fail(Code::kInternal, reason::kInvalidAnswer, "a list of persons without end");
}

}  // namespace

Result<std::vector<PersonThen>> RosterSyncThen::People(const Actor& actor, SchoolId school, Date day,
                                                       Deadline deadline) {
    const rpc::CallOptions options{.deadline = deadline, .actor = actor};
    std::vector<PersonThen> people;
    wire::ListPupilsRequest pupils;
    pupils.set_school_id(school.ToString());
    pupils.set_as_of(day.ToString());
    SUITE_RETURN_IF_ERROR(Collect<wire::ListPupilsResponse>(channel_, "ListPupils", pupils, options, people));
    wire::ListStaffRequest teachers;
    teachers.set_school_id(school.ToString());
    teachers.set_as_of(day.ToString());
    SUITE_RETURN_IF_ERROR(Collect<wire::ListStaffResponse>(channel_, "ListTeachers", teachers, options, people));
    return people;
}

}  // namespace suite::licence
