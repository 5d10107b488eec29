#include "core/time.hpp"

#include <catch2/catch.hpp>

namespace suite {
namespace {

std::string DayOf(std::string_view instant) {
    const auto parsed = ParseInstant(instant);
    REQUIRE(parsed);
    return DutchDay(*parsed).ToString();
}

}  // namespace

TEST_CASE("a date is YYYY-MM-DD and an existing day") {
    for (const auto* text : {"2026-11-21", "2024-02-29", "2000-02-29", "1900-01-01", "2200-12-31"}) {
        CAPTURE(text);
        const auto date = Date::Parse(text);
        REQUIRE(date);
        CHECK(date->ToString() == text);
    }
    for (const auto* text : {"", "2026-2-01", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
                             "2026-04-31", "1899-12-31", "2201-01-01", "2026-01-01Z", " 2026-01-01", "2026/01/01",
                             "+026-01-01", "2026-01-+1", "20260101"}) {
        CAPTURE(text);
        CHECK_FALSE(Date::Parse(text));
    }
}

TEST_CASE("an instant is RFC 3339 and written in UTC with milliseconds") {
    const auto again = [](std::string_view text) {
        const auto instant = ParseInstant(text);
        return instant ? FormatInstant(*instant) : "none";
    };
    CHECK(again("2026-11-21T23:31:00Z") == "2026-11-21T23:31:00.000Z");
    CHECK(again("2026-11-21T23:31:00.1Z") == "2026-11-21T23:31:00.100Z");
    CHECK(again("2026-11-21T23:31:00.123456789Z") == "2026-11-21T23:31:00.123Z");
    CHECK(again("2026-11-22T00:31:00+01:00") == "2026-11-21T23:31:00.000Z");
    CHECK(again("2026-11-21T18:01:00-05:30") == "2026-11-21T23:31:00.000Z");
    CHECK(again("1969-12-31T23:59:59.999Z") == "1969-12-31T23:59:59.999Z");
    for (const auto* text :
         {"", "2026-11-21", "2026-11-21T23:31:00", "2026-11-21 23:31:00Z", "2026-11-21T24:00:00Z",
          "2026-11-21T23:60:00Z", "2026-11-21T23:31:60Z", "2026-11-21T23:31:00.Z", "2026-11-21T23:31:00.1234567890Z",
          "2026-11-21T23:31:00.5", "2026-11-21T23:31:00+0100", "2026-11-21T23:31:00+15:00", "2026-11-21T23:31:00+01:60",
          "2026-11-21T23:31:00ZZ", "2026-11-31T23:31:00Z"}) {
        CAPTURE(text);
        CHECK(again(text) == "none");
    }
}

TEST_CASE("the Dutch day begins at 23:00 UTC in winter and 22:00 UTC in summer, also around the switches") {
    CHECK(DayOf("2026-01-15T22:59:59.999Z") == "2026-01-15");
    CHECK(DayOf("2026-01-15T23:00:00Z") == "2026-01-16");
    CHECK(DayOf("2026-07-15T21:59:59.999Z") == "2026-07-15");
    CHECK(DayOf("2026-07-15T22:00:00Z") == "2026-07-16");
    // Summer time begins on 29 March 2026 and ends on 25 October 2026, both at 01:00 UTC.
    CHECK(DayOf("2026-03-28T22:30:00Z") == "2026-03-28");
    CHECK(DayOf("2026-03-28T23:00:00Z") == "2026-03-29");
    CHECK(DayOf("2026-03-29T22:00:00Z") == "2026-03-30");
    CHECK(DayOf("2026-10-24T22:00:00Z") == "2026-10-25");
    CHECK(DayOf("2026-10-25T22:30:00Z") == "2026-10-25");
    CHECK(DayOf("2026-10-25T23:00:00Z") == "2026-10-26");
    CHECK(DayOf("2026-12-31T23:00:00Z") == "2027-01-01");
}

TEST_CASE("a school year runs from 1 August to 31 July") {
    CHECK(SchoolYear::Of(*Date::Parse("2026-07-31")).ToString() == "2025-2026");
    CHECK(SchoolYear::Of(*Date::Parse("2026-08-01")).ToString() == "2026-2027");
    CHECK(SchoolYear::Of(*Date::Parse("2027-01-01")).ToString() == "2026-2027");
    CHECK(SchoolYear{2026}.LastDay().ToString() == "2027-07-31");
    CHECK(SchoolYear::Parse("2026-2027") == SchoolYear{2026});
    CHECK(SchoolYear::Parse("1999-2000") == SchoolYear{1999});
    for (const auto* text :
         {"", "2026", "2026-2028", "2027-2026", "2026/2027", "2026-27", "0000-0001", "+026-0027", "2026-2027 "}) {
        CAPTURE(text);
        CHECK_FALSE(SchoolYear::Parse(text));
    }
}

TEST_CASE("a Dutch day ends at midnight, in winter and in summer and when the clock changes", "[ROS-11]") {
    CHECK(FormatInstant(EndOfDutchDay(Date::Parse("2026-11-21").value())) == "2026-11-21T22:59:59.999Z");
    CHECK(FormatInstant(EndOfDutchDay(Date::Parse("2026-06-30").value())) == "2026-06-30T21:59:59.999Z");
    CHECK(FormatInstant(EndOfDutchDay(Date::Parse("2026-10-24").value())) == "2026-10-24T21:59:59.999Z");
    CHECK(FormatInstant(EndOfDutchDay(Date::Parse("2026-10-25").value())) == "2026-10-25T22:59:59.999Z");
    CHECK(FormatInstant(EndOfDutchDay(Date::Parse("2026-03-29").value())) == "2026-03-29T21:59:59.999Z");
}

}  // namespace suite
