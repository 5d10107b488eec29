#include "services/licence/domain/term.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

Date Day(const char* text) { return *Date::Parse(text); }
Date Plus(Date day, int days) { return Date{day.days + std::chrono::days{days}}; }

/// The school year 2026-2027, and on.
Licence Renewing(const char* start = "2026-08-01", const char* end = "2027-07-31") {
    return {.id = LicenceId{1},
            .order_line_id = "line-1",
            .title = "Taal 5",
            .start = Day(start),
            .end = Day(end),
            .renews = true};
}

SeatPupil Pupil(std::int64_t id, const char* year_group, bool active = true) {
    return {.id = PersonId{id}, .name = "Kind " + std::to_string(id), .year_group = year_group, .active = active};
}

}  // namespace

TEST_CASE("a termination by 30 June ends the running term, after it the next one", "[LIC-10]") {
    struct Case {
        const char* on;
        const char* ends;
    };
    for (const auto& [on, ends] :
         {Case{"2026-08-01", "2027-07-31"}, Case{"2027-06-29", "2027-07-31"}, Case{"2027-06-30", "2027-07-31"},
          Case{"2027-07-01", "2028-07-31"}, Case{"2027-07-31", "2028-07-31"}, Case{"2027-08-01", "2028-07-31"},
          Case{"2028-06-30", "2028-07-31"}, Case{"2028-07-01", "2029-07-31"},
          // before it starts, the first term is the one that runs
          Case{"2026-03-01", "2027-07-31"}, Case{"2026-07-15", "2027-07-31"}}) {
        INFO(on);
        CHECK(EndWhenTerminated(Renewing(), Day(on)) == Day(ends));
    }
    // A first term of three years is one term.
    CHECK(EndWhenTerminated(Renewing("2026-08-01", "2029-07-31"), Day("2027-01-01")) == Day("2029-07-31"));
    CHECK(EndWhenTerminated(Renewing("2026-08-01", "2029-07-31"), Day("2029-07-01")) == Day("2030-07-31"));
}

TEST_CASE("the deadline of a term is the last 30 June on or before its end", "[LIC-10]") {
    CHECK(TerminationDeadline(Day("2027-07-31")) == Day("2027-06-30"));
    CHECK(TerminationDeadline(Day("2027-06-30")) == Day("2027-06-30"));
    CHECK(TerminationDeadline(Day("2027-06-29")) == Day("2026-06-30"));
    CHECK(TerminationDeadline(Day("2027-12-31")) == Day("2027-06-30"));
}

TEST_CASE("terminated twice it ends on the same day, and never within the month after the deadline", "[LIC-10]") {
    for (const auto* end : {"2027-07-31", "2027-06-30", "2027-12-31", "2028-02-29"}) {
        for (int offset = -60; offset < 1500; ++offset) {
            auto licence = Renewing("2026-08-01", end);
            const Date day = Plus(licence.start, offset);
            const auto ends = EndWhenTerminated(licence, day);
            INFO(end << " terminated on " << day.ToString());
            REQUIRE(ends);
            CHECK(*ends >= licence.end);
            CHECK(*ends >= day);
            CHECK(TerminationDeadline(*ends) >= day);  // so it can be withdrawn on the day itself
            // It is a day on which it would have ended a term anyhow, and not a later one than needed.
            CHECK(LastDay(licence, *ends) == *ends);
            const Date before = LastDay(licence, day);
            if (day <= TerminationDeadline(before)) CHECK(*ends == before);
            licence.ends_on = *ends;
            CHECK(EndWhenTerminated(licence, Plus(day, 700)) == *ends);
            CHECK(CanResume(licence, day));
            CHECK(CanResume(licence, TerminationDeadline(*ends)));
            CHECK_FALSE(CanResume(licence, Plus(TerminationDeadline(*ends), 1)));
        }
    }
}

TEST_CASE("what does not renew or has ended cannot be terminated, nor resumed", "[LIC-10]") {
    auto fixed = Renewing();
    fixed.renews = false;
    const auto refused = EndWhenTerminated(fixed, Day("2027-01-01"));
    CHECK(refused.error().reason == reason::kLicenceNotRenewing);
    CHECK(refused.error().metadata.at("endDate") == "2027-07-31");
    CHECK(CanResume(fixed, Day("2027-01-01")).error().reason == reason::kLicenceNotRenewing);

    auto cancelled = Renewing();
    cancelled.cancelled = true;
    CHECK(EndWhenTerminated(cancelled, Day("2027-01-01")).error().reason == reason::kLicenceEnded);
    CHECK(CanResume(cancelled, Day("2027-01-01")).error().reason == reason::kLicenceEnded);

    auto terminated = Renewing();
    CHECK(CanResume(terminated, Day("2027-07-15")));  // there is nothing to withdraw
    terminated.ends_on = Day("2027-07-31");
    CHECK(CanResume(terminated, Day("2027-06-30")));
    const auto late = CanResume(terminated, Day("2027-07-01"));
    CHECK(late.error().reason == reason::kTerminationFinal);
    CHECK(late.error().metadata.at("deadline") == "2027-06-30");
    CHECK(CanResume(terminated, Day("2027-08-01")).error().reason == reason::kLicenceEnded);
}

TEST_CASE("an order line sent again leaves a termination as it is, and never ends before its own end",
          "[LIC-10][LIC-14]") {
    auto known = Renewing();
    known.ends_on = Day("2027-07-31");
    known.terminated_at = Instant{std::chrono::milliseconds{5}};
    auto line = Renewing();
    line.id = {};
    CHECK(TakeOrder(&known, line) == known);
    CHECK(TakeOrder(nullptr, line) == line);

    auto longer = line;
    longer.end = Day("2028-07-31");
    CHECK(TakeOrder(&known, longer).ends_on == Day("2028-07-31"));
    CHECK(TakeOrder(&known, longer).terminated_at == known.terminated_at);

    auto fixed = line;
    fixed.renews = false;
    CHECK_FALSE(TakeOrder(&known, fixed).ends_on);
    CHECK_FALSE(TakeOrder(&known, fixed).terminated_at);
    CHECK(LastDay(TakeOrder(&known, fixed), Day("2030-01-01")) == Day("2027-07-31"));

    auto forged = line;
    forged.ends_on = Day("2030-07-31");
    CHECK_FALSE(TakeOrder(nullptr, forged).ends_on);
}

TEST_CASE("a licence stands on a past day as its history says, and not as it is now", "[LIC-10][LIC-15]") {
    const auto entry = [](const char* at, LinkAction action, std::string_view reason = "") {
        return HistoryEntry{.at = *ParseInstant(at),
                            .subject = Subject::kLicence,
                            .action = action,
                            .how = reason.empty() ? How::kHand : How::kOrder,
                            .reason = std::string(reason)};
    };
    const auto stands = [](const Licence& now, const std::vector<HistoryEntry>& entries, const char* day) {
        const auto then = TermsAt(now, entries, EndOfDutchDay(Day(day)));
        return std::pair(then.cancelled, then.ends_on ? then.ends_on->ToString() : "");
    };
    using Stands = std::pair<bool, std::string>;

    auto cancelled = Renewing();
    cancelled.cancelled = true;
    const std::vector<HistoryEntry> once{entry("2027-03-15T10:00:00Z", LinkAction::kTerminate, kLineCancelled)};
    CHECK(stands(cancelled, once, "2027-03-14") == Stands{false, ""});
    CHECK(stands(cancelled, once, "2027-03-15") == Stands{true, ""});
    CHECK(stands(cancelled, {}, "2027-03-14") == Stands{true, ""});  // so it came, as far as anybody knows

    // Cancelled for a week, then not any more; in between terminated.
    const std::vector<HistoryEntry> week{entry("2027-03-01T10:00:00Z", LinkAction::kTerminate, kLineCancelled),
                                         entry("2027-03-08T10:00:00Z", LinkAction::kResume, kLineRestored)};
    CHECK(stands(Renewing(), week, "2027-02-28") == Stands{false, ""});
    CHECK(stands(Renewing(), week, "2027-03-05") == Stands{true, ""});
    CHECK(stands(Renewing(), week, "2027-03-08") == Stands{false, ""});

    auto terminated = Renewing();
    terminated.ends_on = Day("2027-07-31");
    const std::vector<HistoryEntry> ended{entry("2027-05-01T10:00:00Z", LinkAction::kTerminate)};
    CHECK(stands(terminated, ended, "2027-04-30") == Stands{false, ""});
    CHECK(stands(terminated, ended, "2027-05-01") == Stands{false, "2027-07-31"});
    // The order system terminates too: that is no cancelled line.
    const std::vector<HistoryEntry> by_order{entry("2027-05-01T10:00:00Z", LinkAction::kTerminate, "brief ontvangen")};
    CHECK(stands(terminated, by_order, "2027-04-30") == Stands{false, ""});

    // Withdrawn since: then it was to end with the term of the day on which it was terminated.
    const std::vector<HistoryEntry> withdrawn{
        entry("2026-10-01T10:00:00Z", LinkAction::kTerminate), entry("2027-06-01T10:00:00Z", LinkAction::kResume),
        entry("2028-02-01T10:00:00Z", LinkAction::kTerminate), entry("2028-03-01T10:00:00Z", LinkAction::kResume)};
    CHECK(stands(Renewing(), withdrawn, "2026-09-30") == Stands{false, ""});
    CHECK(stands(Renewing(), withdrawn, "2027-05-31") == Stands{false, "2027-07-31"});
    CHECK(stands(Renewing(), withdrawn, "2027-06-01") == Stands{false, ""});
    CHECK(stands(Renewing(), withdrawn, "2028-02-15") == Stands{false, "2028-07-31"});
    CHECK(stands(Renewing(), withdrawn, "2028-03-01") == Stands{false, ""});
    // Links and seats say nothing about it.
    auto link = entry("2027-03-15T10:00:00Z", LinkAction::kUnlink);
    link.subject = Subject::kGroup;
    CHECK(stands(cancelled, {link}, "2027-03-01") == Stands{true, ""});
}

TEST_CASE("from 1 April to 30 June the school is reminded that a contract renews", "[LIC-10]") {
    struct Case {
        const char* on;
        int days_left;  // -1: no reminder
    };
    for (const auto& [on, days_left] :
         {Case{"2027-03-31", -1}, Case{"2027-04-01", 90}, Case{"2027-06-29", 1}, Case{"2027-06-30", 0},
          Case{"2027-07-01", -1}, Case{"2027-08-01", -1}, Case{"2028-04-01", 90}, Case{"2026-06-01", -1}}) {
        INFO(on);
        const auto reminder = ReminderOn(Renewing(), Day(on));
        REQUIRE(reminder.has_value() == (days_left >= 0));
        if (!reminder) continue;
        CHECK(reminder->kind == ReminderKind::kRenews);
        CHECK(reminder->days_left == days_left);
        CHECK(reminder->on.ToString().substr(4) == "-08-01");
        CHECK(reminder->deadline.ToString().substr(4) == "-06-30");
    }
}

TEST_CASE("what ends is told from 1 April until it has ended", "[LIC-10]") {
    auto terminated = Renewing();
    terminated.ends_on = Day("2028-07-31");
    CHECK_FALSE(ReminderOn(terminated, Day("2027-05-01")));
    CHECK_FALSE(ReminderOn(terminated, Day("2028-03-31")));
    CHECK(ReminderOn(terminated, Day("2028-04-01"))->kind == ReminderKind::kEnds);
    CHECK(ReminderOn(terminated, Day("2028-04-01"))->days_left == 121);
    CHECK(ReminderOn(terminated, Day("2028-07-31"))->days_left == 0);
    CHECK_FALSE(ReminderOn(terminated, Day("2028-08-01")));

    auto fixed = Renewing("2026-01-02", "2028-01-02");
    fixed.renews = false;
    CHECK_FALSE(ReminderOn(fixed, Day("2027-05-01")));
    CHECK(ReminderOn(fixed, Day("2027-12-01"))->on == Day("2028-01-02"));
    fixed.cancelled = true;
    CHECK_FALSE(ReminderOn(fixed, Day("2027-12-01")));
}

TEST_CASE("the forecast counts who stays and who waits against the seats of next year", "[LIC-07][LIC-10]") {
    auto licence = Renewing();
    licence.kind = LicenceKind::kPupil;
    licence.seats = 4;
    const std::vector<SeatPupil> on_seats{Pupil(1, "8"), Pupil(2, "7"), Pupil(3, "5"), Pupil(4, "5", false)};
    const std::vector<SeatPupil> waiting{Pupil(5, "6"), Pupil(6, "8"), Pupil(7, "6"), Pupil(8, "4")};
    auto forecast = ForecastAfter(licence, {}, Day("2027-02-01"), on_seats, waiting);
    REQUIRE(forecast);
    CHECK(forecast->goes_on);
    CHECK(forecast->end == Day("2028-07-31"));
    CHECK(forecast->used == 4);
    REQUIRE(forecast->leavers.size() == 2);  // group 8, and the one who left before
    CHECK(forecast->leavers[0].id == PersonId{1});
    CHECK(forecast->leavers[1].id == PersonId{4});
    CHECK(forecast->needed == 5);
    CHECK(forecast->Shortage() == 1);
    CHECK(forecast->Surplus() == 0);

    licence.seats = 9;
    forecast = ForecastAfter(licence, {}, Day("2027-02-01"), on_seats, waiting);
    CHECK(forecast->Shortage() == 0);
    CHECK(forecast->Surplus() == 4);

    licence.ends_on = Day("2027-07-31");
    forecast = ForecastAfter(licence, {}, Day("2027-02-01"), on_seats, waiting);
    CHECK_FALSE(forecast->goes_on);
    CHECK(forecast->end == Day("2027-07-31"));
    CHECK(forecast->seats == 0);
    CHECK(forecast->Shortage() == 5);
}

TEST_CASE("who grows out of the product's year groups needs no seat next year", "[LIC-01][LIC-07][LIC-10]") {
    struct Case {
        const char* what;
        const char* year_group;
        std::vector<std::string> serves;
        bool leaves;
    };
    const Case cases[] = {
        {"one year group", "4", {"4"}, true},
        {"the last of several", "6", {"4", "5", "6"}, true},
        {"the first of several", "4", {"4", "5", "6"}, false},
        {"a product for any year group", "6", {}, false},
        {"group 8 leaves the school", "8", {}, true},
        {"group 8, whatever the product serves", "8", {"4"}, true},
        {"comes into it", "3", {"4"}, false},
        {"works below the own year group", "6", {"4"}, false},
        {"works above it", "5", {"7", "8"}, false},
        {"a gap in what it serves", "4", {"4", "6"}, true},
        {"toddlers", "1", {"1", "2"}, false},
        {"into group 1", "0", {"0", "1"}, false},
        {"special education", "S", {"4"}, false},
        {"year group not known", "", {"4"}, false},
        {"what it serves is no year group", "5", {"S"}, false},
    };
    for (const auto& c : cases) {
        INFO(c.what);
        CHECK(LeavesAfterYear(Pupil(1, c.year_group), c.serves) == c.leaves);
        CHECK(LeavesAfterYear(Pupil(1, c.year_group, false), c.serves));
    }
    auto licence = Renewing();
    licence.kind = LicenceKind::kPupil;
    licence.seats = 2;
    const auto forecast = ForecastAfter(licence, {"5", "6"}, Day("2027-02-01"), {Pupil(1, "5"), Pupil(2, "6")},
                                        {Pupil(3, "6"), Pupil(4, "4")});
    REQUIRE(forecast);
    REQUIRE(forecast->leavers.size() == 1);
    CHECK(forecast->leavers[0].id == PersonId{2});
    CHECK(forecast->needed == 2);
    CHECK(forecast->Shortage() == 0);
}

TEST_CASE("the forecast of a school year is about the one after it, on every day", "[LIC-10]") {
    const auto fixed = [](const char* start, const char* end) {
        auto licence = Renewing(start, end);
        licence.renews = false;
        return licence;
    };
    CHECK_FALSE(ForecastAfter(fixed("2026-08-01", "2027-07-31"), {}, Day("2026-08-01"), {}, {})->goes_on);
    CHECK_FALSE(ForecastAfter(fixed("2026-08-01", "2027-07-31"), {}, Day("2027-07-31"), {}, {})->goes_on);
    CHECK(ForecastAfter(fixed("2026-08-01", "2027-08-01"), {}, Day("2027-07-31"), {}, {})->goes_on);
    CHECK(ForecastAfter(fixed("2028-01-01", "2028-12-31"), {}, Day("2027-07-31"), {}, {})->goes_on);
    CHECK_FALSE(ForecastAfter(fixed("2028-08-01", "2029-07-31"), {}, Day("2027-07-31"), {}, {})->goes_on);
    CHECK_FALSE(ForecastAfter(fixed("2026-08-01", "2027-07-31"), {}, Day("2027-08-01"), {}, {}));  // over
}
