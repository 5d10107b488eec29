#include "services/roster_sync/app/decide_removals.hpp"

#include <algorithm>
#include <unordered_map>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::size_t kAskedAtOnce = 500;
constexpr std::chrono::milliseconds kProductsTime{1000};  // of the caller's: a preview without titles beats none

std::unexpected<Error> NoSuchSchool() { return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school"); }
std::unexpected<Error> NoSuchRemoval() { return Fail(Code::kNotFound, reason::kRemovalUnknown, "no such removal"); }

Status MayDecideFor(const Actor& actor, SchoolId school) {
    if (!actor.MaySeeSchool(school)) return NoSuchSchool();
    if (actor.role == Role::kTeacher)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "removals are the coordinator's");
    return {};
}

Result<HeldRemoval> Find(RosterTx& tx, SchoolId school, RemovalId id) {
    SUITE_ASSIGN(auto removal, tx.Removals().Find(school, id));
    if (!removal) return NoSuchRemoval();
    return std::move(*removal);
}

bool Held(const HeldRemoval& removal, std::int64_t id) { return std::ranges::binary_search(removal.subjects, id); }

std::vector<RemovalSubject> SubjectsOf(const HeldRemoval& removal, const roster::SchoolState& state) {
    std::unordered_map<GroupId, std::string> group_names;
    for (const auto& group : state.groups) group_names.emplace(group.id, group.name);
    std::unordered_map<GroupId, std::int64_t> sizes;
    for (const auto& pupil : state.pupils) {
        if (pupil.base_group) ++sizes[*pupil.base_group];
        for (const auto group : pupil.composed_groups) ++sizes[group];
    }
    std::vector<RemovalSubject> subjects;
    if (removal.entity == Entity::kGroup) {
        for (const auto& group : state.groups) {
            if (Held(removal, group.id.value))
                subjects.push_back({.id = group.id.value, .name = group.name, .pupils = sizes[group.id]});
        }
    }
    if (removal.entity == Entity::kPupil) {
        for (const auto& pupil : state.pupils) {
            if (!Held(removal, pupil.id.value)) continue;
            subjects.push_back({.id = pupil.id.value,
                                .name = ShownName(pupil.name),
                                .group = pupil.base_group ? group_names[*pupil.base_group] : std::string()});
        }
    }
    if (removal.entity == Entity::kStaff) {
        for (const auto& member : state.staff) {
            if (Held(removal, member.id.value))
                subjects.push_back({.id = member.id.value, .name = ShownName(member.name)});
        }
    }
    std::ranges::sort(subjects, {}, [](const auto& subject) { return std::pair(subject.group, subject.name); });
    return subjects;
}

/// Of a group everyone in it loses what the group has, so its pupils are asked for.
std::vector<std::pair<PersonId, std::int64_t>> LosersOf(const HeldRemoval& removal, const roster::SchoolState& state) {
    std::vector<std::pair<PersonId, std::int64_t>> losers;  // person, subject
    if (removal.entity != Entity::kGroup) {
        for (const auto id : removal.subjects) losers.emplace_back(PersonId{id}, id);
        return losers;
    }
    for (const auto& pupil : state.pupils) {
        if (pupil.base_group && Held(removal, pupil.base_group->value))
            losers.emplace_back(pupil.id, pupil.base_group->value);
        for (const auto group : pupil.composed_groups) {
            if (Held(removal, group.value)) losers.emplace_back(pupil.id, group.value);
        }
    }
    return losers;
}

}  // namespace

Result<std::vector<HeldRemoval>> DecideRemovals::List(const Actor& actor, std::optional<SchoolId> school,
                                                      std::optional<ListPlace> before, std::int64_t limit,
                                                      Deadline deadline) const {
    if (school) SUITE_RETURN_IF_ERROR(MayDecideFor(actor, *school));
    if (!school && actor.role != Role::kHelpdesk)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "only the helpdesk sees all schools");
    std::vector<HeldRemoval> removals;
    SUITE_RETURN_IF_ERROR(
        store_.Read(school ? SchoolScope(*school) : SchoolScope::All(), deadline, [&](RosterTx& tx) -> Status {
            if (school) {
                SUITE_ASSIGN(const auto known, tx.Schools().Version(*school));
                if (!known) return NoSuchSchool();  // the helpdesk may ask for any
            }
            SUITE_ASSIGN(removals, tx.Removals().List(school, !school.has_value(), before, limit));
            return {};
        }));
    return removals;
}

Result<RemovalPreview> DecideRemovals::Preview(const Actor& actor, SchoolId school, RemovalId id,
                                               Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayDecideFor(actor, school));
    RemovalPreview preview;
    roster::SchoolState state;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(preview.removal, Find(tx, school, id));
        SUITE_ASSIGN(auto current, tx.Schools().Load(school));
        if (!current) return NoSuchRemoval();
        state = std::move(current->state);
        return {};
    }));
    preview.subjects = SubjectsOf(preview.removal, state);
    const auto losers = LosersOf(preview.removal, state);
    std::map<std::int64_t, std::vector<std::string>> lost;
    for (std::size_t from = 0; from < losers.size() && preview.products_known; from += kAskedAtOnce) {
        std::vector<PersonId> persons;
        const auto to = std::min(losers.size(), from + kAskedAtOnce);
        for (std::size_t i = from; i < to; ++i) persons.push_back(losers[i].first);
        const auto titles = products_.Titles(actor, school, persons, deadline.AtMost(kProductsTime));
        if (!titles) {
            preview.products_known = false;
            lost.clear();
            break;
        }
        for (std::size_t i = from; i < to; ++i) {
            const auto of_person = titles->find(losers[i].first);
            if (of_person == titles->end()) continue;
            auto& all = lost[losers[i].second];
            all.insert(all.end(), of_person->second.begin(), of_person->second.end());
        }
    }
    for (auto& subject : preview.subjects) {
        const auto titles = lost.find(subject.id);
        if (titles == lost.end()) continue;
        std::ranges::sort(titles->second);
        titles->second.erase(std::ranges::unique(titles->second).begin(), titles->second.end());
        subject.titles = titles->second;
    }
    return preview;
}

Result<HeldRemoval> DecideRemovals::Decide(const Actor& actor, SchoolId school, RemovalId id, const std::string& why,
                                           RemovalStatus status, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayDecideFor(actor, school));
    HeldRemoval removal;
    bool changed = false;
    SUITE_RETURN_IF_ERROR(store_.Write(school, deadline, [&](RosterTx& tx) -> Status {
        changed = false;
        SUITE_RETURN_IF_ERROR(tx.Lock(school.value));
        SUITE_ASSIGN(removal, Find(tx, school, id));
        const auto now = clock_.Now();
        SUITE_RETURN_IF_ERROR(MayDecide(removal, why, now));
        removal.status = status;
        removal.decision = Decision{.at = now,
                                    .role = actor.role,
                                    .by = actor.person,
                                    .client_id = actor.client_id,
                                    .reason = std::string(Trim(why))};
        SUITE_RETURN_IF_ERROR(tx.Removals().Save(removal));
        if (status != RemovalStatus::kApproved) return {};
        SUITE_ASSIGN(const auto current, tx.Schools().Load(school));
        if (!current) return NoSuchRemoval();
        auto changes = RemovalOf(current->state, removal.entity, removal.subjects);
        if (changes.Empty()) return {};
        SUITE_RETURN_IF_ERROR(deliver_.Change(tx, *current, std::move(changes), Origin::kDecision, actor.person));
        changed = true;
        return {};
    }));
    if (changed) applied_();
    return removal;
}

Result<HeldRemoval> DecideRemovals::Approve(const Actor& actor, SchoolId school, RemovalId id, const std::string& why,
                                            Deadline deadline) const {
    return Decide(actor, school, id, why, RemovalStatus::kApproved, deadline);
}

Result<HeldRemoval> DecideRemovals::Drop(const Actor& actor, SchoolId school, RemovalId id, const std::string& why,
                                         Deadline deadline) const {
    return Decide(actor, school, id, why, RemovalStatus::kDropped, deadline);
}

}  // namespace suite::roster_sync
