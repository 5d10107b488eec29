#include "services/roster_sync/domain/identity.hpp"

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace suite::roster_sync {
namespace {

std::unordered_set<PersonId> IdsOf(const roster::SchoolState& state) {
    std::unordered_set<PersonId> ids;
    for (const auto& pupil : state.pupils) ids.insert(pupil.id);
    for (const auto& member : state.staff) ids.insert(member.id);
    return ids;
}

}  // namespace

std::vector<roster::PersonKeys> KeysOfNewPupils(const roster::SchoolState& before,
                                                const roster::SchoolChanges& changes) {
    const auto present = IdsOf(before);
    std::vector<roster::PersonKeys> keys;
    for (const auto& pupil : changes.pupils) {
        if (!present.contains(pupil.id)) keys.push_back(pupil.keys);
    }
    return keys;
}

std::vector<KnownPupil> Elsewhere(const roster::SchoolState& before, const roster::SchoolChanges& changes,
                                  const std::vector<KnownPupil>& pupils) {
    std::unordered_set<std::int64_t> basispoort_ids;
    std::unordered_set<std::string> eck_ids;
    for (const auto& keys : KeysOfNewPupils(before, changes)) {
        if (keys.basispoort_id) basispoort_ids.insert(*keys.basispoort_id);
        if (!keys.eck_id.empty()) eck_ids.insert(keys.eck_id);
    }
    std::vector<KnownPupil> found;
    for (const auto& pupil : pupils) {
        if (pupil.school == changes.school_id) continue;
        const bool same_id = pupil.keys.basispoort_id && basispoort_ids.contains(*pupil.keys.basispoort_id);
        if (same_id || eck_ids.contains(pupil.keys.eck_id)) found.push_back(pupil);
    }
    return found;
}

void KeepIdentities(const roster::SchoolState& before, const std::vector<KnownPupil>& elsewhere,
                    roster::SchoolChanges& changes) {
    if (elsewhere.empty()) return;
    std::unordered_map<std::int64_t, PersonId> by_basispoort;
    std::unordered_map<std::string, PersonId> by_eck;
    for (const auto& pupil : elsewhere) {
        if (pupil.keys.basispoort_id) by_basispoort.emplace(*pupil.keys.basispoort_id, pupil.id);
        if (!pupil.keys.eck_id.empty()) by_eck.emplace(pupil.keys.eck_id, pupil.id);
    }
    const auto present = IdsOf(before);
    auto taken = present;
    for (auto& pupil : changes.pupils) {
        if (present.contains(pupil.id)) continue;
        PersonId id;
        if (pupil.keys.basispoort_id) {
            if (const auto at = by_basispoort.find(*pupil.keys.basispoort_id); at != by_basispoort.end())
                id = at->second;
        }
        if (!id && !pupil.keys.eck_id.empty()) {
            if (const auto at = by_eck.find(pupil.keys.eck_id); at != by_eck.end()) id = at->second;
        }
        if (id && taken.insert(id).second) pupil.id = id;
    }
}

}  // namespace suite::roster_sync
