#include "services/licence/app/manage_terms.hpp"

#include <algorithm>
#include <tuple>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "services/licence/domain/access.hpp"

namespace suite::licence {
namespace {

constexpr std::size_t kLongestReason = 500;

std::unexpected<Error> WrongField(const char* pointer, const char* message) {
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "fields are wrong",
                 .fields = {{pointer, message}}});
}

Status CheckReason(const std::string& reason) {
    if (CodePoints(reason) > kLongestReason) return WrongField("/reason", "must be at most 500 characters");
    return {};
}

Result<LicenceOverview> Overview(LicenceTx& tx, SchoolId school, LicenceId licence) {
    SUITE_ASSIGN(auto overview, tx.Licences().Overview(school, licence));
    if (!overview) return NoSuchLicence();
    return std::move(*overview);
}

/// Saves the licence with its new end, and all that goes with it.
Status Changed(LicenceTx& tx, const Actor& actor, SchoolId school, const Licence& licence, const std::string& reason,
               Instant now) {
    SUITE_RETURN_IF_ERROR(tx.Licences().Save(school, licence));
    SUITE_RETURN_IF_ERROR(
        tx.History().Add(school, {.at = now,
                                  .licence = licence.id,
                                  .subject = Subject::kLicence,
                                  .action = licence.ends_on ? LinkAction::kTerminate : LinkAction::kResume,
                                  .how = actor.role == Role::kMachine ? How::kOrder : How::kHand,
                                  .role = actor.role,
                                  .person = actor.person,
                                  .client_id = actor.client_id,
                                  .reason = reason}));
    SUITE_RETURN_IF_ERROR(tx.MappingChanged(school, now));
    // For groups of the coming year there is one licence less, or one more.
    return tx.Matches().Ask(school, now);
}

Status End(LicenceTx& tx, const Actor& actor, SchoolId school, Licence licence, Date on, const std::string& reason,
           Instant now) {
    licence.ends_on = on;
    licence.terminated_at = now;
    return Changed(tx, actor, school, licence, reason, now);
}

Status GoOn(LicenceTx& tx, const Actor& actor, SchoolId school, Licence licence, const std::string& reason,
            Instant now) {
    SUITE_RETURN_IF_ERROR(CanResume(licence, DutchDay(now)));
    if (!licence.ends_on) return {};
    licence.ends_on.reset();
    licence.terminated_at.reset();
    return Changed(tx, actor, school, licence, reason, now);
}

bool TitleFirst(const LicenceOverview& a, const LicenceOverview& b) {
    return std::tuple(Fold(a.licence.title), a.licence.id) < std::tuple(Fold(b.licence.title), b.licence.id);
}

}  // namespace

Result<LicenceOverview> ManageTerms::Terminate(const Actor& actor, SchoolId school, LicenceId licence,
                                               const std::string& reason, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    return OfSchool(school, licence, reason, deadline, [&](LicenceTx& tx, const Licence& found, Instant now) -> Status {
        SUITE_ASSIGN(const Date on, EndWhenTerminated(found, DutchDay(now)));
        return found.ends_on ? Status{} : End(tx, actor, school, found, on, reason, now);
    });
}

Result<LicenceOverview> ManageTerms::TerminateOrder(const Actor& actor, const std::string& order_line_id,
                                                    std::optional<Date> received_on, const std::string& reason,
                                                    Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayWriteOrders(actor));
    return OfOrder(order_line_id, reason, deadline,
                   [&](LicenceTx& tx, SchoolId school, const Licence& found, Instant now) -> Status {
                       const Date today = DutchDay(now);
                       if (received_on && *received_on > today)
                           return WrongField("/receivedOn", "must not be in the future");
                       SUITE_ASSIGN(const Date on, EndWhenTerminated(found, received_on.value_or(today)));
                       if (found.ends_on) return {};
                       // Nobody had access after a term that was over unknown to us: an end in the past would say so.
                       if (on < today) return WrongField("/receivedOn", "is of a term that has ended");
                       return End(tx, actor, school, found, on, reason, now);
                   });
}

Result<LicenceOverview> ManageTerms::Resume(const Actor& actor, SchoolId school, LicenceId licence,
                                            const std::string& reason, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    return OfSchool(school, licence, reason, deadline, [&](LicenceTx& tx, const Licence& found, Instant now) {
        return GoOn(tx, actor, school, found, reason, now);
    });
}

Result<LicenceOverview> ManageTerms::ResumeOrder(const Actor& actor, const std::string& order_line_id,
                                                 const std::string& reason, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayWriteOrders(actor));
    return OfOrder(order_line_id, reason, deadline,
                   [&](LicenceTx& tx, SchoolId school, const Licence& found, Instant now) {
                       return GoOn(tx, actor, school, found, reason, now);
                   });
}

Result<LicenceOverview> ManageTerms::OfSchool(
    SchoolId school, LicenceId licence, const std::string& reason, Deadline deadline,
    const std::function<Status(LicenceTx&, const Licence&, Instant)>& change) const {
    SUITE_RETURN_IF_ERROR(CheckReason(reason));
    LicenceOverview overview;
    SUITE_RETURN_IF_ERROR(store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto found, tx.Licences().Find(school, licence));
        if (!found) return NoSuchLicence();
        SUITE_RETURN_IF_ERROR(change(tx, *found, clock_.Now()));
        SUITE_ASSIGN(overview, Overview(tx, school, licence));
        return {};
    }));
    return overview;
}

Result<LicenceOverview> ManageTerms::OfOrder(
    const std::string& order_line_id, const std::string& reason, Deadline deadline,
    const std::function<Status(LicenceTx&, SchoolId, const Licence&, Instant)>& change) const {
    SUITE_RETURN_IF_ERROR(CheckReason(reason));
    LicenceOverview overview;
    // Which school it is, the line says.
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), deadline, [&](LicenceTx& tx) -> Status {
        const auto unknown = [] { return Fail(Code::kNotFound, reason::kOrderUnknown, "no such order line"); };
        SUITE_ASSIGN(const auto line, tx.Licences().FindOrder(order_line_id));
        if (!line) return unknown();
        // Whose it is never changes (order-other-school), all else may until the lock is held.
        SUITE_RETURN_IF_ERROR(tx.Lock(line->school));
        SUITE_ASSIGN(const auto found, tx.Licences().Find(line->school, line->licence.id));
        if (!found) return unknown();
        SUITE_RETURN_IF_ERROR(change(tx, line->school, *found, clock_.Now()));
        SUITE_ASSIGN(overview, Overview(tx, line->school, found->id));
        return {};
    }));
    return overview;
}

Result<std::vector<LicenceReminder>> ManageTerms::Reminders(const Actor& actor, SchoolId school,
                                                            Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    std::vector<LicenceReminder> reminders;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto known, tx.Roster().FindSchool(school));
        if (!known) return NoSuchSchool();
        SUITE_ASSIGN(auto all, tx.Licences().Overviews(school));
        for (auto& overview : all) {
            if (overview.excluded) continue;
            if (const auto reminder = ReminderOn(overview.licence, Today()))
                reminders.push_back({.overview = std::move(overview), .reminder = *reminder});
        }
        return {};
    }));
    std::ranges::sort(reminders, [](const auto& a, const auto& b) {
        if (a.reminder.days_left != b.reminder.days_left) return a.reminder.days_left < b.reminder.days_left;
        return TitleFirst(a.overview, b.overview);
    });
    return reminders;
}

Result<SchoolForecast> ManageTerms::NextYear(const Actor& actor, SchoolId school, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    SchoolForecast next{.year = {SchoolYear::Of(Today()).first_year + 1}};
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto known, tx.Roster().FindSchool(school));
        if (!known) return NoSuchSchool();
        SUITE_ASSIGN(auto all, tx.Licences().Overviews(school));
        SUITE_ASSIGN(auto on_seats, tx.Terms().OnSeats(school));
        SUITE_ASSIGN(auto waiting, tx.Terms().Waiting(school));
        for (auto& overview : all) {
            const LicenceId id = overview.licence.id;
            if (overview.excluded) continue;
            auto forecast = ForecastAfter(overview.licence, overview.year_groups, Today(), on_seats[id], waiting[id]);
            if (forecast) next.items.push_back({.overview = std::move(overview), .forecast = std::move(*forecast)});
        }
        return {};
    }));
    std::ranges::sort(next.items, TitleFirst, &LicenceForecast::overview);
    return next;
}

}  // namespace suite::licence
