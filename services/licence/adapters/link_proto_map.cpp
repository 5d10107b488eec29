#include "services/licence/adapters/link_proto_map.hpp"

#include "core/reasons.hpp"
#include "core/role_name.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {
namespace {

std::unexpected<Error> WrongParameter(const char* parameter, const char* message) {
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "a parameter is wrong",
                 .fields = {{parameter, message}}});
}

v1::HistoryAction ToWire(LinkAction action) {
    switch (action) {
        case LinkAction::kLink:
            return v1::HISTORY_ACTION_LINK;
        case LinkAction::kUnlink:
            return v1::HISTORY_ACTION_UNLINK;
        case LinkAction::kTerminate:
            return v1::HISTORY_ACTION_TERMINATE;
        case LinkAction::kResume:
            return v1::HISTORY_ACTION_RESUME;
        case LinkAction::kAsk:
            return v1::HISTORY_ACTION_ASK;
        case LinkAction::kRefuse:
            return v1::HISTORY_ACTION_REFUSE;
    }
    return v1::HISTORY_ACTION_UNSPECIFIED;
}

v1::LinkOutcome ToWire(LinkOutcome outcome) {
    switch (outcome) {
        case LinkOutcome::kAdded:
            return v1::LINK_OUTCOME_ADDED;
        case LinkOutcome::kRemoved:
            return v1::LINK_OUTCOME_REMOVED;
        case LinkOutcome::kUnchanged:
            return v1::LINK_OUTCOME_UNCHANGED;
    }
    return v1::LINK_OUTCOME_UNSPECIFIED;
}

v1::LinkReportStatus ToWire(ManyLinksStatus status) {
    switch (status) {
        case ManyLinksStatus::kApplied:
            return v1::LINK_REPORT_STATUS_APPLIED;
        case ManyLinksStatus::kTried:
            return v1::LINK_REPORT_STATUS_TRIED;
        case ManyLinksStatus::kRefused:
            return v1::LINK_REPORT_STATUS_REFUSED;
    }
    return v1::LINK_REPORT_STATUS_UNSPECIFIED;
}

v1::HistorySubject ToWire(Subject subject) {
    switch (subject) {
        case Subject::kGroup:
            return v1::HISTORY_SUBJECT_GROUP;
        case Subject::kPupil:
            return v1::HISTORY_SUBJECT_PUPIL;
        case Subject::kSeat:
            return v1::HISTORY_SUBJECT_SEAT;
        case Subject::kWaiting:
            return v1::HISTORY_SUBJECT_WAITING;
        case Subject::kLicence:
            return v1::HISTORY_SUBJECT_LICENCE;
    }
    return v1::HISTORY_SUBJECT_UNSPECIFIED;
}

constexpr std::int64_t kNobody = -1;  // never handed out

std::vector<LinkTarget> ReadTargets(const google::protobuf::RepeatedPtrField<v1::LinkTarget>& wire) {
    std::vector<LinkTarget> targets;
    for (const auto& target : wire) {
        if (targets.size() > kMostLinkChanges) break;
        targets.push_back({.licence = LicenceId::ParseOrNone(target.licence_id())});
        // An id that is none of ours is there all the same: it is refused as one that nobody has.
        if (!target.group_id().empty())
            targets.back().group = GroupId::Parse(target.group_id()).value_or(GroupId{kNobody});
        if (!target.person_id().empty())
            targets.back().pupil = PersonId::Parse(target.person_id()).value_or(PersonId{kNobody});
    }
    return targets;
}

void WriteBy(const HistoryView& view, v1::DoneBy& out) {
    Write(LinkOrigin{.role = view.entry.role, .person = view.entry.person, .person_name = view.person_name}, out);
    if (!view.entry.client_id.empty()) out.set_client_id(view.entry.client_id);
}

void WritePupil(const AccessOnDay::Pupil& pupil, v1::PupilAccess& out) {
    const auto& entry = pupil.since.entry;
    out.set_person_id(PersonId{entry.subject_id}.ToString());
    if (!pupil.name.empty()) out.set_name(pupil.name);
    out.set_since(FormatInstant(entry.at));
    out.set_how(ToWire(entry.how));
    WriteBy(pupil.since, *out.mutable_linked_by());
}

void WriteItem(const LinkItem& item, v1::LinkItem& out) {
    out.set_action(item.link ? v1::LINK_ACTION_LINK : v1::LINK_ACTION_UNLINK);
    // What is no id of ours is not repeated: it can be anything.
    if (item.target.licence) out.set_licence_id(item.target.licence.ToString());
    if (item.target.group.value > 0) out.set_group_id(item.target.group.ToString());
    if (item.target.pupil.value > 0) out.set_person_id(item.target.pupil.ToString());
    out.set_outcome(item.refused ? v1::LINK_OUTCOME_REFUSED : ToWire(item.outcome));
    if (item.refused) out.mutable_problem()->set_code(item.refused->reason);
}

}  // namespace

ManyLinks ReadManyLinks(const v1::ChangeLinksRequest& request) {
    return {.link = ReadTargets(request.link()), .unlink = ReadTargets(request.unlink())};
}

Result<std::optional<Date>> ReadDay(const char* parameter, const std::string& text) {
    if (text.empty()) return std::optional<Date>{};
    const auto day = Date::Parse(text);
    if (!day) return WrongParameter(parameter, "must be a date YYYY-MM-DD");
    return std::optional(*day);
}

Result<HistoryFilter> ReadFilter(const v1::ListHistoryRequest& request) {
    HistoryFilter filter;
    if (!request.licence_id().empty()) filter.licence = LicenceId::ParseOrNone(request.licence_id());
    if (!request.group_id().empty()) filter.group = GroupId::ParseOrNone(request.group_id());
    if (!request.person_id().empty()) filter.pupil = PersonId::ParseOrNone(request.person_id());
    if (filter.group && filter.pupil) return WrongParameter("personId", "is not taken beside groupId");
    SUITE_ASSIGN(const auto from, ReadDay("from", request.from()));
    SUITE_ASSIGN(const auto until, ReadDay("until", request.until()));
    if (from) filter.from = EndOfDutchDay(Date{from->days - std::chrono::days{1}}) + std::chrono::milliseconds{1};
    if (until) filter.until = EndOfDutchDay(*until);
    return filter;
}

v1::LinkHow ToWire(How how) {
    switch (how) {
        case How::kHand:
            return v1::LINK_HOW_HAND;
        case How::kAutomatic:
            return v1::LINK_HOW_AUTOMATIC;
        case How::kOrder:
            return v1::LINK_HOW_ORDER;
        case How::kRoster:
            return v1::LINK_HOW_ROSTER;
        case How::kRollover:
            return v1::LINK_HOW_ROLLOVER;
    }
    return v1::LINK_HOW_UNSPECIFIED;
}

void Write(const LinkOrigin& origin, v1::DoneBy& out) {
    if (origin.role != Role::kNone) out.set_role(std::string(RoleName(origin.role)));
    if (origin.person) out.set_person_id(origin.person.ToString());
    if (!origin.person_name.empty()) out.set_person_name(origin.person_name);
}

void Write(const PupilLink& link, v1::LinkedPupil& out) {
    out.set_person_id(link.pupil.ToString());
    out.set_name(link.name);
    out.set_year_group(link.year_group);
    if (link.group) {
        out.mutable_group()->set_id(link.group->ToString());
        out.mutable_group()->set_name(link.group_name);
    }
    out.set_linked(link.origin.has_value());
    if (link.origin) {
        out.set_linked_at(FormatInstant(link.origin->at));
        out.set_how(ToWire(link.origin->how));
        Write(*link.origin, *out.mutable_linked_by());
    }
    for (const auto& group : link.through_groups) out.add_through_groups(group);
}

void Write(const LinkReport& report, v1::LinkReport& out) {
    out.set_status(ToWire(report.status));
    for (const auto& item : report.items) {
        auto& to = *out.add_items();
        WriteItem(item, to);
        switch (to.outcome()) {
            case v1::LINK_OUTCOME_ADDED:
                out.set_added(out.added() + 1);
                break;
            case v1::LINK_OUTCOME_REMOVED:
                out.set_removed(out.removed() + 1);
                break;
            case v1::LINK_OUTCOME_REFUSED:
                out.set_refused(out.refused() + 1);
                break;
            default:
                out.set_unchanged(out.unchanged() + 1);
        }
    }
    for (const auto& effect : report.effects) {
        auto& to = *out.add_effects();
        to.set_title(effect.title);
        to.set_gain(static_cast<std::int32_t>(effect.gain));
        to.set_lose(static_cast<std::int32_t>(effect.lose));
    }
}

void Write(const HistoryView& view, v1::HistoryEntry& out) {
    const HistoryEntry& entry = view.entry;
    out.set_number(entry.number);
    out.set_at(FormatInstant(entry.at));
    out.set_licence_id(entry.licence.ToString());
    out.set_licence_title(view.licence_title);
    out.set_subject(ToWire(entry.subject));
    if (entry.subject == Subject::kGroup) {
        out.set_group_id(GroupId{entry.subject_id}.ToString());
    } else if (entry.subject != Subject::kLicence) {
        out.set_person_id(PersonId{entry.subject_id}.ToString());
    }
    if (!view.subject_name.empty()) out.set_subject_name(view.subject_name);
    out.set_action(ToWire(entry.action));
    out.set_how(ToWire(entry.how));
    WriteBy(view, *out.mutable_done_by());
    out.set_reason(entry.reason);
    if (entry.undoes) out.set_undoes(*entry.undoes);
}

void Write(const AccessOnDay& access, v1::LicenceAccess& out) {
    out.set_licence_id(access.licence.id.ToString());
    out.set_title(access.licence.title);
    out.set_as_of(access.day.ToString());
    out.set_running(access.running);
    out.set_members_known(access.members_known);
    const auto add = [](const PersonOfGroup& person, v1::PersonOfGroup& to) {
        to.set_person_id(person.id.ToString());
        to.set_name(person.name);
    };
    for (const auto& group : access.groups) {
        auto& to = *out.add_groups();
        const auto& entry = group.since.entry;
        to.set_group_id(GroupId{entry.subject_id}.ToString());
        to.set_name(entry.group_name);
        to.set_since(FormatInstant(entry.at));
        to.set_how(ToWire(entry.how));
        WriteBy(group.since, *to.mutable_linked_by());
        for (const auto& pupil : group.pupils) add(pupil, *to.add_pupils());
        for (const auto& teacher : group.teachers) add(teacher, *to.add_teachers());
    }
    for (const auto& pupil : access.pupils) WritePupil(pupil, *out.add_pupils());
    for (const auto& seat : access.seats) WritePupil(seat, *out.add_seats());
}

}  // namespace suite::licence
