#include "services/gateway/adapters/session_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "json/strict.hpp"

namespace suite::gateway {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kNesting = 4;

const char* RoleAt(const Registration& registration) { return registration.coordinator ? "coordinator" : "teacher"; }

const char* NameOf(Landing landing) {
    switch (landing) {
        case Landing::kChooseSchool:
            return "chooseSchool";
        case Landing::kManagement:
            return "management";
        case Landing::kOwnGroups:
            return "ownGroups";
    }
    return "chooseSchool";
}

}  // namespace

std::string SessionJson(const Session& session, const SessionRules& rules) {
    Json schools = Json::array();
    for (const auto& registration : session.registrations) {
        schools.push_back({{"id", registration.school.ToString()},
                           {"name", registration.school_name},
                           {"role", RoleAt(registration)}});
    }
    const auto* chosen = Chosen(session);
    // The roster may be away: then the page knows who it is by the school only.
    const auto* named = chosen != nullptr ? chosen : &session.registrations.front();
    return Json{{"name", named->name.empty() ? Json() : Json(named->name)},
                {"personId", chosen == nullptr ? Json() : Json(chosen->person.ToString())},
                {"schools", schools},
                {"school", chosen == nullptr ? Json() : Json(chosen->school.ToString())},
                {"role", chosen == nullptr ? Json() : Json(RoleAt(*chosen))},
                {"landing", NameOf(LandingOf(session))},
                {"expiresAt", FormatInstant(session.created_at + rules.absolute)},
                {"idleSeconds", rules.idle.count()}}
        .dump();
}

Result<SchoolId> ReadSchoolChoice(std::string_view body) {
    const auto json = json::ParseStrict(body, kNesting);
    const bool fits =
        json && json->is_object() && json->size() == 1 && json->contains("schoolId") && (*json)["schoolId"].is_string();
    if (fits) return SchoolId::ParseOrNone((*json)["schoolId"].get_ref<const std::string&>());
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "the body is not as it must be",
                 .fields = {{"/schoolId", "must be a string, and the only field"}}});
}

}  // namespace suite::gateway
