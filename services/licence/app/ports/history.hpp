// Port: who linked what when, why and how (LIC-15). Append-only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"

namespace suite::licence {

/// What an entry is about.
enum class Subject { kGroup, kPupil, kSeat, kWaiting, kLicence };

/// kLink: gets the licence (a waiting pupil: a place on the list); kUnlink: has it no more; kTerminate and kResume: of
/// the licence itself; kAsk: the school asks the helpdesk to take a seat back, kRefuse: the helpdesk does not (LIC-06).
enum class LinkAction { kLink, kUnlink, kTerminate, kResume, kAsk, kRefuse };

/// Whose doing it was: a person's, the system's own match (LIC-04), the order system's, the roster's (the group or the
/// pupil is gone), the new school year's.
enum class How { kHand, kAutomatic, kOrder, kRoster, kRollover };

struct HistoryEntry {
    std::int64_t number = 0;  // gapless per school, in the order of commits; set by Add
    Instant at;
    LicenceId licence;
    Subject subject = Subject::kGroup;
    std::int64_t subject_id = 0;  // GroupId or PersonId; 0 for a licence
    std::string group_name{};     // of a group, as it was then: the group may be gone. Never a person's name
    LinkAction action = LinkAction::kLink;
    How how = How::kHand;
    Role role = Role::kNone;  // of who did it; kNone: the system
    PersonId person{};        // staff who did it
    std::string client_id{};  // machine that did it
    std::string reason{};     // in the words of who did it, or of the rule
};

class HistoryTx {
  public:
    virtual ~HistoryTx() = default;
    /// Gives it the school's next number. The caller holds the school's lock.
    [[nodiscard]] virtual Status Add(SchoolId school, const HistoryEntry& entry) = 0;
};

}  // namespace suite::licence
