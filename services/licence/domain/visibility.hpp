// What a school sees of its icons at Basispoort (LIC-09): waiting, visible, dropped, and what mends it. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/licence/domain/basispoort_users.hpp"

namespace suite::licence {

/// Whether icons of a product can be at Basispoort at all.
enum class IconSetup {
    kOn,
    kOff,             // Basispoort is not set up here
    kNotInCatalogue,  // we do not know the product
    kWaiting,         // Basispoort will be told of the product
    kRefused,         // Basispoort did not want the product as it is
};

enum class IconState {
    kNoAccess,  // nobody of the link may use the product today, so nobody has the icon
    kWaiting,   // some are not seen there yet
    kVisible,   // all are there
    kDropped,   // some will not get it: they are named
};

/// Why somebody does not get the icon.
enum class IconProblem {
    kUnknownThere,  // Basispoort dropped the person
    kNoKey,         // neither Basispoort id nor ECK iD with a school that Basispoort knows
};

struct IconText {
    std::string_view nl;
    std::string_view en;
};
/// What it means and what to do; Dutch at B1 with "je".
[[nodiscard]] IconText TextOf(IconSetup setup);
[[nodiscard]] IconText TextOf(IconProblem problem);

/// The icon of one person who may use the product.
struct PersonIcon {
    IconSetup setup = IconSetup::kOff;
    IconState state = IconState::kWaiting;  // these four only when kOn
    std::optional<IconProblem> problem{};   // when kDropped
    std::optional<Date> visible_since{};    // when kVisible: a Dutch day
    bool late = false;                      // when kWaiting: for longer than it usually takes
};

/// `row`: the person's in the product's list; none before Basispoort is told. Waiting is late after an hour (seed 2).
[[nodiscard]] PersonIcon SeePerson(IconSetup setup, const Addressee& person, const std::optional<ListedUser>& row,
                                   Instant now);

/// The last step of an explanation (LIC-12), and what to do. With the mark {name}; Dutch at B1 with "je".
struct IconWords {
    IconText step{};  // empty: no icon is to be expected, so that it is no step
    bool there = false;
    IconText action{};
    bool by_coordinator = false;  // others are told to ask
    IconText others{};            // what they read instead; empty: to ask for `action`
    bool of_person = false;       // mended where the person's data are, else at the licence
};
/// `seat`: the person has a seat of a licence per child. The school cannot take that back, and so cannot link it again.
[[nodiscard]] IconWords WordsOf(const PersonIcon& icon, bool seat);

/// What to do while the icon is not there yet.
[[nodiscard]] IconWords WordsOfWaiting(bool seat, bool late);

/// The people of one link: a group's, or one pupil.
struct LinkIcons {
    IconState state = IconState::kNoAccess;
    std::optional<Instant> visible_since{};  // of the one who came last; only when kVisible
    std::int64_t persons = 0;                // who may use the product today
    std::int64_t visible = 0;
    std::int64_t waiting = 0;
    std::int64_t dropped = 0;
    std::int64_t leaving = 0;  // may not any more, and may still have the icon
};

/// `may_use`: of `people`, and of whom a problem is added to `problems`. `rows`: the product's, by key.
[[nodiscard]] LinkIcons SeeLink(const std::vector<const Addressee*>& people, const std::map<PersonId, bool>& may_use,
                                const std::map<UserKey, ListedUser>& rows, std::map<PersonId, IconProblem>& problems);

}  // namespace suite::licence
