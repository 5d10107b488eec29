#include "services/licence/domain/seats.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "core/reasons.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

const Date kToday = *Date::Parse("2026-11-26");

Licence PerPupil(std::int64_t seats) {
    Licence licence;
    licence.kind = LicenceKind::kPupil;
    licence.start = *Date::Parse("2026-08-01");
    licence.end = *Date::Parse("2027-07-31");
    licence.seats = seats;
    return licence;
}

std::vector<Candidate> People(std::initializer_list<std::int64_t> ids) {
    std::vector<Candidate> people;
    for (const auto id : ids) people.push_back({.person = PersonId{id}});
    return people;
}

std::vector<std::int64_t> Who(const Allotment& allotment) {
    std::vector<std::int64_t> who;
    for (const auto& given : allotment.given) who.push_back(given.person.value);
    return who;
}

using Ids = std::vector<std::int64_t>;

std::string ReasonOf(const Status& status) { return status ? "" : status.error().reason; }

}  // namespace

TEST_CASE("free seats go to the candidates in their turn, with the lowest free numbers", "[LIC-07]") {
    const auto allotment = Allot(PerPupil(4), kToday, 2, {2, 3}, People({11, 12, 13}));
    CHECK(allotment.given == std::vector<GivenSeat>{{PersonId{11}, 1}, {PersonId{12}, 4}});
    CHECK(allotment.off.empty());
    CHECK(Allot(PerPupil(4), kToday, 0, {}, {}).given.empty());
}

TEST_CASE("who left or has a seat goes off the list, who is inactive is passed over and stays on it", "[LIC-07]") {
    auto people = People({11, 12, 13, 14, 12});
    people[0].registered = false;
    people[1].active = false;
    people[2].has_seat = true;
    const auto allotment = Allot(PerPupil(3), kToday, 1, {1}, people);
    CHECK(Who(allotment) == Ids{14});
    CHECK(allotment.off == std::vector{PersonId{11}, PersonId{13}});
    people[1].active = true;
    CHECK(Who(Allot(PerPupil(3), kToday, 1, {1}, people)) == Ids{12, 14});
    CHECK(Who(Allot(PerPupil(9), kToday, 1, {1}, people)) == Ids{12, 14});  // named twice, seated once
}

TEST_CASE("what gives no seats", "[LIC-06][LIC-07]") {
    const auto people = People({11, 12});
    CHECK(Allot(PerPupil(2), kToday, 2, {1, 2}, people).given.empty());
    // An order made them fewer: nobody is put out, and nobody comes in before there is room.
    CHECK(Allot(PerPupil(2), kToday, 3, {1, 2, 3}, people).given.empty());
    CHECK(Allot(PerPupil(2), kToday, 2, {2, 3}, people).given.empty());
    auto licence = PerPupil(2);
    licence.cancelled = true;
    CHECK(Allot(licence, kToday, 0, {}, people).given.empty());
    licence = PerPupil(2);
    licence.end = *Date::Parse("2026-11-25");
    CHECK(Allot(licence, kToday, 0, {}, people).given.empty());
    licence.renews = true;
    CHECK(Who(Allot(licence, kToday, 0, {}, people)) == Ids{11, 12});
    licence.ends_on = licence.end;  // terminated and over
    CHECK(Allot(licence, kToday, 0, {}, people).given.empty());
    licence = PerPupil(2);
    licence.start = *Date::Parse("2027-01-01");  // ahead of the school year is when seats are given
    CHECK(Who(Allot(licence, kToday, 0, {}, people)) == Ids{11, 12});
    licence.kind = LicenceKind::kGroup;
    CHECK(Allot(licence, kToday, 0, {}, people).given.empty());
}

TEST_CASE("whatever the world, seats are given in turn, to those who can, never one too many", "[LIC-07]") {
    std::mt19937_64 random(20261126);
    const auto below = [&](std::int64_t n) { return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random); };
    for (int round = 0; round < 20000; ++round) {
        const auto seats = 1 + below(12);
        // Numbers in use may lie above the seats there are now.
        std::set<std::int64_t> taken;
        for (auto n = below(14); n > 0; --n) taken.insert(1 + below(16));
        std::vector<Candidate> people;
        for (auto n = below(20); n > 0; --n) {
            people.push_back({.person = PersonId{1 + below(18)},
                              .registered = below(5) > 0,
                              .active = below(5) > 0,
                              .has_seat = below(8) == 0});
        }
        const auto used = std::ssize(taken);
        const auto allotment = Allot(PerPupil(seats), kToday, used, {taken.begin(), taken.end()}, people);
        CAPTURE(round, seats, used);

        const auto free = seats > used ? seats - used : 0;
        REQUIRE(std::ssize(allotment.given) <= free);
        std::set<PersonId> given;
        for (const auto& seat : allotment.given) {
            REQUIRE(seat.seat >= 1);
            REQUIRE(seat.seat <= seats);
            REQUIRE(taken.insert(seat.seat).second);
            REQUIRE(given.insert(seat.person).second);
        }
        // In the words of the rule: walk the list, seat whoever can sit while there is room.
        Ids expected;
        std::vector<PersonId> off;
        std::set<PersonId> seen;
        for (const auto& one : people) {
            if (!seen.insert(one.person).second) continue;
            const bool out = !one.registered || one.has_seat;
            if (out) off.push_back(one.person);
            if (!out && one.active && std::ssize(expected) < free) expected.push_back(one.person.value);
        }
        REQUIRE(Who(allotment) == expected);
        REQUIRE(allotment.off == off);
    }
}

TEST_CASE("free and over never both", "[LIC-07]") {
    CHECK(SeatCounts{.seats = 30, .used = 28}.Free() == 2);
    CHECK(SeatCounts{.seats = 30, .used = 28}.Over() == 0);
    CHECK(SeatCounts{.seats = 30, .used = 30}.Free() == 0);
    CHECK(SeatCounts{.seats = 20, .used = 23}.Free() == 0);
    CHECK(SeatCounts{.seats = 20, .used = 23}.Over() == 3);
}

TEST_CASE("who may take a seat back: the helpdesk, and the school only within the publisher's window", "[LIC-06]") {
    using std::chrono::minutes;
    const Instant given{std::chrono::hours(1000)};
    const Actor coordinator{.role = Role::kCoordinator, .school = SchoolId{1}};
    const Actor helpdesk{.role = Role::kHelpdesk};
    CHECK(ReasonOf(MayTakeBack(coordinator, given, given, minutes(0))) == reason::kSeatFinal);
    CHECK(ReasonOf(MayTakeBack(coordinator, given, given + minutes(14), minutes(15))).empty());
    CHECK(ReasonOf(MayTakeBack(coordinator, given, given + minutes(15), minutes(15))) == reason::kSeatFinal);
    CHECK(ReasonOf(MayTakeBack(helpdesk, given, given + minutes(999999), minutes(0))).empty());
}

TEST_CASE("a reason is something, and no more than 500 characters", "[LIC-06]") {
    CHECK(CheckReason("Verkeerd kind", true, "/reason"));
    CHECK(CheckReason("", false, "/reason"));
    CHECK(CheckReason(" \n", true, "reason").error().fields.at(0).pointer == "reason");
    std::string long_one;
    for (int i = 0; i < 500; ++i) long_one += "é";
    CHECK(CheckReason(long_one, true, "/reason"));
    CHECK(CheckReason(long_one + "é", false, "/reason").error().code == Code::kInvalidArgument);
}
