// A made-up school of which we know what it wants: the measuring stick of the automatic links (LIC-04).
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/licence/domain/auto_link.hpp"
#include "services/licence/domain/year_groups.hpp"
#include "tools/roster_gen/school.hpp"

namespace suite::autolink {

using roster_gen::Random;

/// A pupil in a school year. The year group that the school's administration says is not always the real one.
struct SimPupil {
    std::int64_t person = 0;
    int year = 0;           // in which the school teaches the child
    std::string told{};     // what the administration says
    std::size_t group = 0;  // in SimYear::groups
};

struct SimGroup {
    GroupId id;
    std::string name;        // as told
    std::string year_group;  // as told
    char letter = 'A';       // of parallel groups
    bool composed = false;
    licence::YearGroups years{};  // that the school means it for
    /// Which of two methods that live side by side its pupils came with; the letter says so for a first year.
    bool second_stream = false;
};

struct SimYear {
    SchoolYear year;
    std::vector<SimGroup> groups{};
    std::vector<SimPupil> pupils{};
};

/// The next year of the same pupils, or a first one. `last` may be null.
[[nodiscard]] SimYear MakeYear(std::int64_t school, int pupils, SchoolYear year, const SimYear* last, Random& random);

/// How a subject stands at the school.
enum class Story {
    kOne,        // one method
    kOld,        // a new method replaces one whose contract nobody ended
    kStreams,    // two methods side by side, which pupils keep: groups with letter A began with the one
    kFromBelow,  // the new method starts in the lower year groups and goes up with them
    kPartly,     // the product serves more year groups than the school uses it for
    kPlus,       // for the plus class only
};

struct SimLicence {
    licence::MatchLicence licence;  // as told
    licence::YearGroups years{};    // what it really serves
    std::size_t subject = 0;        // in Purchases::stories
    bool second = false;            // of the second method
};

struct SimSubject {
    Story story = Story::kOne;
    int border = 4;  // kFromBelow: the first year's last year group with the new method; kPartly: used from here on
};

struct Purchases {
    std::vector<SimSubject> subjects{};
    std::vector<SimLicence> licences{};
    std::map<std::string, std::string> method_of{};
};

[[nodiscard]] Purchases MakePurchases(SchoolYear first, Random& random);

/// Does the school want this licence for this group, in its n-th year (0, 1) with us?
[[nodiscard]] bool Wanted(const Purchases& purchases, const SimLicence& licence, const SimGroup& group, int nth);

}  // namespace suite::autolink
