// Contracts that renew each school year, and what terminating one does (LIC-10, seed 2). Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "services/licence/domain/history.hpp"
#include "services/licence/domain/licence.hpp"

namespace suite::licence {

/// The last day on which a termination still ends a contract at the end of the term that ends on `term_end`: the last
/// 30 June on or before it.
[[nodiscard]] Date TerminationDeadline(Date term_end);

/// The last day of access when the contract is terminated on `day` (a Dutch day): the end of the term that runs then
/// (before the start: of the first one) until its deadline, the end of the next term after that. Of one that is
/// terminated already: the day it has. licence-not-renewing, licence-ended.
[[nodiscard]] Result<Date> EndWhenTerminated(const Licence& licence, Date day);

/// May its termination be withdrawn today? Yes too when there is none. licence-not-renewing, licence-ended,
/// termination-final after the deadline of the term that it ends with.
[[nodiscard]] Status CanResume(const Licence& licence, Date today);

/// What an order line makes of the licence that there is (nullptr: none): the line, but a termination since stays, as
/// long as the contract renews; never earlier than the line's own end. No id when there is none.
[[nodiscard]] Licence TakeOrder(const Licence* known, Licence line);

/// The licence as it stood at a moment: cancelled or not, terminated or not, by what its history says happened since;
/// `entries` are all of it, oldest first. What the history does not hold is as it is now: dates and renewal as the
/// order line last said them, and of a termination that was withdrawn since, the day that it would have ended on is
/// computed from the day of its entry.
[[nodiscard]] Licence TermsAt(const Licence& now, std::span<const HistoryEntry> entries, Instant moment);

enum class ReminderKind {
    kRenews,  // goes on by a year unless it is terminated in time
    kEnds,    // ends by itself, or was terminated
};

struct Reminder {
    ReminderKind kind = ReminderKind::kEnds;
    Date on;        // first day of the new term; last day of access
    Date deadline;  // last day to do something about it: to terminate; to go on working with it
    int days_left = 0;
};

/// kRenews from 1 April to the deadline of the term (for a school year: 30 June); kEnds in the last 122 days, which for
/// 31 July begin on 1 April too. nullopt: nothing to be reminded of today.
[[nodiscard]] std::optional<Reminder> ReminderOn(const Licence& licence, Date today);

/// A pupil on a seat, or waiting for one, with the year group that counts (the pupil's own, else the group's).
struct SeatPupil {
    PersonId id;
    std::string name;  // as shown to the school
    std::string year_group;
    bool active = true;
};

struct Forecast {
    bool goes_on = false;  // can be used on some day of the next school year
    Date end;              // last day of access, as things are now: of the next school year's term when it goes on
    std::vector<SeatPupil> leavers{};  // on a seat now, and without need of it next year
    std::int64_t used = 0;             // seats now
    std::int64_t seats = 0;            // next year
    std::int64_t needed = 0;           // who stays on a seat, and who waits for one and stays
    [[nodiscard]] std::int64_t Shortage() const { return needed > seats ? needed - seats : 0; }
    [[nodiscard]] std::int64_t Surplus() const { return seats > needed ? seats - needed : 0; }
};

/// Does the pupil need no seat of it any more next school year? Group 8 leaves, and so does who is not active now, and
/// who grows out of the product: is in one of the year groups it serves (`serves`; none: any) and will be in none of
/// them. Who has a seat beside those year groups (group 6 that practises with what group 4 has) goes on, and so does
/// who is in no year group 0 to 7.
[[nodiscard]] bool LeavesAfterYear(const SeatPupil& pupil, const std::vector<std::string>& serves);

/// The school year after the one of `today`. `serves`: the product's year groups. nullopt: cancelled or over.
[[nodiscard]] std::optional<Forecast> ForecastAfter(const Licence& licence, const std::vector<std::string>& serves,
                                                    Date today, const std::vector<SeatPupil>& on_seats,
                                                    const std::vector<SeatPupil>& waiting);

}  // namespace suite::licence
