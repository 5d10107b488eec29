// Sets of year groups, and what a human's text says about them: "Cijferpad groep 7 en 8", "5/6A" (LIC-04). Pure.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

namespace suite::licence {

/// Year groups 0 to 8 of primary education, one bit each. EDEXML's other codes are in no set: what they stand for
/// differs between schools, so nothing is derived from them.
struct YearGroups {
    std::uint16_t bits = 0;

    [[nodiscard]] static YearGroups Of(std::string_view code);
    template <class Codes>
    [[nodiscard]] static YearGroups Of(const Codes& codes) {
        YearGroups all;
        for (const auto& code : codes) all = all | Of(std::string_view(code));
        return all;
    }
    [[nodiscard]] static YearGroups Range(int from, int to);
    [[nodiscard]] bool Empty() const { return bits == 0; }
    [[nodiscard]] bool Has(int year) const { return (bits >> static_cast<unsigned>(year) & 1U) != 0; }
    [[nodiscard]] int Count() const { return std::popcount(bits); }
    friend YearGroups operator|(YearGroups a, YearGroups b) {
        return {static_cast<std::uint16_t>(unsigned{a.bits} | unsigned{b.bits})};
    }
    friend YearGroups operator&(YearGroups a, YearGroups b) {
        return {static_cast<std::uint16_t>(unsigned{a.bits} & unsigned{b.bits})};
    }
    bool operator==(const YearGroups&) const = default;
};
inline constexpr int kLastYearGroup = 8;

struct TitleYears {
    YearGroups years{};
    /// The text says "groep" before them. A bare digit may be an edition, a part, a theme.
    bool named = false;
};

/// Year groups in the title of an order line: "groep 5", "gr. 5/6", "groep 7 en 8", "groep 1 t/m 4", "Cijferpad 5".
/// Two places that name different groups ("groep 5, leerstof groep 6") say nothing.
[[nodiscard]] TitleYears YearsInTitle(std::string_view title);

/// Year groups in the name of a group: "Groep 5/6 combi", "5A", "1-4A"; empty for "De Vlinders", "Lokaal 12".
[[nodiscard]] YearGroups YearsInGroupName(std::string_view name);

}  // namespace suite::licence
