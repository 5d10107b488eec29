#include "services/licence/adapters/queries.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {
namespace {

using sql::Value;

std::string_view Name(Subject subject) {
    switch (subject) {
        case Subject::kGroup:
            return "group";
        case Subject::kPupil:
            return "pupil";
        case Subject::kSeat:
            return "seat";
        case Subject::kWaiting:
            return "waiting";
        case Subject::kLicence:
            return "licence";
    }
    return "";
}

std::string_view Name(LinkAction action) {
    switch (action) {
        case LinkAction::kLink:
            return "link";
        case LinkAction::kUnlink:
            return "unlink";
        case LinkAction::kTerminate:
            return "terminate";
        case LinkAction::kResume:
            return "resume";
        case LinkAction::kAsk:
            return "ask";
        case LinkAction::kRefuse:
            return "refuse";
    }
    return "";
}

}  // namespace

std::string_view Name(Role role) {
    switch (role) {
        case Role::kCoordinator:
            return "coordinator";
        case Role::kTeacher:
            return "teacher";
        case Role::kHelpdesk:
            return "helpdesk";
        case Role::kMachine:
            return "machine";
        case Role::kNone:
            return "";
    }
    return "";
}

Role RoleOf(std::string_view name) {
    for (const auto role : {Role::kCoordinator, Role::kTeacher, Role::kHelpdesk, Role::kMachine}) {
        if (Name(role) == name) return role;
    }
    return Role::kNone;
}

std::string_view Name(How how) {
    switch (how) {
        case How::kHand:
            return "hand";
        case How::kAutomatic:
            return "automatic";
        case How::kOrder:
            return "order";
        case How::kRoster:
            return "roster";
        case How::kRollover:
            return "rollover";
    }
    return "";
}

Status SqlHistory::Add(SchoolId school, const HistoryEntry& entry) {
    SUITE_RETURN_IF_ERROR(session_.Execute(
        query::kAddHistory, {Value{school.value}, Value{Millis(entry.at)}, Value{entry.licence.value},
                             Value{std::string(Name(entry.subject))}, Value{entry.subject_id}, Value{entry.group_name},
                             Value{std::string(Name(entry.action))}, Value{std::string(Name(entry.how))},
                             Value{std::string(Name(entry.role))}, entry.person ? Value{entry.person.value} : Value{},
                             Value{entry.client_id}, Value{entry.reason}}));
    return {};
}

}  // namespace suite::licence
