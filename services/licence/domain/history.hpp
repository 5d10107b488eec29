// Who got or lost a licence when, by whom and why (LIC-15), and what follows from it. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
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

/// Reasons of the entries about a licence whose order line was cancelled (kTerminate), and was not any more (kResume).
/// All other terminations and resumptions are of the contract's terms (LIC-10).
inline constexpr std::string_view kLineCancelled = "order line cancelled";
inline constexpr std::string_view kLineRestored = "order line not cancelled any more";

struct HistoryEntry {
    std::int64_t number = 0;  // gapless per school, in the order of commits; set by HistoryTx::Add
    Instant at;
    LicenceId licence;
    Subject subject = Subject::kGroup;
    std::int64_t subject_id = 0;  // GroupId or PersonId; 0 for a licence
    std::string group_name{};     // of a group, as it was then: the group may be gone. Never a person's name
    LinkAction action = LinkAction::kLink;
    How how = How::kHand;
    Role role = Role::kNone;               // of who did it; kNone: the system
    PersonId person{};                     // staff who did it
    std::string client_id{};               // machine that did it
    std::string reason{};                  // in the words of who did it, or of the rule
    std::optional<std::int64_t> undoes{};  // number of the entry that this one takes back
    bool operator==(const HistoryEntry&) const = default;
};

/// Who has a licence after these entries of it, oldest first: of each group, pupil and seat the entry that gave it,
/// in order of their numbers. Of all entries it is the present; of those until a moment it is that moment's.
[[nodiscard]] std::vector<HistoryEntry> HoldersAfter(std::span<const HistoryEntry> entries);

/// May the school take this entry back? `latest` is the number of the newest entry about the same licence and group or
/// pupil. undo-seat: a licence per child is final for the school (LIC-06). undo-other: places on the waiting list and
/// contracts have ways of their own. undo-outdated, with the metadata `latest`.
[[nodiscard]] Status MayUndo(const HistoryEntry& entry, std::int64_t latest);

}  // namespace suite::licence
