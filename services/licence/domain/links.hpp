// Links of pupils, and what a change of links means for pupils (LIC-05, LIC-16). Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/licence/domain/entitlement.hpp"
#include "services/licence/domain/history.hpp"
#include "services/licence/domain/licence.hpp"

namespace suite::licence {

/// How a link came to be, and by whom.
struct LinkOrigin {
    How how = How::kHand;
    Instant at{};
    Role role = Role::kNone;  // kNone: the system, or not known any more
    PersonId person{};
    std::string person_name{};  // while the staff member is at the school
};

struct LinkedGroup {
    GroupId id;
    std::string name;
    std::string year_group;
    bool composed = false;
    LinkOrigin origin{};
};

/// May single pupils be linked to it today? licence-per-child (those have seats), licence-ended.
[[nodiscard]] Status CanLinkPupils(const Licence& licence, Date today);

/// The school year that a link of a group is for: the group's, or the one in which it is made when the group's is over
/// by then. The latter is meant so: the school took in a file of an earlier year (`acceptSchoolYear`), or its new
/// groups are late.
[[nodiscard]] SchoolYear YearOfLink(SchoolYear group_year, Date today);

/// What decides whether a group's link still stands.
struct GroupLinkFacts {
    std::optional<SchoolYear> year{};    // the link's; nullopt: made before it was kept
    bool group_known = true;             // the school still has the group
    std::optional<SchoolYear> newest{};  // the latest school year of which the school has groups
};

/// Why the link ends now; nullopt: it stands. It ends with its school year, on 1 August, even if the group stays
/// (kRollover), and with its group: kRollover when the school has gone on to a later year, as many do in July, else
/// kRoster. That next year's groups are there already ends nothing.
[[nodiscard]] std::optional<How> EndOfGroupLink(const GroupLinkFacts& facts, Date today);

/// What decides whether a pupil's link still stands.
struct PupilLinkFacts {
    std::optional<SchoolYear> made_in{};    // year of the pupil's base group when it was made
    bool at_school = true;                  // inactive pupils are: they may come back
    std::optional<SchoolYear> base_year{};  // of the pupil's newest base group
};

/// Why the link ends now; nullopt: it stands. It ends when the pupil leaves the school (kRoster), and when the pupil
/// comes into a base group of a later school year (kRollover), like the links of groups that end with their group.
/// Moving to another group in the course of a year leaves it alone.
[[nodiscard]] std::optional<How> EndOfPupilLink(const PupilLinkFacts& facts);

/// Pupils with access by title of licence.
using PupilsByTitle = std::map<std::string, std::set<PersonId>>;

struct TitleEffect {
    std::string title;
    std::int64_t gain = 0;  // pupils who did not have it before
    std::int64_t lose = 0;
    bool operator==(const TitleEffect&) const = default;
};

/// By title; titles for which nobody's access changes are absent.
[[nodiscard]] std::vector<TitleEffect> Effects(const PupilsByTitle& before, const PupilsByTitle& after);

}  // namespace suite::licence
