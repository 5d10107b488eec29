#include "services/licence/app/manage_licences.hpp"

#include "core/paging.hpp"
#include "services/licence/domain/access.hpp"

namespace suite::licence {
namespace {

Result<LicenceOverview> Overview(LicenceTx& tx, SchoolId school, LicenceId licence) {
    SUITE_ASSIGN(auto overview, tx.Licences().Overview(school, licence));
    if (!overview) return NoSuchLicence();
    return std::move(*overview);
}

HistoryEntry ByHand(const Actor& actor, const KnownGroup& group, LinkAction action, Instant at) {
    return {.at = at,
            .subject = Subject::kGroup,
            .subject_id = group.id.value,
            .group_name = group.name,
            .action = action,
            .how = How::kHand,
            .role = actor.role,
            .person = actor.person,
            .client_id = actor.client_id};
}

/// What goes with every change of a link.
Status Changed(LicenceTx& tx, SchoolId school, const Licence& licence, HistoryEntry entry) {
    entry.licence = licence.id;
    SUITE_RETURN_IF_ERROR(tx.History().Add(school, entry));
    return tx.MappingChanged(school, entry.at);
}

}  // namespace

Result<LicencePage> ManageLicences::List(const Actor& actor, SchoolId school, LicenceId after, std::int64_t limit,
                                         Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    LicencePage page;
    SUITE_RETURN_IF_ERROR(store_.Read(deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto known, tx.Roster().FindSchool(school));
        if (!known) return NoSuchSchool();
        if (after) {
            SUITE_ASSIGN(const auto last, tx.Licences().Find(school, after));
            if (!last) return InvalidCursor();
        }
        SUITE_ASSIGN(page.items, tx.Licences().List(school, after, limit + 1));
        return {};
    }));
    if (std::ssize(page.items) > limit) {
        page.items.pop_back();
        page.next = page.items.back().licence.id;
    }
    return page;
}

Result<LicenceOverview> ManageLicences::Get(const Actor& actor, SchoolId school, LicenceId licence,
                                            Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    LicenceOverview overview;
    SUITE_RETURN_IF_ERROR(store_.Read(deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(overview, Overview(tx, school, licence));
        return {};
    }));
    return overview;
}

Result<LicenceOverview> ManageLicences::Link(const Actor& actor, SchoolId school, LicenceId licence, GroupId group,
                                             Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    LicenceOverview overview;
    SUITE_RETURN_IF_ERROR(store_.Write(deadline, [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto found, tx.Licences().Find(school, licence));
        if (!found) return NoSuchLicence();
        SUITE_ASSIGN(const auto known, tx.Roster().FindGroup(school, group));
        if (!known) return NoSuchGroup();
        SUITE_RETURN_IF_ERROR(CanLinkGroups(*found, Today()));
        const Instant now = clock_.Now();
        SUITE_ASSIGN(const bool added, tx.Links().AddGroup(school, licence, *known, How::kHand, now));
        if (added) SUITE_RETURN_IF_ERROR(Changed(tx, school, *found, ByHand(actor, *known, LinkAction::kLink, now)));
        SUITE_ASSIGN(overview, Overview(tx, school, licence));
        return {};
    }));
    return overview;
}

Result<LicenceOverview> ManageLicences::Unlink(const Actor& actor, SchoolId school, LicenceId licence, GroupId group,
                                               Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    LicenceOverview overview;
    SUITE_RETURN_IF_ERROR(store_.Write(deadline, [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto found, tx.Licences().Find(school, licence));
        if (!found) return NoSuchLicence();
        SUITE_ASSIGN(const auto known, tx.Roster().FindGroup(school, group));
        if (!known) return NoSuchGroup();
        const Instant now = clock_.Now();
        SUITE_ASSIGN(const bool removed, tx.Links().RemoveGroup(school, licence, group));
        if (removed)
            SUITE_RETURN_IF_ERROR(Changed(tx, school, *found, ByHand(actor, *known, LinkAction::kUnlink, now)));
        SUITE_ASSIGN(overview, Overview(tx, school, licence));
        return {};
    }));
    return overview;
}

Result<std::map<PersonId, std::vector<std::string>>> ManageLicences::Titles(const Actor& actor, SchoolId school,
                                                                            const std::vector<PersonId>& persons,
                                                                            Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    std::map<PersonId, std::vector<std::string>> all;
    SUITE_RETURN_IF_ERROR(store_.Read(deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(all, tx.Licences().Titles(school, Today()));
        return {};
    }));
    std::map<PersonId, std::vector<std::string>> asked;
    for (const auto person : persons) {
        if (auto titles = all.find(person); titles != all.end()) asked.insert(*titles);
    }
    return asked;
}

}  // namespace suite::licence
