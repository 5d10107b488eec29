// What the pupils did last school year, and what that says about this one (LIC-04, ROS-10).
#include "match_world.hpp"

namespace {

using namespace suite;                 // NOLINT: test
using namespace suite::licence;        // NOLINT: test
using namespace suite::licence::test;  // NOLINT: test

using enum MatchReason;

/// All of the group's pupils were a year group lower and had this product.
void Had(MatchGroup& group, const char* product, int pupils = 24) {
    group.known_last_year = 24;
    group.had[product] = pupils;
}

/// Groups 5a and 5b; two methods for arithmetic, both in use last year, in group 4 and in group 5.
MatchFacts TwoStreams() {
    auto facts = School({Class(51, 5, "a"), Class(52, 5, "b")},
                        {Bought(1, "rekenen", "cijferpad", {"5"}), Bought(2, "rekenen", "getalrijk", {"5"})});
    facts.method_of["cijferpad-4"] = "cijferpad";
    facts.method_of["getalrijk-4"] = "getalrijk";
    Had(facts.groups[0], "cijferpad-4");
    Had(facts.groups[1], "getalrijk-4");
    facts.use[kLastYear] = {{"4", {48, {{"cijferpad-4", 24}, {"getalrijk-4", 24}}}},
                            {"5", {44, {{"cijferpad-5", 22}, {"getalrijk-5", 22}}}}};
    return facts;
}

}  // namespace

TEST_CASE("of two methods that live side by side, last year's of the same pupils decides", "[LIC-04][ROS-10]") {
    auto facts = TwoStreams();
    CHECK(Sure(facts, 1, 51));
    CHECK(Sure(facts, 2, 52));
    CHECK(FindMatches(facts).found.size() == 2);  // and the other one is not even a question
    const auto match = Find(FindMatches(facts), 1, 51);
    CHECK(match->reasons == std::vector{kYearGroupMatches, kMethodLastYear});
}

TEST_CASE("last year does not decide for a method that is being left", "[LIC-04][ROS-10]") {
    auto facts = TwoStreams();
    SECTION("nobody had the other one: it is the new one") {
        facts.groups[1].had = {{"cijferpad-4", 24}};
        facts.use[kLastYear] = {{"4", {48, {{"cijferpad-4", 48}}}}, {"5", {44, {{"cijferpad-5", 44}}}}};
        CHECK(Proposed(facts, 1, 51, kTwoMethodsOfOneSubject));
    }
    SECTION("year group 5 went over last year already") {
        facts.use[kLastYear]["5"] = {44, {{"getalrijk-5", 44}}};
        CHECK_FALSE(Sure(facts, 1, 51));
    }
    SECTION("pupils of both come together") {
        facts.groups[0].had = {{"cijferpad-4", 14}, {"getalrijk-4", 10}};
        CHECK(Proposed(facts, 1, 51, kTwoMethodsOfOneSubject));
    }
    SECTION("most pupils are new at the school") {
        facts.groups[0].known_last_year = 8;
        facts.groups[0].had = {{"cijferpad-4", 8}};
        CHECK(Proposed(facts, 1, 51, kTwoMethodsOfOneSubject));
    }
    SECTION("nothing is known of last year") {
        facts.use.clear();
        CHECK(Proposed(facts, 1, 51, kTwoMethodsOfOneSubject));
        CHECK(Proposed(facts, 2, 51, kTwoMethodsOfOneSubject));
    }
}

TEST_CASE("a title that says \"groep 5\" is sure once group 5 had the product, a bare digit is not", "[LIC-04]") {
    auto licence = Bought(1, "rekenen", "cijferpad", {});
    licence.title = "Cijferpad groep 5";
    licence.product_id = "cijferpad-5";
    auto facts = School({Class(5, 5)}, {licence});
    facts.method_of["cijferpad-4"] = "cijferpad";
    Had(facts.groups[0], "cijferpad-4");
    CHECK(Proposed(facts, 1, 5, kTitleOnly));
    facts.use[kLastYear]["5"] = {24, {{"cijferpad-5", 24}}};
    CHECK(Sure(facts, 1, 5));
    facts.licences[0].title = "Cijferpad 5";
    CHECK(Proposed(facts, 1, 5, kTitleOnly));
}

TEST_CASE("a title proves nothing where year groups that it does not name had the product alone", "[LIC-04]") {
    // Really for 4 to 6; the title was copied from the line of group 7. Last year's 6/7 was linked for its sixes.
    auto licence = Bought(1, "spelling", "letterdal", {});
    licence.title = "Letterdal groep 7";
    licence.product_id = "letterdal-4-5-6";
    auto facts = School({Group(78, "7/8A", "C", {{"7", 12}, {"8", 12}})}, {licence});
    facts.method_of["letterdal-7-8"] = "letterdal";
    facts.use[kLastYear] = {{"5", {20, {{"letterdal-4-5-6", 20}}}},
                            {"6", {12, {{"letterdal-4-5-6", 12}, {"letterdal-7-8", 12}}}},
                            {"7", {12, {{"letterdal-4-5-6", 12}, {"letterdal-7-8", 12}}}},
                            {"8", {20, {{"letterdal-7-8", 20}}}}};
    CHECK(Proposed(facts, 1, 78, kTitleOnly));
    // One that is for group 7 only, which the sixes of that 6/7 had beside their own, is still sure.
    facts.licences[0].product_id = "letterdal-7";
    facts.method_of["letterdal-7"] = "letterdal";
    facts.use[kLastYear] = {{"5", {20, {{"letterdal-5", 20}}}},
                            {"6", {12, {{"letterdal-6", 12}, {"letterdal-7", 12}}}},
                            {"7", {12, {{"letterdal-6", 12}, {"letterdal-7", 12}}}}};
    for (const auto* product : {"letterdal-5", "letterdal-6"}) facts.method_of[product] = "letterdal";
    CHECK(Sure(facts, 1, 78));
}

TEST_CASE("a licence that goes on and names no year group is proposed to the pupils who had it", "[LIC-04][ROS-10]") {
    auto licence = Bought(1, "typen", "toetsenbord", {});
    licence.last.reset();
    licence.start = Day("2024-08-01");
    auto facts = School({Class(7, 7), Class(8, 8)}, {licence});
    Had(facts.groups[1], "toetsenbord");
    CHECK(Proposed(facts, 1, 8, kProductLastYear));
    CHECK(Proposed(facts, 1, 8, kYearGroupUnknown));
    CHECK(Nothing(facts, 1, 7));
}

TEST_CASE("a product that a year group did not use last year, though it was there, is a question", "[LIC-04]") {
    auto facts = School({Class(5, 5), Class(8, 8)}, {Bought(1, "rekenen", "cijferpad", {"5", "6", "7", "8"})});
    const std::string product = facts.licences[0].product_id;
    facts.use[kLastYear] = {{"5", {24, {}}}, {"8", {24, {{product, 24}}}}};
    CHECK(Proposed(facts, 1, 5, kNotUsedLastYear));
    CHECK(Sure(facts, 1, 8));
    // Nobody had it and it was not there: it is new.
    facts.use[kLastYear] = {{"5", {24, {}}}, {"8", {24, {}}}};
    CHECK(Sure(facts, 1, 5));
    // Nobody had it, and it lay there all year.
    facts.licences[0].start = Day("2025-08-01");
    CHECK(Proposed(facts, 1, 5, kNotUsedLastYear));
}

TEST_CASE("a product that a hand kept from a part of its year groups goes on only where pupils had its method",
          "[LIC-04]") {
    auto facts = School({Class(5, 5), Class(6, 6)}, {Bought(1, "rekenen", "cijferpad", {"5", "6"})});
    const std::string product = facts.licences[0].product_id;
    facts.refused[kLastYear] = {{product, "5"}};
    Had(facts.groups[1], product.c_str());
    CHECK(Proposed(facts, 1, 5, kNotUsedLastYear));
    CHECK(Sure(facts, 1, 6));
    facts.refused[kLastYear] = {{product, "4"}};  // that it does not serve
    CHECK(Sure(facts, 1, 5));
}

TEST_CASE("an unknown subject is no doubt where everybody had both", "[LIC-04]") {
    auto facts = School({Class(5, 5)}, {Bought(1, "rekenen", "cijferpad", {"5"}), Bought(2, "", "woordveld", {"5"})});
    facts.use[kLastYear]["5"] = {24, {{"cijferpad-5", 24}, {"woordveld-5", 10}}};
    CHECK(Proposed(facts, 1, 5, kSubjectUnknown));
    facts.use[kLastYear]["5"] = {24, {{"cijferpad-5", 24}, {"woordveld-5", 23}}};
    CHECK(Sure(facts, 1, 5));
    CHECK(Sure(facts, 2, 5));
}

TEST_CASE("two products of one method that everybody had are both sure", "[LIC-04]") {
    auto facts =
        School({Class(5, 5)}, {Bought(1, "rekenen", "cijferpad", {"5"}), Bought(2, "rekenen", "cijferpad", {"5"})});
    facts.licences[1].product_id = "cijferpad-5-toetsen";
    facts.method_of["cijferpad-5-toetsen"] = "cijferpad";
    facts.use[kLastYear] = {{"5", {24, {{"cijferpad-5", 24}, {"cijferpad-5-toetsen", 23}}}}};
    CHECK(Sure(facts, 1, 5));
    CHECK(Sure(facts, 2, 5));
    facts.use[kLastYear]["5"].had["cijferpad-5-toetsen"] = 12;
    CHECK(Sure(facts, 1, 5));
    CHECK(Proposed(facts, 2, 5, kTwoProductsOfOneMethod));
}

TEST_CASE("a school that has not raised its year groups yet is asked", "[LIC-04][ROS-10]") {
    auto facts = School({Class(5, 5)}, {Bought(1, "rekenen", "cijferpad", {"5"})});
    facts.groups[0].known_last_year = 24;
    facts.groups[0].same_year_group = 2;  // two repeat the year
    CHECK(Sure(facts, 1, 5));
    facts.groups[0].same_year_group = 24;
    CHECK(Proposed(facts, 1, 5, kPupilsNotMoved));
}
