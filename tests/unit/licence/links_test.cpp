#include "services/licence/domain/links.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

constexpr PersonId kAnna{1};
constexpr PersonId kBram{2};
constexpr PersonId kCato{3};

}  // namespace

TEST_CASE("single pupils are linked to group licences that have not ended", "[LIC-05]") {
    Licence licence{.start = *Date::Parse("2026-08-01"), .end = *Date::Parse("2027-07-31")};
    CHECK(CanLinkPupils(licence, *Date::Parse("2026-06-01")));
    CHECK(CanLinkPupils(licence, *Date::Parse("2027-07-31")));
    CHECK(CanLinkPupils(licence, *Date::Parse("2027-08-01")).error().reason == reason::kLicenceEnded);
    licence.cancelled = true;
    CHECK(CanLinkPupils(licence, *Date::Parse("2026-09-01")).error().reason == reason::kLicenceEnded);
    licence.kind = LicenceKind::kPupil;
    CHECK(CanLinkPupils(licence, *Date::Parse("2026-09-01")).error().reason == reason::kLicencePerChild);
}

TEST_CASE("a group's link is for its group's school year, or for the running one when that is over",
          "[LIC-03][ROS-10]") {
    CHECK(YearOfLink({2026}, *Date::Parse("2026-11-27")) == SchoolYear{2026});
    CHECK(YearOfLink({2027}, *Date::Parse("2027-07-31")) == SchoolYear{2027});  // next year's, linked ahead
    CHECK(YearOfLink({2026}, *Date::Parse("2027-07-31")) == SchoolYear{2026});
    CHECK(YearOfLink({2026}, *Date::Parse("2027-08-01")) == SchoolYear{2027});  // the new groups are late
    CHECK(YearOfLink({2012}, *Date::Parse("2026-11-27")) == SchoolYear{2026});  // an old file that the school confirmed
}

TEST_CASE("a group's link ends with its school year, and with its group", "[LIC-03][ROS-10]") {
    const Date july = *Date::Parse("2027-07-31");
    const Date august = *Date::Parse("2027-08-01");
    const Date november = *Date::Parse("2026-11-27");
    const SchoolYear this_year{2026};
    const SchoolYear next_year{2027};
    struct Case {
        const char* what;
        Date day;
        GroupLinkFacts facts;
        std::optional<How> end;
    };
    const Case cases[] = {
        {"in the year", november, {.year = this_year, .newest = this_year}, {}},
        {"its last day", july, {.year = this_year, .newest = this_year}, {}},
        {"its last day, next year's groups are there", july, {.year = this_year, .newest = next_year}, {}},
        {"1 August, the group is still there", august, {.year = this_year, .newest = this_year}, How::kRollover},
        {"1 August, with the new groups", august, {.year = this_year, .newest = next_year}, How::kRollover},
        {"linked ahead, 1 August", august, {.year = next_year, .newest = next_year}, {}},
        {"group removed in the year",
         november,
         {.year = this_year, .group_known = false, .newest = this_year},
         How::kRoster},
        {"group removed in July, no new ones yet",
         july,
         {.year = this_year, .group_known = false, .newest = this_year},
         How::kRoster},
        {"group removed in July, for next year's",
         july,
         {.year = this_year, .group_known = false, .newest = next_year},
         How::kRollover},
        {"group removed in August",
         august,
         {.year = this_year, .group_known = false, .newest = next_year},
         How::kRollover},
        {"group of next year removed again",
         july,
         {.year = next_year, .group_known = false, .newest = next_year},
         How::kRoster},
        {"all groups removed", november, {.year = this_year, .group_known = false}, How::kRoster},
        {"year not known", august, {.newest = next_year}, {}},
        {"year not known, group removed", august, {.group_known = false, .newest = next_year}, How::kRoster},
    };
    for (const auto& c : cases) {
        INFO(c.what);
        CHECK(EndOfGroupLink(c.facts, c.day) == c.end);
    }
}

TEST_CASE("a pupil's link ends when the pupil leaves, and with the school year of the pupil's group",
          "[LIC-05][ROS-10]") {
    const SchoolYear this_year{2026};
    const SchoolYear next_year{2027};
    struct Case {
        const char* what;
        PupilLinkFacts facts;
        std::optional<How> end;
    };
    const Case cases[] = {
        {"in the same group", {.made_in = this_year, .base_year = this_year}, {}},
        {"in a group of next year", {.made_in = this_year, .base_year = next_year}, How::kRollover},
        {"linked ahead, group still of last year", {.made_in = next_year, .base_year = this_year}, {}},
        {"in no base group for now", {.made_in = this_year, .base_year = {}}, {}},
        {"year of the link not known", {.made_in = {}, .base_year = next_year}, {}},
        {"left", {.made_in = this_year, .at_school = false, .base_year = {}}, How::kRoster},
        {"left, year of the link not known", {.made_in = {}, .at_school = false, .base_year = {}}, How::kRoster},
    };
    for (const auto& c : cases) {
        INFO(c.what);
        CHECK(EndOfPupilLink(c.facts) == c.end);
    }
}

TEST_CASE("the effect of a change counts each pupil once per title", "[LIC-16]") {
    const PupilsByTitle before{{"Rekenen", {kAnna, kBram}}, {"Taal", {kAnna}}, {"Zwemmen", {kCato}}};
    const PupilsByTitle after{{"Rekenen", {kBram, kCato}}, {"Taal", {kAnna}}, {"Zwemmen", {}}, {"Blokken", {kAnna}}};
    CHECK(Effects(before, after) == std::vector<TitleEffect>{{.title = "Blokken", .gain = 1},
                                                             {.title = "Rekenen", .gain = 1, .lose = 1},
                                                             {.title = "Zwemmen", .lose = 1}});
    CHECK(Effects(before, before).empty());
    CHECK(Effects({}, {}).empty());
}
