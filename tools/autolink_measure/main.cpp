// autolink-measure [SCHOOLS] [SEED]: how many links of made-up schools with known wishes the automatic links (LIC-04)
// make, propose, leave, and make wrongly. The result is kept in docs/decisions.
#include <fmt/format.h>

#include <iostream>

#include "core/text.hpp"
#include "tools/autolink_measure/simulation.hpp"

namespace {

using suite::autolink::Outcome;
using suite::autolink::Story;
using suite::autolink::Tally;

std::string Share(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? "-" : fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

void PrintRow(std::string_view name, const Tally& t) {
    fmt::print("| {} | {} | {} | {} | {} | {} | {} | {} |\n", name, t.wanted, Share(t.automatic, t.wanted), t.wrong,
               t.unused, Share(t.proposed, t.wanted), Share(t.ByHand(), t.wanted),
               Share(t.questions, t.questions + t.proposed));
}

std::string_view Name(Story story) {
    switch (story) {
        case Story::kOne:
            return "one method";
        case Story::kOld:
            return "old contract not ended";
        case Story::kStreams:
            return "two methods side by side";
        case Story::kFromBelow:
            return "new method from below";
        case Story::kPartly:
            return "used by some year groups only";
        case Story::kPlus:
            return "for the plus class";
    }
    return "";
}

}  // namespace

int main(int argc, char** argv) {
    const auto number = [&](int at, long long otherwise) {
        return argc > at ? suite::ParseInteger(argv[at]).value_or(0) : otherwise;
    };
    const auto schools = number(1, 3000);
    const auto seed = number(2, 1);
    if (schools < 1 || seed < 1) {
        std::cerr << "usage: autolink-measure [SCHOOLS] [SEED]\n";
        return 2;
    }
    Outcome all;
    for (std::uint32_t school = 1; school <= static_cast<std::uint32_t>(schools); ++school) {
        all.Add(suite::autolink::Simulate(static_cast<std::uint64_t>(seed), school));
    }
    fmt::print("{} schools, {} pupils, {} groups ({} combination groups), {} licences; seed {}\n\n", all.schools,
               all.pupils, all.groups, all.combinations, all.licences, seed);
    fmt::print(
        "| | links wanted | automatic | wrong | bought and not used | proposed | by hand | of the proposals not wanted "
        "|\n");
    fmt::print("|---|---|---|---|---|---|---|---|\n");
    constexpr std::array kYears{"first year", "after the rollover"};
    for (std::size_t year = 0; year < kYears.size(); ++year) {
        PrintRow(fmt::format("**{}**", kYears.at(year)), all.years.at(year));
        for (const auto& [story, tallies] : all.by_story) PrintRow(Name(story), tallies.at(year));
    }
    for (const auto& mistake : all.mistakes) fmt::print("\nWRONG: {}", mistake);
    fmt::print("\nWhy wanted links were only proposed:\n\n");
    for (const auto& [reason, count] : all.doubts) fmt::print("- {}: {}\n", CodeOf(reason), count);
}
