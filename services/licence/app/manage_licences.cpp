#include "services/licence/app/manage_licences.hpp"

#include "services/licence/domain/access.hpp"

namespace suite::licence {
namespace {

Result<LicenceOverview> Overview(LicenceTx& tx, SchoolId school, LicenceId licence) {
    SUITE_ASSIGN(auto overview, tx.Licences().Overview(school, licence));
    if (!overview) return NoSuchLicence();
    return std::move(*overview);
}

}  // namespace

Result<LicencePage> ManageLicences::List(const Actor& actor, SchoolId school, const ListFilter& filter,
                                         const ListOrder& order, const std::optional<ListPlace>& after,
                                         std::int64_t limit, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    std::vector<LicenceOverview> all;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto known, tx.Roster().FindSchool(school));
        if (!known) return NoSuchSchool();
        SUITE_ASSIGN(all, tx.Licences().Overviews(school));
        return {};
    }));
    return CutPage(std::move(all), filter, order, after, limit, Today());
}

Result<LicenceOverview> ManageLicences::Get(const Actor& actor, SchoolId school, LicenceId licence,
                                            Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    LicenceOverview overview;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
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
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
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
