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
    auto forecast = ForecastAfter(licence, Day("2027-02-01"), on_seats, waiting);
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
    forecast = ForecastAfter(licence, Day("2027-02-01"), on_seats, waiting);
    CHECK(forecast->Shortage() == 0);
    CHECK(forecast->Surplus() == 4);

    licence.ends_on = Day("2027-07-31");
    forecast = ForecastAfter(licence, Day("2027-02-01"), on_seats, waiting);
    CHECK_FALSE(forecast->goes_on);
    CHECK(forecast->end == Day("2027-07-31"));
    CHECK(forecast->seats == 0);
    CHECK(forecast->Shortage() == 5);
}

TEST_CASE("the forecast of a school year is about the one after it, on every day", "[LIC-10]") {
    const auto fixed = [](const char* start, const char* end) {
        auto licence = Renewing(start, end);
        licence.renews = false;
        return licence;
    };
    CHECK_FALSE(ForecastAfter(fixed("2026-08-01", "2027-07-31"), Day("2026-08-01"), {}, {})->goes_on);
    CHECK_FALSE(ForecastAfter(fixed("2026-08-01", "2027-07-31"), Day("2027-07-31"), {}, {})->goes_on);
    CHECK(ForecastAfter(fixed("2026-08-01", "2027-08-01"), Day("2027-07-31"), {}, {})->goes_on);
    CHECK(ForecastAfter(fixed("2028-01-01", "2028-12-31"), Day("2027-07-31"), {}, {})->goes_on);
    CHECK_FALSE(ForecastAfter(fixed("2028-08-01", "2029-07-31"), Day("2027-07-31"), {}, {})->goes_on);
    CHECK_FALSE(ForecastAfter(fixed("2026-08-01", "2027-07-31"), Day("2027-08-01"), {}, {}));  // over
}
