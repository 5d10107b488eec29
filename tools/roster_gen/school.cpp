#include "tools/roster_gen/school.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>

#include "core/text.hpp"

namespace suite::roster_gen {
namespace {

constexpr int kYears = 8;
constexpr double kGroupSize = 22;  // gives the country its 61,000 base groups

/// A year that fits into whole groups gets whole groups; what lies between becomes combination groups.
int CountGroups(int pupils) {
    const int per_year = static_cast<int>(std::lround(pupils / (kYears * kGroupSize)));
    if (per_year > 0) {
        const double size = pupils / static_cast<double>(kYears * per_year);
        if (size >= 19 && size <= 28) return kYears * per_year;
    }
    return std::max(1, static_cast<int>(std::lround(pupils / kGroupSize)));
}

/// Where each year ends in the row of pupils by year; [0] is 0, [8] all. Years differ by some 15 %.
std::array<int, kYears + 1> MakeYearEnds(int pupils, Random& random) {
    std::array<double, kYears + 1> weight{};
    for (std::size_t year = 1; year < weight.size(); ++year)
        weight[year] = weight[year - 1] + 0.85 + 0.3 * random.Unit();
    std::array<int, kYears + 1> ends{};
    for (std::size_t year = 1; year < ends.size(); ++year) {
        ends[year] = static_cast<int>(std::lround(pupils * weight[year] / weight.back()));
    }
    return ends;
}

/// Ends of the groups in the row of pupils. `bounds` are the ends of the years (the first two as one if infants are
/// mixed).
std::vector<int> CutGroups(int pupils, std::span<const int> bounds) {
    const int groups = CountGroups(pupils);
    std::vector<int> cuts;
    if (groups % kYears == 0) {
        int start = 0;
        for (std::size_t i = 0; i < bounds.size(); ++i) {
            const int years = i == 0 && bounds.size() < kYears ? 2 : 1;
            const int parts = years * groups / kYears;
            for (int part = 1; part <= parts; ++part) cuts.push_back(start + (bounds[i] - start) * part / parts);
            start = bounds[i];
        }
        return cuts;
    }
    for (int i = 1; i <= groups; ++i) {
        int cut = static_cast<int>(static_cast<long>(pupils) * i / groups);
        // No school splits off a handful of children from their year.
        for (const int bound : bounds) {
            if (std::abs(bound - cut) <= 4 && i < groups) {
                cut = bound;
                break;
            }
        }
        cuts.push_back(cut);
    }
    return cuts;
}

void NameGroup(MadeGroup& group, std::map<std::string, int>& used) {
    std::string digits;
    for (unsigned year = 1; year <= kYears; ++year) {
        if ((group.years >> year & 1U) != 0) digits += static_cast<char>('0' + year);
    }
    int& count = used.try_emplace(digits, 0).first->second;
    const char letter = static_cast<char>('A' + count++);
    group.id = fmt::format("G{}{}", digits, letter);
    if (digits.size() == 1) {
        group.name = fmt::format("{}{}", digits, letter);
        group.year_group = digits;
    } else {
        group.name = fmt::format("{}{}{}{}", digits.front(), digits.size() == 2 ? '/' : '-', digits.back(), letter);
        group.year_group = "C";
    }
}

void AddPupils(MadeSchool& school, Random& random) {
    const int pupils = school.facts.pupils;
    const auto year_ends = MakeYearEnds(pupils, random);
    const bool mixed_infants = random.Chance(0.6);
    const auto bounds = std::span(year_ends).subspan(mixed_infants ? 2 : 1);
    const int infants = year_ends[2];
    const int first_years = year_ends[1];

    school.pupils.reserve(static_cast<std::size_t>(pupils));
    int start = 0;
    for (const int end : CutGroups(pupils, bounds)) {
        for (int i = start; i < end; ++i) {
            auto year = static_cast<int>(std::ranges::upper_bound(year_ends, i) - year_ends.begin());
            if (mixed_infants && i < infants)
                year = (i + 1) * first_years / infants > i * first_years / infants ? 1 : 2;
            school.pupils.push_back(
                {.number = i + 1, .name = MakeName(random), .year = year, .group = school.groups.size()});
        }
        if (end > start) school.groups.emplace_back();
        start = end;
    }
    for (const MadePupil& pupil : school.pupils)
        school.groups[pupil.group].years |= 1U << static_cast<unsigned>(pupil.year);
    std::map<std::string, int> used;
    for (MadeGroup& group : school.groups) NameGroup(group, used);
}

struct ComposedKind {
    std::string_view id, name;
    int from_pupils;
    int low_year, high_year;
    double share;
};
constexpr std::array<ComposedKind, 4> kComposedKinds{{{"PLUS", "Plusklas", 60, 5, 8, 0.06},
                                                      {"RT", "Remedial teaching", 60, 3, 8, 0.05},
                                                      {"NT2", "Nederlands als tweede taal", 250, 1, 4, 0.05},
                                                      {"SCHAAK", "Schaakclub", 400, 4, 8, 0.04}}};

void AddComposedGroups(MadeSchool& school, Random& random) {
    for (const ComposedKind& kind : kComposedKinds) {
        if (school.facts.pupils < kind.from_pupils) continue;
        unsigned years = 0;
        for (int year = kind.low_year; year <= kind.high_year; ++year) years |= 1U << static_cast<unsigned>(year);
        for (MadePupil& pupil : school.pupils) {
            if (pupil.year >= kind.low_year && pupil.year <= kind.high_year && random.Chance(kind.share)) {
                pupil.composed.push_back(school.composed.size());
            }
        }
        school.composed.push_back(
            {.id = std::string(kind.id), .name = std::string(kind.name), .year_group = "", .years = years});
    }
}

/// Some day of the school year from October on.
std::string MakeEndDate(const std::string& school_year, Random& random) {
    const int month = random.Between(10, 19);
    return fmt::format("{}-{:02}-{:02}", month > 12 ? school_year.substr(5) : school_year.substr(0, 4),
                       month > 12 ? month - 12 : month, random.Between(1, 28));
}

/// The class teacher of each group first; then one for special needs, and second teachers, interns and substitutes.
void AddStaff(MadeSchool& school, Random& random) {
    const std::size_t groups = school.groups.size();
    const auto total =
        std::max<std::size_t>(2, static_cast<std::size_t>(random.Round(1.5 * static_cast<double>(groups))));
    for (std::size_t i = 0; i < total; ++i) {
        MadeStaff member{.number = kFirstStaff + static_cast<int>(i), .name = MakeName(random)};
        member.email = TakeEmail(school, member.name);
        const double kind = random.Unit();
        if (i < groups) {
            member.roles = {kTeacher};
            member.groups = {i};
        } else if (i == groups && groups >= 4) {
            member.roles = {"IBRTer"};
            if (school.composed.size() > 1) member.composed = {1};
        } else if (kind < 0.22) {
            member.roles = {kind < 0.12 ? std::string_view("Stagiair") : std::string_view("Inval")};
            member.groups = {random.Below(groups)};
            member.end_date = MakeEndDate(school.school_year, random);
        } else {
            member.roles = {kTeacher};
            member.groups = {random.Below(groups)};
            if (!school.composed.empty() && kind > 0.9) member.composed = {0};
        }
        school.staff.push_back(std::move(member));
    }
    const std::size_t first = random.Below(std::min(groups, total));
    school.staff[first].roles.push_back(kIctCoordinator);
    if (groups >= 8 && random.Chance(0.5)) school.staff[(first + 1) % groups].roles.push_back(kIctCoordinator);
}

}  // namespace

std::string TakeEmail(MadeSchool& school, const PersonName& name) {
    const std::string initial = Slug(name.given).substr(0, 1);
    const std::string local =
        fmt::format("{}.{}{}", initial.empty() ? "x" : initial, Slug(name.prefix), Slug(name.family));
    std::string email = fmt::format("{}@{}", local, school.mail_domain);
    for (int i = 2; !school.emails.insert(email).second; ++i)
        email = fmt::format("{}{}@{}", local, i, school.mail_domain);
    return email;
}

MadeSchool MakeSchool(std::int64_t id, SchoolFacts facts, const std::string& school_year, Random& random) {
    MadeSchool school{.id = id, .school_year = school_year, .facts = std::move(facts), .mail_domain = ""};
    // The last word tells schools apart; BRIN and location make the domain unique.
    const std::string& name = school.facts.name;
    std::string label = Slug(std::string_view(name).substr(name.find_last_of(' ') + 1));
    if (label.empty()) label = "school";
    school.mail_domain = fmt::format("{}-{}{}.example", label.substr(0, 40), AsciiLower(school.facts.brin),
                                     school.facts.location == "00" ? "" : "-" + school.facts.location);
    AddPupils(school, random);
    AddComposedGroups(school, random);
    AddStaff(school, random);
    return school;
}

}  // namespace suite::roster_gen
