#include "services/licence/app/manage_links.hpp"

#include <algorithm>
#include <tuple>

#include "core/paging.hpp"
#include "services/licence/domain/access.hpp"

namespace suite::licence {

Status ManageLinks::Write(const Actor& actor, SchoolId school, const LinkTarget& target, Change change,
                          Deadline deadline, const std::function<Status(LicenceTx&)>& then) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    return store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        LinkChanges changes(tx, school, {.actor = actor, .now = clock_.Now()});
        SUITE_RETURN_IF_ERROR(change == Change::kLink ? changes.Link(target) : changes.Unlink(target));
        SUITE_RETURN_IF_ERROR(changes.Finish());
        return then(tx);
    });
}

Result<LicenceOverview> ManageLinks::ChangeGroup(const Actor& actor, SchoolId school, const LinkTarget& target,
                                                 Change change, Deadline deadline) const {
    if (!target.group) {
        // A text that is no id names no group. Without one the target would be taken for a pupil's.
        SUITE_RETURN_IF_ERROR(MayLink(actor, school));
        SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
            SUITE_ASSIGN(const auto licence, tx.Licences().Find(school, target.licence));
            return licence ? NoSuchGroup() : NoSuchLicence();
        }));
    }
    LicenceOverview overview;
    SUITE_RETURN_IF_ERROR(Write(actor, school, target, change, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(auto found, tx.Licences().Overview(school, target.licence));
        if (!found) return NoSuchLicence();
        overview = std::move(*found);
        return {};
    }));
    return overview;
}

Result<PupilLink> ManageLinks::ChangePupil(const Actor& actor, SchoolId school, const LinkTarget& target, Change change,
                                           Deadline deadline) const {
    PupilLink link;
    SUITE_RETURN_IF_ERROR(Write(actor, school, target, change, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(auto found, tx.Links().Pupil(school, target.licence, target.pupil));
        if (!found) return NoSuchPerson();
        link = std::move(*found);
        return {};
    }));
    return link;
}

Result<LicenceOverview> ManageLinks::LinkGroup(const Actor& actor, SchoolId school, LicenceId licence, GroupId group,
                                               Deadline deadline) const {
    return ChangeGroup(actor, school, {.licence = licence, .group = group}, Change::kLink, deadline);
}

Result<LicenceOverview> ManageLinks::UnlinkGroup(const Actor& actor, SchoolId school, LicenceId licence, GroupId group,
                                                 Deadline deadline) const {
    return ChangeGroup(actor, school, {.licence = licence, .group = group}, Change::kUnlink, deadline);
}

Result<PupilLink> ManageLinks::LinkPupil(const Actor& actor, SchoolId school, LicenceId licence, PersonId pupil,
                                         Deadline deadline) const {
    return ChangePupil(actor, school, {.licence = licence, .pupil = pupil}, Change::kLink, deadline);
}

Result<PupilLink> ManageLinks::UnlinkPupil(const Actor& actor, SchoolId school, LicenceId licence, PersonId pupil,
                                           Deadline deadline) const {
    return ChangePupil(actor, school, {.licence = licence, .pupil = pupil}, Change::kUnlink, deadline);
}

Result<PupilLinkPage> ManageLinks::Pupils(const Actor& actor, SchoolId school, LicenceId licence, PersonId after,
                                          std::int64_t limit, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    PupilLinkPage page;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto known, tx.Roster().FindSchool(school));
        if (!known) return NoSuchSchool();
        SUITE_ASSIGN(const auto found, tx.Licences().Find(school, licence));
        if (!found) return NoSuchLicence();
        SUITE_ASSIGN(page.items, tx.Links().Pupils(school, licence));
        if (!after) return {};
        // The last pupil of the page before may have been unlinked since; the place in the list is still the same.
        SUITE_ASSIGN(const auto last, tx.Links().Pupil(school, licence, after));
        if (!last) return InvalidCursor();
        std::erase_if(page.items, [&](const PupilLink& link) {
            return std::tie(link.sort_key, link.pupil) <= std::tie(last->sort_key, last->pupil);
        });
        return {};
    }));
    if (std::ssize(page.items) > limit) {
        page.items.resize(static_cast<std::size_t>(limit));
        page.next = page.items.back().pupil;
    }
    return page;
}

}  // namespace suite::licence
