#include "services/licence/app/see_history.hpp"

#include <algorithm>
#include <map>

#include "core/reasons.hpp"
#include "services/licence/app/change_links.hpp"
#include "services/licence/domain/access.hpp"
#include "services/licence/domain/term.hpp"

namespace suite::licence {
namespace {

constexpr std::chrono::milliseconds kMembersTime{1500};  // leaves time to answer without them

std::unexpected<Error> NoSuchEntry() {
    return Fail(Code::kNotFound, reason::kHistoryUnknown, "no such entry in the history");
}

/// What to change so that it is as before this entry.
LinkTarget TargetOf(const HistoryEntry& entry) {
    LinkTarget target{.licence = entry.licence};
    if (entry.subject == Subject::kGroup) target.group = GroupId{entry.subject_id};
    if (entry.subject == Subject::kPupil) target.pupil = PersonId{entry.subject_id};
    return target;
}

std::vector<HistoryEntry> EntriesOf(const std::vector<HistoryView>& views) {
    std::vector<HistoryEntry> entries;
    for (const auto& view : views) entries.push_back(view.entry);
    return entries;
}

AccessOnDay HoldersOf(const std::vector<HistoryView>& views) {
    std::map<std::int64_t, const HistoryView*> by_number;
    for (const auto& view : views) by_number.emplace(view.entry.number, &view);
    AccessOnDay access;
    for (const auto& holder : HoldersAfter(EntriesOf(views))) {
        const HistoryView& since = *by_number.at(holder.number);
        if (holder.subject == Subject::kGroup) access.groups.push_back({.since = since});
        if (holder.subject == Subject::kPupil) access.pupils.push_back({.since = since, .name = since.subject_name});
        if (holder.subject == Subject::kSeat) access.seats.push_back({.since = since, .name = since.subject_name});
    }
    return access;
}

void AddMembers(AccessOnDay& access, const std::vector<PersonThen>& people) {
    std::map<PersonId, const PersonThen*> by_id;
    for (const auto& person : people) by_id.emplace(person.id, &person);
    for (auto& group : access.groups) {
        const GroupId id{group.since.entry.subject_id};
        for (const auto& person : people) {
            if (std::ranges::find(person.groups, id) == person.groups.end()) continue;
            (person.teacher ? group.teachers : group.pupils).push_back({.id = person.id, .name = person.name});
        }
    }
    for (auto* list : {&access.pupils, &access.seats}) {
        for (auto& pupil : *list) {
            const auto then = by_id.find(PersonId{pupil.since.entry.subject_id});
            if (then != by_id.end()) pupil.name = then->second->name;
        }
    }
}

}  // namespace

Result<HistoryPage> SeeHistory::List(const Actor& actor, SchoolId school, const HistoryFilter& filter,
                                     std::int64_t before, std::int64_t limit, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    HistoryPage page;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto known, tx.Roster().FindSchool(school));
        if (!known) return NoSuchSchool();
        if (filter.licence) {
            SUITE_ASSIGN(const auto licence, tx.Licences().Find(school, *filter.licence));
            if (!licence) return NoSuchLicence();
        }
        SUITE_ASSIGN(page.items, tx.History().List(school, filter, before, limit + 1));
        return {};
    }));
    if (std::ssize(page.items) > limit) {
        page.items.pop_back();
        page.next = page.items.back().entry.number;
    }
    return page;
}

Result<AccessOnDay> SeeHistory::Access(const Actor& actor, SchoolId school, LicenceId licence,
                                       std::optional<Date> asked, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    const Date today = DutchDay(clock_.Now());
    const Date day = asked.value_or(today);
    if (day > today) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "a parameter is wrong",
                     .fields = {{"asOf", "must not be in the future"}}});
    }
    AccessOnDay access;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto known, tx.Roster().FindSchool(school));
        if (!known) return NoSuchSchool();
        SUITE_ASSIGN(const auto found, tx.Licences().Find(school, licence));
        if (!found) return NoSuchLicence();
        const Instant moment = EndOfDutchDay(day);
        SUITE_ASSIGN(auto views, tx.History().OfLicence(school, licence, EndOfDutchDay(today)));
        const Licence then = TermsAt(*found, EntriesOf(views), moment);
        std::erase_if(views, [&](const HistoryView& view) { return view.entry.at > moment; });
        access = HoldersOf(views);
        access.running = !then.cancelled && day >= then.start && day <= LastDay(then, day);
        access.licence = *found;
        return {};
    }));
    access.day = day;
    // Who was in the groups is worth an answer without it: the links are this service's own.
    const auto people = roster_.People(actor, school, day, deadline.AtMost(kMembersTime));
    access.members_known = people && !people->empty();
    if (people) AddMembers(access, *people);
    return access;
}

Result<HistoryView> SeeHistory::Undo(const Actor& actor, SchoolId school, std::int64_t number,
                                     Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    std::optional<HistoryView> undone;
    SUITE_RETURN_IF_ERROR(store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto found, tx.History().Find(school, number));
        if (!found) return NoSuchEntry();
        const HistoryEntry& entry = found->entry;
        SUITE_ASSIGN(const auto latest, tx.History().Latest(school, entry));
        SUITE_RETURN_IF_ERROR(MayUndo(entry, latest));
        LinkChanges changes(tx, school, {.actor = actor, .now = clock_.Now(), .undoes = number});
        const auto target = TargetOf(entry);
        SUITE_RETURN_IF_ERROR(entry.action == LinkAction::kLink ? changes.Unlink(target) : changes.Link(target));
        SUITE_RETURN_IF_ERROR(changes.Finish());
        SUITE_ASSIGN(const auto written, tx.History().Latest(school, entry));
        SUITE_ASSIGN(undone, tx.History().Find(school, written));
        return {};
    }));
    if (!undone) return NoSuchEntry();
    return std::move(*undone);
}

}  // namespace suite::licence
