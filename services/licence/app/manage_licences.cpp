#include "services/licence/app/manage_licences.hpp"

#include "core/paging.hpp"
#include "core/reasons.hpp"

namespace suite::licence {
namespace {

std::unexpected<Error> NoSuchSchool() { return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school"); }
std::unexpected<Error> NoSuchLicence() { return Fail(Code::kNotFound, reason::kLicenceUnknown, "no such licence"); }

/// The object rule of this service: whose licences are whose.
Status MaySee(const Actor& actor, SchoolId school) {
    if (!actor.MaySeeSchool(school)) return NoSuchSchool();
    if (actor.role == Role::kTeacher)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "licences are the coordinator's");
    return {};
}

Status MayLink(const Actor& actor, SchoolId school) {
    SUITE_RETURN_IF_ERROR(MaySee(actor, school));
    if (actor.role != Role::kCoordinator)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "only the coordinator links groups");
    return {};
}

Result<LicenceOverview> Overview(LicenceTx& tx, SchoolId school, LicenceId licence) {
    SUITE_ASSIGN(auto overview, tx.Overview(school, licence));
    if (!overview) return NoSuchLicence();
    return std::move(*overview);
}

}  // namespace

Result<LicencePage> ManageLicences::List(const Actor& actor, SchoolId school, LicenceId after, std::int64_t limit,
                                         Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySee(actor, school));
    LicencePage page;
    SUITE_RETURN_IF_ERROR(store_.Read(deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto known, tx.FindSchool(school));
        if (!known) return NoSuchSchool();
        if (after) {
            SUITE_ASSIGN(const auto last, tx.FindLicence(school, after));
            if (!last) return InvalidCursor();
        }
        SUITE_ASSIGN(page.items, tx.List(school, after, limit + 1));
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
    SUITE_RETURN_IF_ERROR(MaySee(actor, school));
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
        SUITE_ASSIGN(const auto found, tx.FindLicence(school, licence));
        if (!found) return NoSuchLicence();
        SUITE_ASSIGN(const bool group_exists, tx.GroupExists(school, group));
        if (!group_exists) return Fail(Code::kNotFound, reason::kGroupUnknown, "no such group");
        SUITE_RETURN_IF_ERROR(CanLinkGroups(*found, Today()));
        SUITE_ASSIGN(const bool added, tx.AddLink(school, licence, group, actor, clock_.Now()));
        if (added) SUITE_RETURN_IF_ERROR(tx.MappingChanged(school, found->product_id, clock_.Now()));
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
        SUITE_ASSIGN(const auto found, tx.FindLicence(school, licence));
        if (!found) return NoSuchLicence();
        SUITE_ASSIGN(const bool group_exists, tx.GroupExists(school, group));
        if (!group_exists) return Fail(Code::kNotFound, reason::kGroupUnknown, "no such group");
        SUITE_ASSIGN(const bool removed, tx.RemoveLink(school, licence, group, actor, clock_.Now()));
        if (removed) SUITE_RETURN_IF_ERROR(tx.MappingChanged(school, found->product_id, clock_.Now()));
        SUITE_ASSIGN(overview, Overview(tx, school, licence));
        return {};
    }));
    return overview;
}

Result<std::map<PersonId, std::vector<std::string>>> ManageLicences::Titles(const Actor& actor, SchoolId school,
                                                                            const std::vector<PersonId>& persons,
                                                                            Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySee(actor, school));
    std::map<PersonId, std::vector<std::string>> all;
    SUITE_RETURN_IF_ERROR(store_.Read(deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(all, tx.Titles(school, Today()));
        return {};
    }));
    std::map<PersonId, std::vector<std::string>> asked;
    for (const auto person : persons) {
        if (auto titles = all.find(person); titles != all.end()) asked.insert(*titles);
    }
    return asked;
}

}  // namespace suite::licence
