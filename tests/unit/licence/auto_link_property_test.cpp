// Properties of FindMatches over many random schools. A failure prints the seed.
#include <random>

#include "match_world.hpp"

namespace {

using namespace suite;                 // NOLINT: test
using namespace suite::licence;        // NOLINT: test
using namespace suite::licence::test;  // NOLINT: test

using Random = std::mt19937;

int Pick(Random& random, int low, int high) { return std::uniform_int_distribution(low, high)(random); }

std::string Year(Random& random) { return std::to_string(Pick(random, 1, 8)); }

MatchGroup RandomGroup(Random& random, int id, const std::vector<MatchLicence>& licences) {
    MatchGroup group{.id = GroupId{id},
                     .name = Pick(random, 0, 2) == 0 ? "De Vlinders" : Year(random) + "A",
                     .year_group = Pick(random, 0, 3) == 0 ? "C" : Year(random),
                     .school_year = SchoolYear{2026 + Pick(random, 0, 1)},
                     .composed = Pick(random, 0, 5) == 0};
    for (int i = Pick(random, 0, 3); i > 0; --i) group.pupils[Year(random)] = Pick(random, 1, 24);
    group.known_last_year = Pick(random, 0, 24);
    if (group.known_last_year > 0) group.same_year_group = Pick(random, 0, group.known_last_year / 3);
    for (const auto& licence : licences) {
        if (Pick(random, 0, 1) == 0) group.had[licence.product_id] = Pick(random, 0, group.known_last_year);
    }
    return group;
}

MatchFacts RandomSchool(Random& random) {
    std::vector<MatchLicence> licences;
    for (int id = 1; id <= 8; ++id) {
        auto licence =
            Bought(id, Pick(random, 0, 1) == 0 ? "rekenen" : "taal", Pick(random, 0, 1) == 0 ? "a" : "b", {});
        if (Pick(random, 0, 4) > 0) licence.ordered_for = {Year(random)};
        if (Pick(random, 0, 2) > 0) licence.ordered_for.push_back(Year(random));
        if (Pick(random, 0, 4) == 0) licence.subject.clear();
        licence.product_id = licence.method_id + std::to_string(Pick(random, 1, 4));
        licence.title = Pick(random, 0, 3) == 0 ? "Titel groep " + Year(random) : "Titel";
        if (Pick(random, 0, 3) == 0) licence.last.reset();
        licences.push_back(licence);
    }
    std::vector<MatchGroup> groups;
    for (int id = 1; id <= 6; ++id) groups.push_back(RandomGroup(random, 100 + id, licences));
    auto facts = School(std::move(groups), std::move(licences));
    for (const auto& licence : facts.licences) {
        for (const auto& group : facts.groups) {
            const Pair pair{licence.id, group.id};
            const int lot = Pick(random, 0, 19);
            if (lot == 0) facts.barred.insert(pair);
            if (lot == 1) facts.links.push_back({pair.first, pair.second, false, Day("2026-08-10")});
            if (lot == 2) facts.links.push_back({pair.first, pair.second, true, Day("2026-08-10")});
        }
    }
    for (int year = 1; year <= 8; ++year) {
        auto& use = facts.use[kLastYear][std::to_string(year)];
        use.pupils = Pick(random, 0, 40);
        for (const auto& licence : facts.licences) use.had[licence.product_id] = Pick(random, 0, use.pupils);
    }
    return facts;
}

/// What the use case does with the answer.
void Follow(MatchFacts& facts, const Matches& matches) {
    for (const auto& [licence, group] : matches.withdrawn) {
        std::erase_if(facts.links, [&](const auto& link) { return link.licence == licence && link.group == group; });
    }
    for (const auto& match : matches.found) {
        if (match.sure) facts.links.push_back({match.licence, match.group, true, facts.today});
    }
}

}  // namespace

TEST_CASE("no random school's hand is overruled, and nothing is found twice", "[LIC-04]") {
    for (unsigned seed = 1; seed <= 400; ++seed) {
        Random random(seed);
        const auto facts = RandomSchool(random);
        const auto matches = FindMatches(facts);
        INFO("seed " << seed);
        std::set<Pair> by_hand = facts.barred;
        std::set<Pair> automatic;
        for (const auto& link : facts.links) (link.automatic ? automatic : by_hand).insert({link.licence, link.group});
        std::set<Pair> found;
        for (const auto& match : matches.found) {
            const Pair pair{match.licence, match.group};
            CHECK(found.insert(pair).second);
            CHECK_FALSE(by_hand.contains(pair));
            CHECK_FALSE(match.reasons.empty());
            CHECK(match.sure == std::ranges::none_of(match.reasons, IsDoubt));
            const auto group = std::ranges::find(facts.groups, match.group, &MatchGroup::id);
            CHECK_FALSE((match.sure && group->composed));
        }
        for (const auto& pair : matches.withdrawn) CHECK(automatic.contains(pair));
    }
}

TEST_CASE("the order of what is known does not matter", "[LIC-04]") {
    for (unsigned seed = 1; seed <= 200; ++seed) {
        Random random(seed);
        auto facts = RandomSchool(random);
        const auto matches = FindMatches(facts);
        std::ranges::shuffle(facts.groups, random);
        std::ranges::shuffle(facts.licences, random);
        std::ranges::shuffle(facts.links, random);
        INFO("seed " << seed);
        CHECK(FindMatches(facts) == matches);
    }
}

TEST_CASE("followed once, the answer has nothing new to do the second time", "[LIC-04]") {
    int linked = 0;
    for (unsigned seed = 1; seed <= 400; ++seed) {
        Random random(seed);
        auto facts = RandomSchool(random);
        const auto first = FindMatches(facts);
        Follow(facts, first);
        const auto second = FindMatches(facts);
        INFO("seed " << seed);
        CHECK(second.withdrawn.empty());
        std::vector<Match> proposals = first.found;
        linked += static_cast<int>(std::erase_if(proposals, [](const auto& match) { return match.sure; }));
        CHECK(second.found == proposals);
    }
    CHECK(linked > 40);
}
