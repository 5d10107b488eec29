// Words to write down what a school has, for the tests of the automatic links.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>

#include "services/licence/domain/auto_link.hpp"

namespace suite::licence::test {

inline Date Day(const char* text) { return Date::Parse(text).value(); }
inline constexpr SchoolYear kThisYear{2026};
inline constexpr SchoolYear kLastYear{2025};

inline MatchGroup Group(int id, const char* name, const char* year_group, std::map<std::string, int> pupils) {
    return {.id = GroupId{id},
            .name = name,
            .year_group = year_group,
            .school_year = kThisYear,
            .pupils = std::move(pupils)};
}
/// A whole class of one year group.
inline MatchGroup Class(int id, int year, const char* letter = "") {
    const auto code = std::to_string(year);
    return Group(id, ("Groep " + code + letter).c_str(), code.c_str(), {{code, 24}});
}
/// Of the order line's year groups; subject and method by name.
inline MatchLicence Bought(int id, const char* subject, const char* method, std::vector<std::string> years) {
    std::string product = method;
    for (const auto& year : years) product += "-" + year;
    return {.id = LicenceId{id},
            .title = method,
            .product_id = product,
            .method_id = method,
            .subject = subject,
            .ordered_for = std::move(years),
            .start = Day("2026-08-01"),
            .last = Day("2027-07-31")};
}
inline MatchFacts School(std::vector<MatchGroup> groups, std::vector<MatchLicence> licences) {
    MatchFacts facts{.today = Day("2026-08-20"), .groups = std::move(groups), .licences = std::move(licences)};
    for (const auto& licence : facts.licences) facts.method_of[licence.product_id] = licence.method_id;
    return facts;
}
inline std::optional<Match> Find(const Matches& matches, int licence, int group) {
    const auto at = std::ranges::find_if(matches.found, [&](const Match& match) {
        return match.licence == LicenceId{licence} && match.group == GroupId{group};
    });
    return at == matches.found.end() ? std::nullopt : std::optional(*at);
}
inline bool Sure(const MatchFacts& facts, int licence, int group) {
    const auto match = Find(FindMatches(facts), licence, group);
    return match && match->sure;
}
inline bool Proposed(const MatchFacts& facts, int licence, int group, MatchReason doubt) {
    const auto match = Find(FindMatches(facts), licence, group);
    return match && !match->sure && std::ranges::find(match->reasons, doubt) != match->reasons.end();
}
inline bool Nothing(const MatchFacts& facts, int licence, int group) {
    return !Find(FindMatches(facts), licence, group);
}

}  // namespace suite::licence::test
