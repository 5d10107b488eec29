#include "match_world.hpp"

namespace {

using namespace suite;                 // NOLINT: test
using namespace suite::licence;        // NOLINT: test
using namespace suite::licence::test;  // NOLINT: test

using enum MatchReason;

}  // namespace

TEST_CASE("a licence for exactly a group's year group is sure, another year's is nothing", "[LIC-04]") {
    const auto facts = School({Class(5, 5), Class(6, 6)}, {Bought(1, "rekenen", "cijferpad", {"5"})});
    const auto matches = FindMatches(facts);
    REQUIRE(matches.found.size() == 1);
    CHECK(matches.found[0] == Match{LicenceId{1}, GroupId{5}, true, {kYearGroupMatches}});
    CHECK(matches.withdrawn.empty());
}

TEST_CASE("every parallel group, and every year of a product for several years, is sure", "[LIC-04]") {
    const auto facts = School({Class(51, 5, "a"), Class(52, 5, "b"), Class(7, 7), Class(8, 8)},
                              {Bought(1, "rekenen", "cijferpad", {"5"}), Bought(2, "taal", "woordveld", {"7", "8"})});
    CHECK(Sure(facts, 1, 51));
    CHECK(Sure(facts, 1, 52));
    CHECK(Sure(facts, 2, 7));
    CHECK(Sure(facts, 2, 8));
    CHECK(FindMatches(facts).found.size() == 4);
}

TEST_CASE("which year groups a group is for", "[LIC-04][LIC-11]") {
    struct Case {
        const char* what;
        MatchGroup group;
        const char* year;  // of the licence
        bool sure;
        std::optional<MatchReason> reason;  // nullopt: nothing at all
    };
    const Case cases[] = {
        {"combination", Group(1, "Groep 5/6", "C", {{"5", 12}, {"6", 11}}), "5", true, kCombinationGroup},
        {"combination", Group(1, "Groep 5/6", "C", {{"5", 12}, {"6", 11}}), "6", true, kCombinationGroup},
        {"combination without telling name", Group(1, "De Vlinders", "C", {{"5", 12}, {"6", 11}}), "6", true,
         kCombinationGroup},
        {"labelled by its oldest year", Group(1, "5/6", "6", {{"5", 12}, {"6", 11}}), "5", true, kCombinationGroup},
        {"three years", Group(1, "3/4/5", "C", {{"3", 8}, {"4", 8}, {"5", 8}}), "4", true, kCombinationGroup},
        {"whole school of ten", Group(1, "1-8", "C", {{"1", 1}, {"2", 2}, {"4", 1}, {"6", 3}, {"8", 3}}), "4", true,
         kCombinationGroup},
        {"no label, no telling name", Group(1, "De Vlinders", "", {{"5", 24}}), "5", true, kYearGroupMatches},
        {"one child ahead", Group(1, "5A", "5", {{"5", 23}, {"6", 1}}), "6", false, std::nullopt},
        {"one child ahead, the others", Group(1, "5A", "5", {{"5", 23}, {"6", 1}}), "5", true, kYearGroupMatches},
        {"five children ahead in a group that says 5", Group(1, "5A", "5", {{"5", 19}, {"6", 5}}), "6", false,
         kNameDiffers},
        {"five children ahead, name says nothing", Group(1, "De Vlinders", "5", {{"5", 19}, {"6", 5}}), "6", false,
         kYearGroupsMixed},
        {"four others in a combination group", Group(1, "De Vlinders", "C", {{"5", 10}, {"6", 10}, {"7", 4}}), "7",
         false, kFewPupils},
        {"label says 6, pupils are 5", Group(1, "De Vlinders", "6", {{"5", 24}}), "5", false, kYearGroupsMixed},
        {"label says 6, pupils are 5", Group(1, "De Vlinders", "6", {{"5", 24}}), "6", false, std::nullopt},
        {"name says 6, pupils are 5", Group(1, "6A", "5", {{"5", 24}}), "5", false, kNameDiffers},
        {"nobody there yet", Group(1, "5A", "5", {}), "5", false, kNoPupils},
        {"year groups not known", Group(1, "5A", "5", {{"", 24}}), "5", false, std::nullopt},
        {"special education", Group(1, "Olm", "S", {{"S", 12}}), "5", false, std::nullopt},
    };
    for (const auto& c : cases) {
        INFO(c.what << ", licence for " << c.year);
        const auto match = Find(FindMatches(School({c.group}, {Bought(9, "rekenen", "cijferpad", {c.year})})), 9, 1);
        REQUIRE(match.has_value() == c.reason.has_value());
        if (!match) continue;
        CHECK(match->sure == c.sure);
        CHECK(std::ranges::find(match->reasons, *c.reason) != match->reasons.end());
    }
}

TEST_CASE("what order line, catalogue and title say together", "[LIC-04]") {
    struct Case {
        const char* title;
        std::vector<std::string> ordered, made;
        bool sure;
        std::optional<MatchReason> reason;
    };
    const Case cases[] = {
        {"Cijferpad", {"5"}, {}, true, kYearGroupMatches},
        {"Cijferpad", {}, {"5"}, true, kYearGroupMatches},
        {"Cijferpad groep 5", {"5"}, {"5"}, true, kYearGroupMatches},
        {"Cijferpad 4", {"5"}, {}, true, kYearGroupMatches},  // the fourth edition
        {"Cijferpad groep 5", {}, {}, false, kTitleOnly},
        {"Cijferpad 5", {}, {}, false, kTitleOnly},
        {"Cijferpad groep 6", {"5"}, {}, false, kYearGroupsDiffer},
        {"Cijferpad groep 5", {"6"}, {}, false, kYearGroupsDiffer},
        {"Cijferpad", {"5"}, {"6"}, false, kYearGroupsDiffer},
        {"Cijferpad groep 5 en 6", {"5"}, {}, true, kYearGroupMatches},  // all agree on 5
        {"Cijferpad plusklas", {"5"}, {}, false, std::nullopt},
        {"Cijferpad compleet", {}, {}, false, std::nullopt},
    };
    for (const auto& c : cases) {
        INFO(c.title);
        auto licence = Bought(1, "rekenen", "cijferpad", c.ordered);
        licence.title = c.title;
        licence.made_for = c.made;
        const auto match = Find(FindMatches(School({Class(5, 5)}, {licence})), 1, 5);
        REQUIRE(match.has_value() == c.reason.has_value());
        if (!match) continue;
        CHECK(match->sure == c.sure);
        CHECK(std::ranges::find(match->reasons, *c.reason) != match->reasons.end());
    }
}

TEST_CASE("two methods of one subject are never sure, of two subjects they are", "[LIC-04]") {
    auto facts =
        School({Class(5, 5)}, {Bought(1, "rekenen", "cijferpad", {"5"}), Bought(2, "rekenen", "getalrijk", {"5"})});
    CHECK(Proposed(facts, 1, 5, kTwoMethodsOfOneSubject));
    CHECK(Proposed(facts, 2, 5, kTwoMethodsOfOneSubject));
    facts.licences[1].subject = "taal";
    CHECK(Sure(facts, 1, 5));
    facts.licences[1].subject = "";
    CHECK(Proposed(facts, 1, 5, kSubjectUnknown));
    // For another year group, or at another time, it is no rival.
    facts.licences[1].subject = "rekenen";
    facts.licences[1].ordered_for = {"6"};
    CHECK(Sure(facts, 1, 5));
    facts.licences[1].ordered_for = {"5"};
    facts.licences[1].start = Day("2027-08-01");
    facts.licences[1].last = Day("2028-07-31");
    CHECK(Sure(facts, 1, 5));
    CHECK(Nothing(facts, 2, 5));
}

TEST_CASE("two products of one method for the same years are doubtful, for other years they go together", "[LIC-04]") {
    auto facts =
        School({Class(5, 5)}, {Bought(1, "rekenen", "cijferpad", {"5"}), Bought(2, "rekenen", "cijferpad", {"5"})});
    CHECK(Proposed(facts, 1, 5, kTwoLicencesOfOneProduct));
    facts.licences[1].product_id = "cijferpad-5-papier";
    CHECK(Proposed(facts, 1, 5, kTwoProductsOfOneMethod));
    facts.licences[1].ordered_for = {"5", "6", "7", "8"};
    CHECK(Sure(facts, 1, 5));
    CHECK(Sure(facts, 2, 5));
}

TEST_CASE("what has ended is never linked, what is coming is", "[LIC-04]") {
    struct Case {
        const char* start;
        const char* last;  // empty: renews
        int group_year;
        bool sure;
        std::optional<MatchReason> reason;
    };
    const Case cases[] = {
        {"2025-08-01", "2026-08-19", 2026, false, std::nullopt},  // yesterday
        {"2025-08-01", "2026-08-20", 2026, false, kShortPeriod},
        {"2025-08-01", "", 2026, true, kYearGroupMatches},
        {"2026-09-01", "2027-07-31", 2026, true, kYearGroupMatches},
        {"2027-07-01", "2028-07-31", 2026, false, kShortPeriod},
        {"2027-08-01", "2028-07-31", 2026, false, std::nullopt},
        {"2027-08-01", "2028-07-31", 2027, true, kYearGroupMatches},
        {"2026-08-01", "2027-07-31", 2027, false, std::nullopt},
    };
    for (const auto& c : cases) {
        INFO(c.start << " " << c.last);
        auto group = Class(5, 5);
        group.school_year = SchoolYear{c.group_year};
        auto licence = Bought(1, "rekenen", "cijferpad", {"5"});
        licence.start = Day(c.start);
        licence.last = Date::Parse(c.last);
        const auto match = Find(FindMatches(School({group}, {licence})), 1, 5);
        REQUIRE(match.has_value() == c.reason.has_value());
        if (!match) continue;
        CHECK(match->sure == c.sure);
        CHECK(std::ranges::find(match->reasons, *c.reason) != match->reasons.end());
    }
}

TEST_CASE("a hand is never overruled: what it linked decides, what it unlinked or dropped stays away", "[LIC-04]") {
    auto facts =
        School({Class(5, 5)}, {Bought(1, "rekenen", "cijferpad", {"5"}), Bought(2, "rekenen", "getalrijk", {"5"})});
    facts.links = {{LicenceId{1}, GroupId{5}, false, Day("2026-08-19")}};
    CHECK(FindMatches(facts) == Matches{});  // the hand chose: no question about the other
    facts.links.clear();
    facts.barred = {{LicenceId{1}, GroupId{5}}};
    CHECK(Nothing(facts, 1, 5));
    CHECK(Sure(facts, 2, 5));  // the choice was made the other way round
    facts.barred.insert({LicenceId{2}, GroupId{5}});
    CHECK(FindMatches(facts) == Matches{});
}

TEST_CASE("a fresh automatic link that would not be made any more is withdrawn and proposed", "[LIC-04]") {
    auto facts = School({Class(5, 5)}, {Bought(1, "rekenen", "cijferpad", {"5"})});
    facts.links = {{LicenceId{1}, GroupId{5}, true, Day("2026-08-10")}};
    CHECK(FindMatches(facts) == Matches{});
    // The order of the method that was meant comes a day later.
    facts.licences.push_back(Bought(2, "rekenen", "getalrijk", {"5"}));
    CHECK(FindMatches(facts).withdrawn == std::vector{Pair{LicenceId{1}, GroupId{5}}});
    CHECK(Proposed(facts, 1, 5, kTwoMethodsOfOneSubject));
    CHECK(Proposed(facts, 2, 5, kTwoMethodsOfOneSubject));
    // The order line was wrong.
    facts.licences = {Bought(1, "rekenen", "cijferpad", {"6"})};
    CHECK(FindMatches(facts).withdrawn.size() == 1);
    CHECK(FindMatches(facts).found.empty());
    // Weeks later pupils work with it: it stays, and the newcomer is a question.
    facts.licences = {Bought(1, "rekenen", "cijferpad", {"5"}), Bought(2, "rekenen", "getalrijk", {"5"})};
    facts.today = Day("2026-09-25");
    CHECK(FindMatches(facts).withdrawn.empty());
    CHECK(Proposed(facts, 2, 5, kOtherMethodLinked));
    // A hand's link is never fresh.
    facts.links[0].automatic = false;
    facts.today = Day("2026-08-20");
    CHECK(FindMatches(facts) == Matches{});
}

TEST_CASE("composed groups are proposed when the title names them, never linked", "[LIC-04][LIC-11]") {
    MatchGroup plus{.id = GroupId{3},
                    .name = "Plusklas",
                    .school_year = kThisYear,
                    .composed = true,
                    .pupils = {{"5", 4}, {"6", 4}}};
    auto licence = Bought(1, "rekenen", "denkwerk", {"5", "6"});
    licence.title = "Denkwerk voor de plusklas";
    auto facts = School({plus, Class(5, 5)}, {licence});
    CHECK(Proposed(facts, 1, 3, kNameInTitle));
    CHECK(Proposed(facts, 1, 3, kComposedGroup));
    CHECK(Nothing(facts, 1, 5));
    facts.groups[1].known_last_year = 24;
    facts.groups[1].had[facts.licences[0].product_id] = 24;
    CHECK(Proposed(facts, 1, 5, kSpecialGroup));
    facts.groups[1].had.clear();
    facts.licences[0].title = "Denkwerk";
    CHECK(Nothing(facts, 1, 3));
    facts.ended = {{"Plusklas", facts.licences[0].product_id}};
    CHECK(Proposed(facts, 1, 3, kSameNameLastYear));
    facts.groups[0].name = "RT";
    facts.licences[0].title = "Denkwerk RT";
    CHECK(Nothing(facts, 1, 3));
}

TEST_CASE("every reason has its own code, a Dutch and an English text, and comes back from its code", "[LIC-04]") {
    std::set<std::string_view> codes;
    std::set<std::string_view> texts;
    for (const auto reason : AllMatchReasons()) {
        CHECK(codes.insert(CodeOf(reason)).second);
        CHECK(texts.insert(DutchText(reason)).second);
        CHECK(texts.insert(EnglishText(reason)).second);
        CHECK(ParseMatchReason(CodeOf(reason)) == reason);
    }
    CHECK(AllMatchReasons().size() == static_cast<std::size_t>(kShortPeriod) + 1);
    CHECK_FALSE(IsDoubt(kSameNameLastYear));
    CHECK(IsDoubt(kTitleOnly));
    CHECK(DecodeReasons(EncodeReasons(AllMatchReasons())) == AllMatchReasons());
    CHECK(DecodeReasons("title-only of-a-newer-version  few-pupils") == std::vector{kTitleOnly, kFewPupils});
}
