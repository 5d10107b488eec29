// Which groups belong to which licences, as far as a machine can say (LIC-04, ROS-10): what is sure is linked, what is
// doubtful is proposed, what a hand decided is left alone. One pure function over facts.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/licence/domain/auto_link_reason.hpp"
#include "services/licence/domain/licence.hpp"

namespace suite::licence {

/// A group of this school year or of the coming one.
struct MatchGroup {
    GroupId id;
    std::string name;
    std::string year_group{};  // its own: "5", "C", ...; empty for composed groups
    SchoolYear school_year;
    bool composed = false;
    std::map<std::string, int> pupils{};  // active ones by their own year group; "" where it is not known

    // What its pupils did in the school year before the group's.
    int known_last_year = 0;           // pupils of whom that is known
    int same_year_group = 0;           // of them: in the same year group as now
    std::map<std::string, int> had{};  // of them: by product that they had
};

/// A licence per group that neither was cancelled nor ended.
struct MatchLicence {
    LicenceId id;
    std::string title;
    std::string product_id;
    std::string method_id{};                 // of the catalogue, else of the order line; empty: not known
    std::string subject{};                   // of the catalogue; empty: not known
    std::vector<std::string> ordered_for{};  // year groups of the order line
    std::vector<std::string> made_for{};     // year groups of the catalogue
    Date start;
    std::optional<Date> last{};  // none: renews until somebody terminates it
};

struct MatchLink {
    LicenceId licence;
    GroupId group;
    bool automatic = false;  // linked by this function's own word, and not touched since
    Date since;
};

/// What the pupils of one year group used in one school year, whatever became of them.
struct YearGroupUse {
    int pupils = 0;
    std::map<std::string, int> had{};  // by product
};
using UseByYearGroup = std::map<std::string, YearGroupUse>;

using Pair = std::pair<LicenceId, GroupId>;

struct MatchFacts {
    Date today;
    std::vector<MatchGroup> groups{};
    std::vector<MatchLicence> licences{};
    std::vector<MatchLink> links{};
    std::set<Pair> barred{};  // unlinked by a hand, or the proposal was dropped
    std::map<SchoolYear, UseByYearGroup> use{};
    /// By school year: products that a hand unlinked from a group, or of which it dropped the proposal, each with a
    /// year group that a good part of that group was in.
    std::map<SchoolYear, std::set<std::pair<std::string, std::string>>> refused{};
    /// Of products that were had, also when no licence of them is left.
    std::map<std::string, std::string> method_of{};
    /// Names of groups that ended, with the product that they had.
    std::set<std::pair<std::string, std::string>> ended{};
};

struct Match {
    LicenceId licence;
    GroupId group;
    bool sure = false;  // no doubt among the reasons
    std::vector<MatchReason> reasons{};
    bool operator==(const Match&) const = default;
};

struct Matches {
    /// Of pairs that are not linked, by licence and group. Sure ones are to be linked.
    std::vector<Match> found{};
    /// Automatic links that are still fresh and would not be made any more, because another order or a better roster
    /// came: an order line comes alone, and the next one may be of the method that was meant. By licence and group.
    std::vector<Pair> withdrawn{};
    bool operator==(const Matches&) const = default;
};

/// How long after it was made, and before licence and school year begin, an automatic link is held to the same rule as
/// a new one. After that people rely on it.
inline constexpr int kFreshDays = 14;

/// The order of the facts does not matter, and with its sure matches among the links it finds nothing new. A pair that
/// a hand linked, unlinked or dropped is neither found nor withdrawn.
[[nodiscard]] Matches FindMatches(const MatchFacts& facts);

}  // namespace suite::licence
