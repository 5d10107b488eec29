// One child keeps one id of ours through a move of school (ROS-11), so that what hangs on it is found again.
#pragma once

#include <vector>

#include "roster/roster.hpp"

namespace suite::roster_sync {

/// A pupil of another school.
struct KnownPupil {
    SchoolId school;
    PersonId id;
    roster::PersonKeys keys{};
};

/// The pupils in `changes` that the school does not have yet.
[[nodiscard]] std::vector<roster::PersonKeys> KeysOfNewPupils(const roster::SchoolState& before,
                                                              const roster::SchoolChanges& changes);

/// Of `pupils` those of other schools who have a key of a pupil that the school does not have yet.
[[nodiscard]] std::vector<KnownPupil> Elsewhere(const roster::SchoolState& before, const roster::SchoolChanges& changes,
                                                const std::vector<KnownPupil>& pupils);

/// Gives pupils who are new to the school the id they have at another, found by Basispoort id, else ECK iD. A LAS key
/// means something within one school only. Nobody gets an id that the school uses for somebody else.
void KeepIdentities(const roster::SchoolState& before, const std::vector<KnownPupil>& elsewhere,
                    roster::SchoolChanges& changes);

}  // namespace suite::roster_sync
