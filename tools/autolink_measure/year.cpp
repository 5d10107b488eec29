#include <algorithm>

#include "tools/autolink_measure/world.hpp"

namespace suite::autolink {
namespace {

constexpr double kAhead = 0.01;      // taught a year group higher or lower than told
constexpr double kPetName = 0.2;     // schools with "De Vlinders"
constexpr double kWrongLabel = 0.1;  // combination groups labelled with one year group
constexpr double kNotRaised = 0.02;  // schools that raise the year groups too late
constexpr double kOldNames = 0.02;   // schools whose groups still have last year's names and labels

constexpr std::array<std::string_view, 12> kPetNames{"De Vlinders", "De Egels",  "De Uilen",    "De Otters",
                                                     "De Reigers",  "De Bevers", "De Vossen",   "De Lynxen",
                                                     "De Zwaluwen", "De Mollen", "De Spechten", "De Dassen"};

/// Who sits where: the layout is the generator's, the children are last year's, a year group up.
void Seat(SimYear& made, const SimYear& last, Random& random) {
    std::map<int, std::vector<std::int64_t>> cohorts;
    for (const auto& pupil : last.pupils) cohorts[pupil.year + 1].push_back(pupil.person);
    for (auto& [year, cohort] : cohorts) {
        for (std::size_t i = 1; i < cohort.size(); ++i) {
            if (random.Chance(0.03)) std::swap(cohort[i], cohort[random.Below(i)]);
        }
    }
    std::map<int, int> sizes;
    for (const auto& pupil : made.pupils) ++sizes[pupil.year];
    std::map<int, int> seen;
    for (auto& pupil : made.pupils) {
        const auto at = cohorts.find(pupil.year);
        if (pupil.year == 1 || at == cohorts.end() || at->second.empty()) continue;
        // In proportion, so that parallel groups stay together when the sizes differ a little.
        const auto place = static_cast<std::size_t>(seen[pupil.year]++) * at->second.size() /
                           static_cast<std::size_t>(sizes[pupil.year]);
        if (at->second[place] != 0) pupil.person = at->second[place];
        at->second[place] = 0;
    }
}

/// A group goes on with what most of its pupils had; a group of newcomers by its letter.
void SetStreams(SimYear& made, const SimYear* last) {
    std::map<std::int64_t, bool> before;
    if (last != nullptr) {
        for (const auto& pupil : last->pupils) before[pupil.person] = last->groups[pupil.group].second_stream;
    }
    std::vector<std::array<int, 2>> had(made.groups.size());
    for (const auto& pupil : made.pupils) {
        if (const auto at = before.find(pupil.person); at != before.end()) ++had[pupil.group].at(at->second ? 1 : 0);
    }
    for (std::size_t i = 0; i < made.groups.size(); ++i) {
        auto& group = made.groups[i];
        group.second_stream = had[i][0] == had[i][1] ? group.letter != 'A' : had[i][1] > had[i][0];
    }
}

}  // namespace

SimYear MakeYear(std::int64_t school, int pupils, SchoolYear year, const SimYear* last, Random& random) {
    roster_gen::SchoolFacts facts;
    facts.pupils = pupils;
    const auto made = roster_gen::MakeSchool(school, facts, year.ToString(), random);
    SimYear result{.year = year};
    const bool pets = random.Chance(kPetName);
    const bool old_names = last != nullptr && random.Chance(kOldNames);
    const std::int64_t base = year.first_year * 1000;
    for (const auto& group : made.groups) {
        const auto n = static_cast<std::int64_t>(result.groups.size());
        SimGroup sim{.id = GroupId{base + n + 1},
                     .name = group.name,
                     .year_group = group.year_group,
                     .letter = group.id.back(),
                     .years = {static_cast<std::uint16_t>(group.years)}};
        if (sim.year_group == "C" && random.Chance(kWrongLabel)) {
            for (int y = 1; y <= licence::kLastYearGroup; ++y) {
                if (sim.years.Has(y)) sim.year_group = std::to_string(y);
            }
        }
        if (old_names) {
            // "6A" is still called "5A", and says so in its year group too.
            const auto lower = [](std::string text) {
                for (auto& c : text) {
                    if (c >= '2' && c <= '8') c = static_cast<char>(c - 1);
                }
                return text;
            };
            sim.name = lower(sim.name);
            sim.year_group = lower(sim.year_group);
        }
        if (pets) sim.name = std::string(kPetNames[static_cast<std::size_t>(n) % kPetNames.size()]);
        result.groups.push_back(std::move(sim));
    }
    for (const auto& group : made.composed) {
        result.groups.push_back({.id = GroupId{base + 500 + static_cast<std::int64_t>(result.groups.size())},
                                 .name = group.name,
                                 .composed = true,
                                 .years = {static_cast<std::uint16_t>(group.years)}});
    }
    for (const auto& pupil : made.pupils) {
        result.pupils.push_back(
            {.person = year.first_year * 10'000 + pupil.number, .year = pupil.year, .group = pupil.group});
    }
    if (last != nullptr) Seat(result, *last, random);
    SetStreams(result, last);
    const bool not_raised = last != nullptr && random.Chance(kNotRaised);
    std::map<std::int64_t, const SimPupil*> before;
    if (last != nullptr) {
        for (const auto& pupil : last->pupils) before[pupil.person] = &pupil;
    }
    for (auto& pupil : result.pupils) {
        int told = pupil.year;
        if (random.Chance(kAhead)) told = std::clamp(told + (random.Chance(0.5) ? 1 : -1), 1, licence::kLastYearGroup);
        pupil.told = std::to_string(told);
        if (not_raised && before.contains(pupil.person)) pupil.told = before[pupil.person]->told;
    }
    return result;
}

}  // namespace suite::autolink
