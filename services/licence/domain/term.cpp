#include "services/licence/domain/term.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "core/reasons.hpp"
#include "services/licence/domain/year_groups.hpp"

namespace suite::licence {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

constexpr int kRenewalNotice = 90;  // days: from 1 April to 30 June
constexpr int kEndNotice = 121;     // days: from 1 April to 31 July

Date InYear(std::chrono::year year, std::chrono::month month, unsigned day) {
    return Date{std::chrono::sys_days{year_month_day{year, month, std::chrono::day{day}}}};
}

Date After(Date day) { return Date{day.days + days{1}}; }

int DaysBetween(Date from, Date to) { return static_cast<int>((to.days - from.days).count()); }

/// Why nothing can be said about its terms.
Status HasTerms(const Licence& licence, Date day) {
    if (licence.cancelled) return Fail(Code::kFailedPrecondition, reason::kLicenceEnded, "the licence was cancelled");
    if (!licence.renews) {
        return Fail({.code = Code::kFailedPrecondition,
                     .reason = std::string(reason::kLicenceNotRenewing),
                     .message = "the contract ends by itself",
                     .metadata = {{"endDate", licence.end.ToString()}}});
    }
    if (StateOn(licence, day) == LicenceState::kExpired)
        return Fail(Code::kFailedPrecondition, reason::kLicenceEnded, "the licence has ended");
    return {};
}

}  // namespace

Date TerminationDeadline(Date term_end) {
    const year_month_day end{term_end.days};
    const Date same_year = InYear(end.year(), std::chrono::June, 30);
    return same_year <= term_end ? same_year : InYear(end.year() - std::chrono::years{1}, std::chrono::June, 30);
}

Result<Date> EndWhenTerminated(const Licence& licence, Date day) {
    if (!licence.cancelled && licence.renews && licence.ends_on) return *licence.ends_on;
    SUITE_RETURN_IF_ERROR(HasTerms(licence, day));
    const Date running = LastDay(licence, day);
    return day <= TerminationDeadline(running) ? running : LastDay(licence, After(running));
}

Status CanResume(const Licence& licence, Date today) {
    SUITE_RETURN_IF_ERROR(HasTerms(licence, today));
    if (!licence.ends_on) return {};
    const Date deadline = TerminationDeadline(*licence.ends_on);
    if (today <= deadline) return {};
    return Fail({.code = Code::kFailedPrecondition,
                 .reason = std::string(reason::kTerminationFinal),
                 .message = "the termination cannot be withdrawn any more",
                 .metadata = {{"endDate", licence.ends_on->ToString()}, {"deadline", deadline.ToString()}}});
}

Licence TakeOrder(const Licence* known, Licence line) {
    line.id = known == nullptr ? LicenceId{} : known->id;
    line.ends_on.reset();
    line.terminated_at.reset();
    if (known == nullptr || !known->ends_on || !line.renews) return line;
    line.ends_on = std::max(*known->ends_on, line.end);
    line.terminated_at = known->terminated_at;
    return line;
}

Licence TermsAt(const Licence& now, std::span<const HistoryEntry> entries, Instant moment) {
    Licence then = now;
    Date terminated = DutchDay(moment);  // the last time until the moment; unless the history knows better
    bool cancelling_known = false;
    bool terms_known = false;
    for (const auto& entry : entries) {
        if (entry.subject != Subject::kLicence) continue;
        const bool ends = entry.action == LinkAction::kTerminate;
        if (!ends && entry.action != LinkAction::kResume) continue;
        const bool of_line =
            entry.how == How::kOrder && (entry.reason == kLineCancelled || entry.reason == kLineRestored);
        if (entry.at <= moment) {
            if (ends && !of_line) terminated = DutchDay(entry.at);
            continue;
        }
        // The first one since says how it was until then: the other way round.
        if (of_line) {
            if (!std::exchange(cancelling_known, true)) then.cancelled = !ends;
        } else if (!std::exchange(terms_known, true)) {
            then.ends_on.reset();
            then.terminated_at.reset();
            if (ends) continue;
            Licence open = then;
            open.cancelled = false;
            if (const auto end = EndWhenTerminated(open, terminated)) then.ends_on = *end;
        }
    }
    return then;
}

std::optional<Reminder> ReminderOn(const Licence& licence, Date today) {
    const auto state = StateOn(licence, today);
    if (state == LicenceState::kCancelled || state == LicenceState::kExpired) return std::nullopt;
    const Date last = LastDay(licence, today);
    if (licence.renews && !licence.ends_on) {
        const Date deadline = TerminationDeadline(last);
        const int left = DaysBetween(today, deadline);
        if (left < 0 || left > kRenewalNotice) return std::nullopt;
        return Reminder{.kind = ReminderKind::kRenews, .on = After(last), .deadline = deadline, .days_left = left};
    }
    const int left = DaysBetween(today, last);
    if (left > kEndNotice) return std::nullopt;
    return Reminder{.kind = ReminderKind::kEnds, .on = last, .deadline = last, .days_left = left};
}

bool LeavesAfterYear(const SeatPupil& pupil, const std::vector<std::string>& serves) {
    if (!pupil.active || pupil.year_group == "8") return true;
    const YearGroups now = YearGroups::Of(std::string_view(pupil.year_group));
    const YearGroups served = YearGroups::Of(serves);
    const YearGroups next{static_cast<std::uint16_t>(now.bits << 1U)};
    return !(now & served).Empty() && (next & served).Empty();
}

std::optional<Forecast> ForecastAfter(const Licence& licence, const std::vector<std::string>& serves, Date today,
                                      const std::vector<SeatPupil>& on_seats, const std::vector<SeatPupil>& waiting) {
    const auto state = StateOn(licence, today);
    if (state == LicenceState::kCancelled || state == LicenceState::kExpired) return std::nullopt;
    const SchoolYear next{SchoolYear::Of(today).first_year + 1};
    const Date first = After(SchoolYear::Of(today).LastDay());
    Forecast forecast;
    forecast.goes_on = LastDay(licence, first) >= first && licence.start <= next.LastDay();
    forecast.end = LastDay(licence, forecast.goes_on ? first : today);
    forecast.used = std::ssize(on_seats);
    const auto leaves = [&](const SeatPupil& pupil) { return LeavesAfterYear(pupil, serves); };
    std::ranges::copy_if(on_seats, std::back_inserter(forecast.leavers), leaves);
    forecast.seats = forecast.goes_on ? licence.seats.value_or(0) : 0;
    forecast.needed =
        std::ranges::count_if(on_seats, std::not_fn(leaves)) + std::ranges::count_if(waiting, std::not_fn(leaves));
    return forecast;
}

}  // namespace suite::licence
