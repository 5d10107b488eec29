// The measuring stick of docs/decisions/0017 on a few schools: what is made automatically is right, and most is.
#include <catch2/catch.hpp>

#include "tools/autolink_measure/simulation.hpp"

namespace {

using suite::autolink::Outcome;
using suite::autolink::Simulate;
using suite::autolink::Story;

}  // namespace

TEST_CASE("on made-up schools no automatic link is wrong, and four in five of the plain ones are made", "[LIC-04]") {
    Outcome all;
    for (std::uint32_t school = 1; school <= 150; ++school) all.Add(Simulate(7, school));
    REQUIRE(all.years[0].wanted > 2000);
    REQUIRE(all.years[1].wanted > 2000);
    for (std::size_t year = 0; year < 2; ++year) {
        const auto& tally = all.years.at(year);
        CAPTURE(year, tally.automatic, tally.wanted, tally.proposed);
        CHECK(tally.wrong == 0);
        CHECK(tally.automatic * 100 >= tally.wanted * 65);
        CHECK(tally.ByHand() * 100 <= tally.wanted * 4);
        const auto& plain = all.by_story.at(Story::kOne).at(year);
        CHECK(plain.automatic * 100 >= plain.wanted * 80);
        // Where the school has two methods the machine asks.
        CHECK(all.by_story.at(Story::kOld).at(year).automatic == 0);
        CHECK(all.by_story.at(Story::kPlus).at(year).automatic == 0);
    }
    CHECK(all.by_story.at(Story::kStreams)[0].automatic == 0);
    CHECK(all.by_story.at(Story::kStreams)[1].automatic > 0);
}
