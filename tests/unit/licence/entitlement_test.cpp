#include "services/licence/domain/entitlement.hpp"

#include <catch2/catch.hpp>
#include <random>

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

constexpr GroupId kGroup5{5};
constexpr GroupId kGroup6{6};
constexpr LicenceId kLicence{100};
const Date kToday = *Date::Parse("2026-11-21");
const Date kYearStart = *Date::Parse("2026-08-01");
const Date kYearEnd = *Date::Parse("2027-07-31");

SchoolFacts PupilInGroup5() {
    return {.known = true, .active = true, .licence_version = 1, .person = PersonFacts{.groups = {kGroup5}}};
}
ProductMapping Linked(std::vector<GroupId> groups) {
    return {.version = 1,
            .licences = {{.id = kLicence, .start = kYearStart, .end = kYearEnd, .groups = std::move(groups)}}};
}

}  // namespace

TEST_CASE("everyone in a linked group has access until the licence's last day", "[LIC-03][LIC-08]") {
    const auto answer = Decide(PupilInGroup5(), Linked({kGroup5}), kToday);
    CHECK(answer.Entitled());
    CHECK(answer.reason == Reason::kGroupLicence);
    CHECK(answer.licence == kLicence);
    CHECK(answer.until == kYearEnd);
    CHECK(Decide(PupilInGroup5(), Linked({kGroup5}), kYearStart).Entitled());
    CHECK(Decide(PupilInGroup5(), Linked({kGroup5}), kYearEnd).Entitled());
}

TEST_CASE("each thing that is missing has its own reason", "[LIC-08]") {
    auto facts = PupilInGroup5();
    auto mapping = Linked({kGroup5});
    Reason expected{};
    SECTION("the school is not known") {
        facts = {};
        expected = Reason::kSchoolUnknown;
    }
    SECTION("the school is not active") {
        facts.active = false;
        expected = Reason::kSchoolInactive;
    }
    SECTION("the person is not of this school") {
        facts.person.reset();
        expected = Reason::kPersonUnknown;
    }
    SECTION("the person is not active") {
        facts.person->active = false;
        expected = Reason::kPersonInactive;
    }
    SECTION("the substitute's last day was yesterday") {
        facts.person->end_date = *Date::Parse("2026-11-20");
        expected = Reason::kStaffEnded;
    }
    SECTION("the school has no licence for it") {
        mapping.licences.clear();
        expected = Reason::kNoLicence;
    }
    SECTION("the licence starts tomorrow") {
        mapping.licences[0].start = *Date::Parse("2026-11-22");
        expected = Reason::kLicenceNotStarted;
    }
    SECTION("the licence ended yesterday") {
        mapping.licences[0].end = *Date::Parse("2026-11-20");
        expected = Reason::kLicenceEnded;
    }
    SECTION("the licence was cancelled") {
        mapping.licences[0].cancelled = true;
        expected = Reason::kLicenceCancelled;
    }
    SECTION("the group is not linked") {
        mapping = Linked({kGroup6});
        expected = Reason::kGroupNotLinked;
    }
    SECTION("no group is linked") {
        mapping = Linked({});
        expected = Reason::kGroupNotLinked;
    }
    SECTION("the person is in no group") {
        facts.person->groups.clear();
        expected = Reason::kGroupNotLinked;
    }
    const auto answer = Decide(facts, mapping, kToday);
    CHECK_FALSE(answer.Entitled());
    CHECK(answer.reason == expected);
    CHECK_FALSE(answer.until);
}

TEST_CASE("a substitute has access on the last day, and until then", "[LIC-08][ROS-04]") {
    auto facts = PupilInGroup5();
    facts.person->end_date = kToday;
    const auto answer = Decide(facts, Linked({kGroup5}), kToday);
    CHECK(answer.Entitled());
    CHECK(answer.until == kToday);
}

TEST_CASE("of several licences the one that lasts longest answers", "[LIC-08]") {
    auto mapping = Linked({kGroup5});
    mapping.licences.push_back(
        {.id = LicenceId{101}, .start = kYearStart, .end = *Date::Parse("2028-07-31"), .groups = {kGroup5}});
    mapping.licences.push_back({.id = LicenceId{102},
                                .start = kYearStart,
                                .end = *Date::Parse("2029-07-31"),
                                .cancelled = true,
                                .groups = {kGroup5}});
    CHECK(Decide(PupilInGroup5(), mapping, kToday).licence == LicenceId{101});
}

TEST_CASE("without access the reason is the one nearest to it", "[LIC-08]") {
    ProductMapping mapping{
        .version = 1,
        .licences = {{.id = LicenceId{1}, .start = kYearStart, .end = *Date::Parse("2026-09-01"), .groups = {kGroup5}},
                     {.id = LicenceId{2}, .start = kYearStart, .end = kYearEnd, .groups = {kGroup6}}}};
    const auto answer = Decide(PupilInGroup5(), mapping, kToday);
    CHECK(answer.reason == Reason::kGroupNotLinked);
    CHECK(answer.licence == LicenceId{2});
}

TEST_CASE("for random worlds the order of licences does not matter, and linking never takes access away", "[LIC-08]") {
    std::mt19937 random(20261121);
    const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    const auto day = [&](int spread) { return Date{kToday.days + std::chrono::days{pick(2 * spread) - spread}}; };
    for (int world = 0; world < 2000; ++world) {
        auto facts = PupilInGroup5();
        facts.person->groups.clear();
        for (int g = 0; g < pick(4); ++g) facts.person->groups.push_back(GroupId{1 + pick(6)});
        if (pick(4) == 0) facts.person->end_date = day(10);
        ProductMapping mapping{.version = 1};
        for (int l = 0; l < pick(5); ++l) {
            LinkedLicence licence{.id = LicenceId{1 + l}, .start = day(20), .end = day(20), .cancelled = pick(5) == 0};
            for (int g = 0; g < pick(3); ++g) licence.groups.push_back(GroupId{1 + pick(6)});
            mapping.licences.push_back(licence);
        }
        const auto answer = Decide(facts, mapping, kToday);
        auto shuffled = mapping;
        std::shuffle(shuffled.licences.begin(), shuffled.licences.end(), random);
        const auto again = Decide(facts, shuffled, kToday);
        REQUIRE(again.reason == answer.reason);
        REQUIRE(again.until == answer.until);

        auto more = mapping;
        for (auto& licence : more.licences)
            licence.groups.insert(licence.groups.end(), facts.person->groups.begin(), facts.person->groups.end());
        if (answer.Entitled()) REQUIRE(Decide(facts, more, kToday).Entitled());
    }
}
