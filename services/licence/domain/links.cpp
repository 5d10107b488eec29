#include "services/licence/domain/links.hpp"

#include <algorithm>

#include "core/reasons.hpp"

namespace suite::licence {
namespace {

std::int64_t Without(const std::set<PersonId>& some, const std::set<PersonId>& others) {
    return std::ranges::count_if(some, [&](PersonId pupil) { return !others.contains(pupil); });
}

}  // namespace

Status CanLinkPupils(const Licence& licence, Date today) {
    if (licence.kind != LicenceKind::kGroup) {
        return Fail(Code::kFailedPrecondition, reason::kLicencePerChild,
                    "a licence per pupil has seats; assign one instead");
    }
    return CanLinkGroups(licence, today);
}

SchoolYear YearOfLink(SchoolYear group_year, Date today) { return std::max(group_year, SchoolYear::Of(today)); }

std::optional<How> EndOfGroupLink(const GroupLinkFacts& facts, Date today) {
    if (IsOver(facts.year, today)) return How::kRollover;
    if (facts.group_known) return std::nullopt;
    return facts.year && facts.newest && *facts.newest > *facts.year ? How::kRollover : How::kRoster;
}

std::optional<How> EndOfPupilLink(const PupilLinkFacts& facts) {
    if (!facts.at_school) return How::kRoster;
    if (facts.made_in && facts.base_year && *facts.base_year > *facts.made_in) return How::kRollover;
    return std::nullopt;
}

std::vector<TitleEffect> Effects(const PupilsByTitle& before, const PupilsByTitle& after) {
    static const std::set<PersonId> kNobody;
    std::set<std::string> titles;
    for (const auto& [title, pupils] : before) titles.insert(title);
    for (const auto& [title, pupils] : after) titles.insert(title);
    std::vector<TitleEffect> effects;
    for (const auto& title : titles) {
        const auto had = before.find(title);
        const auto has = after.find(title);
        const auto& old_ones = had == before.end() ? kNobody : had->second;
        const auto& new_ones = has == after.end() ? kNobody : has->second;
        TitleEffect effect{.title = title, .gain = Without(new_ones, old_ones), .lose = Without(old_ones, new_ones)};
        if (effect.gain + effect.lose > 0) effects.push_back(std::move(effect));
    }
    return effects;
}

}  // namespace suite::licence
