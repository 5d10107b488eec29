#include "services/roster_sync/domain/merger.hpp"

#include <string>

#include "roster/apply.hpp"

namespace suite::roster_sync {

roster::SchoolChanges PupilsToTake(const roster::SchoolState& from, const roster::SchoolState& into,
                                   const std::unordered_set<PersonId>& elsewhere) {
    std::unordered_set<PersonId> ids;
    std::unordered_set<std::int64_t> basispoort_ids;
    std::unordered_set<std::string> eck_ids, las_keys;
    for (const auto& pupil : into.pupils) {
        ids.insert(pupil.id);
        if (pupil.keys.basispoort_id) basispoort_ids.insert(*pupil.keys.basispoort_id);
        eck_ids.insert(pupil.keys.eck_id);
        las_keys.insert(pupil.keys.las_key);
    }
    roster::SchoolChanges changes{.school_id = into.school.id};
    for (const auto& pupil : from.pupils) {
        const auto& keys = pupil.keys;
        if (!pupil.active || ids.contains(pupil.id) || elsewhere.contains(pupil.id)) continue;
        if (keys.basispoort_id && basispoort_ids.contains(*keys.basispoort_id)) continue;
        if (!keys.eck_id.empty() && eck_ids.contains(keys.eck_id)) continue;
        auto taken = pupil;
        taken.year_group = roster::EffectiveYearGroup(from, pupil);
        taken.base_group.reset();
        taken.composed_groups.clear();
        if (las_keys.contains(keys.las_key)) taken.keys.las_key.clear();
        // Without any key left nobody could ever find the pupil again; that pupil comes with the new school's own data.
        if (!taken.keys.basispoort_id && taken.keys.eck_id.empty() && taken.keys.las_key.empty()) continue;
        changes.pupils.push_back(std::move(taken));
    }
    return changes;
}

roster::SchoolChanges PupilsTaken(const roster::SchoolState& from, const roster::SchoolState& into) {
    std::unordered_set<PersonId> there;
    for (const auto& pupil : into.pupils) there.insert(pupil.id);
    roster::SchoolChanges changes{.school_id = from.school.id};
    for (const auto& pupil : from.pupils) {
        if (there.contains(pupil.id)) changes.removed_pupils.push_back(pupil.id);
    }
    return changes;
}

}  // namespace suite::roster_sync
