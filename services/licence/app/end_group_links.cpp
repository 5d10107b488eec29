#include "services/licence/app/end_group_links.hpp"

namespace suite::licence {
namespace {

constexpr std::int64_t kSchoolsAtOnce = 50;
constexpr std::chrono::seconds kTime{20};  // of one transaction

}  // namespace

Status EndGroupLinksOf(LicenceTx& tx, SchoolId school, Instant now) {
    SUITE_ASSIGN(const auto links, tx.Links().Groups(school));
    bool changed = false;
    for (const auto& link : links) {
        const auto end = EndOfGroupLink(link.facts, DutchDay(now));
        if (!end) continue;
        SUITE_ASSIGN(const bool removed, tx.Links().RemoveGroup(school, link.licence, link.group));
        if (!removed) continue;
        changed = true;
        SUITE_RETURN_IF_ERROR(tx.History().Add(school, {.at = now,
                                                        .licence = link.licence,
                                                        .subject_id = link.group.value,
                                                        .group_name = link.group_name,
                                                        .action = LinkAction::kUnlink,
                                                        .how = *end}));
    }
    return changed ? tx.MappingChanged(school, now) : Status{};
}

Result<bool> EndGroupLinks::operator()() const {
    const SchoolYear year = SchoolYear::Of(DutchDay(clock_.Now()));
    std::vector<SchoolId> schools;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kTime), [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(schools, tx.Links().SchoolsLinkedBefore(year, kSchoolsAtOnce));
        return {};
    }));
    for (const auto school : schools) {
        SUITE_RETURN_IF_ERROR(store_.Write(school, Deadline::In(kTime), [&](LicenceTx& tx) -> Status {
            SUITE_RETURN_IF_ERROR(tx.Lock(school));
            return EndGroupLinksOf(tx, school, clock_.Now());
        }));
    }
    return std::ssize(schools) == kSchoolsAtOnce;
}

}  // namespace suite::licence
