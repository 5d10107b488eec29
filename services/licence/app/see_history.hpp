// What happened to a school's links, what that made of a day, and taking it back (LIC-15).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"
#include "services/licence/app/ports/roster_then.hpp"

namespace suite::licence {

struct HistoryPage {
    std::vector<HistoryView> items{};    // newest first
    std::optional<std::int64_t> next{};  // last of this page, when there are more
};

struct PersonOfGroup {
    PersonId id;
    std::string name;
};

/// Who had a licence on a day, and since when.
struct AccessOnDay {
    struct Group {
        HistoryView since;
        std::vector<PersonOfGroup> pupils{};    // by name
        std::vector<PersonOfGroup> teachers{};  // by name
    };
    struct Pupil {
        HistoryView since;
        std::string name;  // empty when nobody knows it any more
    };
    Licence licence;
    Date day;
    bool running = false;        // it could be used on the day, as its terms were at the end of it (TermsAt)
    bool members_known = false;  // false: roster-sync does not answer, or keeps nothing of that day any more
    std::vector<Group> groups{};
    std::vector<Pupil> pupils{};  // linked one by one
    std::vector<Pupil> seats{};
};

/// Coordinators of the school and the helpdesk see; only the coordinator undoes. Thread-safe.
class SeeHistory {
  public:
    SeeHistory(LicenceStore& store, RosterThen& roster, const Clock& clock)
        : store_(store), roster_(roster), clock_(clock) {}

    /// Below the number `before` (0: from the newest). licence-unknown when the filter names one that is none.
    [[nodiscard]] Result<HistoryPage> List(const Actor& actor, SchoolId school, const HistoryFilter& filter,
                                           std::int64_t before, std::int64_t limit, Deadline deadline) const;

    /// As it was at the end of that day; today: now. Links, cancellations and terminations are replayed from the
    /// history, members are asked of roster-sync. invalid-request for a day to come.
    [[nodiscard]] Result<AccessOnDay> Access(const Actor& actor, SchoolId school, LicenceId licence,
                                             std::optional<Date> day, Deadline deadline) const;

    /// Takes a link or unlink back, when nothing about the pair came later. The entry of that. history-unknown, what
    /// MayUndo refuses, and what LinkChanges does: the group may be gone, the licence may have ended.
    [[nodiscard]] Result<HistoryView> Undo(const Actor& actor, SchoolId school, std::int64_t number,
                                           Deadline deadline) const;

  private:
    LicenceStore& store_;
    RosterThen& roster_;
    const Clock& clock_;
};

}  // namespace suite::licence
