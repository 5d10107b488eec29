#include "services/gateway/view_notes.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <array>
#include <string_view>
#include <utility>

#include "core/id.hpp"

namespace suite::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

/// Path parameters that name what was looked at, in the order in which they do.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kObjects{{{"licenceId", "licence"},
                                                                                 {"groupId", "group"},
                                                                                 {"personId", "person"},
                                                                                 {"importId", "import"},
                                                                                 {"removalId", "removal"}}};

/// The list that an answer consists of, if it does.
const FieldDescriptor* ListIn(const Message& answer) {
    for (const auto* name : {"items", "pupils", "subjects", "rejections"}) {
        const auto* field = answer.GetDescriptor()->FindFieldByName(name);
        if (field != nullptr && field->is_repeated() && field->message_type() != nullptr) return field;
    }
    return nullptr;
}

/// What a change shows, its own entry covers: in the log of the service that makes it, and in its transaction. What is
/// only tried is shown and stands in no other log.
bool IsTried(const Message& answer) {
    const auto* status = answer.GetDescriptor()->FindFieldByName("status");
    if (status == nullptr || status->enum_type() == nullptr) return false;
    return answer.GetReflection()->GetEnum(answer, status)->name().ends_with("_DRY_RUN");
}

/// How many items of each school.
std::map<SchoolId, int> SchoolsIn(const Message& answer, const FieldDescriptor* list) {
    std::map<SchoolId, int> schools;
    const auto* field = list == nullptr ? nullptr : list->message_type()->FindFieldByName("school_id");
    if (field == nullptr || field->type() != FieldDescriptor::TYPE_STRING) return schools;
    const auto* reflection = answer.GetReflection();
    for (int i = 0; i < reflection->FieldSize(answer, list); ++i) {
        const auto& item = reflection->GetRepeatedMessage(answer, list, i);
        const auto school = SchoolId::Parse(item.GetReflection()->GetString(item, field));
        if (school) ++schools[*school];
    }
    return schools;
}

}  // namespace

std::vector<AuditNote> ViewNotes(const Route& route, const Actor& actor,
                                 const std::map<std::string, std::string>& path_parameters, const Message& answer,
                                 Instant now, const std::string& request_id) {
    if (route.shows.empty() || (route.method != "GET" && !IsTried(answer))) return {};
    AuditNote note{.at = now, .actor = actor, .operation = route.shows, .request_id = request_id};
    for (const auto& [parameter, kind] : kObjects) {
        const auto value = path_parameters.find(std::string(parameter));
        if (value == path_parameters.end() || !DecodeId(value->second)) continue;
        note.object = kind;
        note.object_id = value->second;
        break;
    }
    const auto* list = ListIn(answer);
    const auto shown = [](int count) { return AuditFact{.name = "shown", .value = std::to_string(count)}; };
    std::vector<AuditNote> notes;
    if (const auto school = path_parameters.find("schoolId"); school != path_parameters.end()) {
        note.school = SchoolId::ParseOrNone(school->second);
        if (list != nullptr) note.facts.push_back(shown(answer.GetReflection()->FieldSize(answer, list)));
        notes.push_back(std::move(note));
        return notes;
    }
    for (const auto& [school, count] : SchoolsIn(answer, list)) {
        note.school = school;
        note.facts = {shown(count)};
        notes.push_back(note);
    }
    return notes;
}

}  // namespace suite::gateway
