#include "services/licence/app/change_links.hpp"

#include <utility>

#include "core/reasons.hpp"
#include "services/licence/domain/access.hpp"
#include "services/licence/domain/links.hpp"

namespace suite::licence {
namespace {

HistoryEntry AboutGroup(const KnownGroup& group, LinkAction action) {
    return {.subject = Subject::kGroup, .subject_id = group.id.value, .group_name = group.name, .action = action};
}

HistoryEntry AboutPupil(PersonId pupil, LinkAction action) {
    return {.subject = Subject::kPupil, .subject_id = pupil.value, .action = action};
}

}  // namespace

Result<Licence> LinkChanges::Find(LicenceId licence) {
    if (const auto known = licences_.find(licence); known != licences_.end()) return known->second;
    SUITE_ASSIGN(auto found, tx_.Licences().Find(school_, licence));
    if (!found) return NoSuchLicence();
    return licences_.emplace(licence, std::move(*found)).first->second;
}

Result<KnownGroup> LinkChanges::FindGroup(GroupId group) {
    SUITE_ASSIGN(auto known, tx_.Roster().FindGroup(school_, group));
    if (!known) return NoSuchGroup();
    return std::move(*known);
}

Result<KnownPupil> LinkChanges::FindPupil(PersonId pupil) {
    SUITE_ASSIGN(auto known, tx_.Roster().FindPupil(school_, pupil));
    if (!known) return NoSuchPerson();
    return std::move(*known);
}

Result<LinkOutcome> LinkChanges::Link(const LinkTarget& target) {
    SUITE_ASSIGN(const auto licence, Find(target.licence));
    return target.group ? LinkGroup(licence, target.group) : LinkPupil(licence, target.pupil);
}

Result<LinkOutcome> LinkChanges::LinkGroup(const Licence& licence, GroupId group) {
    SUITE_ASSIGN(const auto known, FindGroup(group));
    SUITE_RETURN_IF_ERROR(CanLinkGroups(licence, DutchDay(by_.now)));
    SUITE_ASSIGN(const bool added, tx_.Links().AddGroup(school_, licence.id, known, How::kHand, by_.now));
    if (!added) return LinkOutcome::kUnchanged;
    SUITE_RETURN_IF_ERROR(Changed(licence, AboutGroup(known, LinkAction::kLink)));
    return LinkOutcome::kAdded;
}

Result<LinkOutcome> LinkChanges::LinkPupil(const Licence& licence, PersonId pupil) {
    SUITE_ASSIGN(const auto known, FindPupil(pupil));
    const Date today = DutchDay(by_.now);
    SUITE_RETURN_IF_ERROR(CanLinkPupils(licence, today));
    if (!known.active) return Fail(Code::kFailedPrecondition, reason::kPupilInactive, "the pupil is not active");
    SchoolYear year = SchoolYear::Of(today);
    if (known.base_group) {
        SUITE_ASSIGN(const auto base, tx_.Roster().FindGroup(school_, *known.base_group));
        if (base) year = base->school_year;
    }
    SUITE_ASSIGN(const bool added, tx_.Links().AddPupil(school_, licence.id, pupil, year, How::kHand, by_.now));
    if (!added) return LinkOutcome::kUnchanged;
    SUITE_RETURN_IF_ERROR(Changed(licence, AboutPupil(pupil, LinkAction::kLink)));
    return LinkOutcome::kAdded;
}

Result<LinkOutcome> LinkChanges::Unlink(const LinkTarget& target) {
    SUITE_ASSIGN(const auto licence, Find(target.licence));
    HistoryEntry entry;
    bool removed = false;
    if (target.group) {
        SUITE_ASSIGN(const auto known, FindGroup(target.group));
        SUITE_ASSIGN(removed, tx_.Links().RemoveGroup(school_, licence.id, target.group));
        entry = AboutGroup(known, LinkAction::kUnlink);
    } else {
        SUITE_RETURN_IF_ERROR(FindPupil(target.pupil));
        SUITE_ASSIGN(removed, tx_.Links().RemovePupil(school_, licence.id, target.pupil));
        entry = AboutPupil(target.pupil, LinkAction::kUnlink);
    }
    if (!removed) return LinkOutcome::kUnchanged;
    SUITE_RETURN_IF_ERROR(Changed(licence, std::move(entry)));
    return LinkOutcome::kRemoved;
}

Status LinkChanges::Changed(const Licence& licence, HistoryEntry entry) {
    entry.at = by_.now;
    entry.licence = licence.id;
    entry.how = How::kHand;
    entry.role = by_.actor.role;
    entry.person = by_.actor.person;
    entry.client_id = by_.actor.client_id;
    entry.undoes = by_.undoes;
    if (by_.undoes) entry.reason = "undo of " + std::to_string(*by_.undoes);
    changed_ = true;
    return tx_.History().Add(school_, entry);
}

Status LinkChanges::Finish() {
    if (!std::exchange(changed_, false)) return {};
    return tx_.MappingChanged(school_, by_.now);
}

}  // namespace suite::licence
