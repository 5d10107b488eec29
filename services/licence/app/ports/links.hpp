// Port: which groups and single pupils have which licence (LIC-03, LIC-05).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"
#include "services/licence/app/ports/history.hpp"
#include "services/licence/app/ports/roster.hpp"
#include "services/licence/domain/links.hpp"

namespace suite::licence {

/// A pupil beside a group licence.
struct PupilLink {
    PersonId pupil;
    std::string name;
    std::string sort_key;    // folded; lists go by it, then by the id
    std::string year_group;  // the pupil's own, else the base group's, else empty
    std::optional<GroupId> group{};
    std::string group_name{};
    std::optional<LinkOrigin> origin{};         // nullopt: not linked
    std::vector<std::string> through_groups{};  // linked groups of the licence that the pupil is in, by name
};

/// A group's link with what decides whether it still stands.
struct GroupLinkThere {
    LicenceId licence;
    GroupId group;
    std::string group_name{};  // as it was when it was linked
    GroupLinkFacts facts{};
};

class LinksTx {
  public:
    virtual ~LinksTx() = default;
    /// All of the school's groups' links, by licence and group.
    [[nodiscard]] virtual Result<std::vector<GroupLinkThere>> Groups(SchoolId school) = 0;
    /// Schools that have a link of a group for a school year before this one; by id, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<SchoolId>> SchoolsLinkedBefore(SchoolYear year, std::int64_t limit) = 0;
    // None of these writes history or bumps a version: the use case does.
    /// True when it was not there yet. It is for the school year that YearOfLink says.
    [[nodiscard]] virtual Result<bool> AddGroup(SchoolId school, LicenceId licence, const KnownGroup& group, How how,
                                                Instant at) = 0;
    /// True when it was there.
    [[nodiscard]] virtual Result<bool> RemoveGroup(SchoolId school, LicenceId licence, GroupId group) = 0;
    /// True when it was not there yet. `year`: of the pupil's base group; the link ends with it (domain/links.hpp).
    [[nodiscard]] virtual Result<bool> AddPupil(SchoolId school, LicenceId licence, PersonId pupil, SchoolYear year,
                                                How how, Instant at) = 0;
    [[nodiscard]] virtual Result<bool> RemovePupil(SchoolId school, LicenceId licence, PersonId pupil) = 0;

    /// Pupils linked one by one, by name.
    [[nodiscard]] virtual Result<std::vector<PupilLink>> Pupils(SchoolId school, LicenceId licence) = 0;
    /// nullopt when the school has no such pupil.
    [[nodiscard]] virtual Result<std::optional<PupilLink>> Pupil(SchoolId school, LicenceId licence,
                                                                 PersonId pupil) = 0;
    /// Active pupils with access by a licence of this title that has not ended on `day`: through a group, a link of
    /// their own or a seat.
    [[nodiscard]] virtual Result<std::set<PersonId>> PupilsWith(SchoolId school, const std::string& title,
                                                                Date day) = 0;
};

}  // namespace suite::licence
