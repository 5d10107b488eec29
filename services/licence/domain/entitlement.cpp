#include "services/licence/domain/entitlement.hpp"

#include <algorithm>

namespace suite::licence {
namespace {

/// Higher is nearer to access.
int Nearness(Reason reason) {
    switch (reason) {
        case Reason::kGroupLicence:
            return 5;
        case Reason::kGroupNotLinked:
            return 4;
        case Reason::kLicenceNotStarted:
            return 3;
        case Reason::kLicenceEnded:
            return 2;
        case Reason::kLicenceCancelled:
            return 1;
        case Reason::kNoLicence:
        case Reason::kSchoolUnknown:
        case Reason::kSchoolInactive:
        case Reason::kConsentWithdrawn:
        case Reason::kPersonUnknown:
        case Reason::kPersonInactive:
        case Reason::kStaffEnded:
            return 0;
    }
    return 0;
}

Reason Judge(const LinkedLicence& licence, const std::vector<GroupId>& groups, Date today) {
    if (licence.cancelled) return Reason::kLicenceCancelled;
    if (today > licence.end) return Reason::kLicenceEnded;
    const bool linked = std::ranges::any_of(
        groups, [&](GroupId group) { return std::ranges::find(licence.groups, group) != licence.groups.end(); });
    if (!linked) return Reason::kGroupNotLinked;
    return today < licence.start ? Reason::kLicenceNotStarted : Reason::kGroupLicence;
}

}  // namespace

std::optional<Entitlement> RuledOut(const SchoolFacts& school, Date today) {
    if (!school.known) return Entitlement{.reason = Reason::kSchoolUnknown};
    if (!school.active) return Entitlement{.reason = Reason::kSchoolInactive};
    if (!school.consent) return Entitlement{.reason = Reason::kConsentWithdrawn};
    if (!school.person) return Entitlement{.reason = Reason::kPersonUnknown};
    if (!school.person->active) return Entitlement{.reason = Reason::kPersonInactive};
    if (school.person->end_date && today > *school.person->end_date) return Entitlement{.reason = Reason::kStaffEnded};
    return std::nullopt;
}

Entitlement Decide(const SchoolFacts& school, const ProductMapping& mapping, Date today) {
    if (auto out = RuledOut(school, today)) return *out;
    const PersonFacts& person = *school.person;
    Entitlement best{.reason = Reason::kNoLicence};
    Date best_end{};
    for (const auto& licence : mapping.licences) {
        const Reason reason = Judge(licence, person.groups, today);
        const bool nearer = Nearness(reason) > Nearness(best.reason);
        const bool longer = reason == best.reason && licence.end > best_end;
        if (!nearer && !longer) continue;
        best = {.reason = reason, .licence = licence.id};
        best_end = licence.end;
    }
    if (best.Entitled()) best.until = person.end_date ? std::min(best_end, *person.end_date) : best_end;
    return best;
}

}  // namespace suite::licence
