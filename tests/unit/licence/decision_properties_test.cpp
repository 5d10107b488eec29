// What holds of every decision, in thousands of random schools.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "worlds.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

constexpr int kWorlds = 5000;

}  // namespace

TEST_CASE("check and explanation never disagree", "[LIC-08][LIC-12]") {
    Worlds worlds(20261126);
    std::set<Reason> seen;
    for (int world = 0; world < kWorlds; ++world) {
        const auto facts = worlds.Facts();
        const auto mapping = worlds.Mapping();
        const auto product = worlds.Product();
        const auto answer = Decide(facts, mapping, product, Worlds::kToday);
        std::vector<Step> steps;
        REQUIRE(Decide(facts, mapping, product, Worlds::kToday, &steps) == answer);
        seen.insert(answer.reason);

        const auto failed = std::ranges::find_if(steps, [](const Step& step) { return !step.Passed(); });
        if (answer.Entitled()) {
            REQUIRE(failed == steps.end());
            REQUIRE(steps.size() == 11);
        } else {
            REQUIRE(failed != steps.end());
            REQUIRE(failed->failure == answer.reason);
        }
        // Each question once, in the order of asking.
        REQUIRE(std::ranges::is_sorted(steps, std::ranges::less_equal{}, &Step::question));
        REQUIRE(answer.licence.has_value() == (steps.size() == 11));
    }
    CHECK(seen.size() == 16);  // every reason came up
}

TEST_CASE("the products of a person are those for which the check says yes", "[LIC-08]") {
    Worlds worlds(81);
    int usable_products = 0;
    for (int world = 0; world < kWorlds; ++world) {
        const auto facts = worlds.Facts();
        const auto mapping = worlds.Mapping();
        std::vector<UsableProduct> expected;
        for (const auto* product : {"product-0", "product-1", "product-2"}) {
            const auto answer = Decide(facts, mapping, product, Worlds::kToday);
            if (answer.Entitled()) expected.push_back({product, answer});
        }
        REQUIRE(UsableProducts(facts, mapping, Worlds::kToday) == expected);
        usable_products += static_cast<int>(expected.size());
    }
    CHECK(usable_products > kWorlds / 10);
}

TEST_CASE("the order of licences does not matter, and linking never takes access away", "[LIC-08]") {
    Worlds worlds(20261121);
    for (int world = 0; world < kWorlds; ++world) {
        const auto facts = worlds.Facts();
        const auto mapping = worlds.Mapping();
        const auto product = worlds.Product();
        const auto answer = Decide(facts, mapping, product, Worlds::kToday);

        auto shuffled = mapping;
        std::shuffle(shuffled.licences.begin(), shuffled.licences.end(), worlds.Random());
        std::ranges::stable_sort(shuffled.licences, {}, &MappedLicence::product_id);
        const auto again = Decide(facts, shuffled, product, Worlds::kToday);
        REQUIRE(again.reason == answer.reason);
        REQUIRE(again.until == answer.until);

        if (!answer.Entitled()) continue;
        auto more = mapping;
        for (auto& licence : more.licences) {
            for (const auto group : facts.person->groups) licence.groups.push_back({.id = group});
        }
        REQUIRE(Decide(facts, more, product, Worlds::kToday).Entitled());
        REQUIRE(answer.until >= Worlds::kToday);
        REQUIRE(Decide(facts, mapping, product, *answer.until).Entitled());
    }
}
