// guard-calibration FILE: how many of the country's schools the guard (ROS-09) would hold, on DUO's pupils per location
// 1996-2025 (duo-leerlingen-per-vestiging.csv). The result is kept in docs/decisions/0011.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "core/text.hpp"
#include "services/roster_sync/domain/guard.hpp"

namespace {

using suite::Date;
using suite::roster_sync::GuardThresholds;
using suite::roster_sync::HoldsRemovals;

constexpr int kFirstYear = 2015;
constexpr int kLastYear = 2025;
constexpr int kMasked = 2;  // "<5": one to four pupils
constexpr double kSchoolNights = 200;

/// Pupils by year; 0 where there was no school.
using Location = std::map<int, int>;

std::vector<Location> Read(const char* path) {
    std::ifstream file(path);
    std::vector<Location> locations;
    std::vector<std::string> head;
    for (std::string line; std::getline(file, line);) {
        if (line.ends_with('\r')) line.pop_back();
        const auto cells = suite::Split(line, ';');
        if (head.empty()) {
            head.assign(cells.begin(), cells.end());
            continue;
        }
        Location location;
        for (std::size_t i = 0; i < cells.size() && i < head.size(); ++i) {
            constexpr std::string_view kColumn = "LEERLINGEN_";
            if (!head[i].starts_with(kColumn)) continue;
            const auto year = suite::ParseInteger(std::string_view(head[i]).substr(kColumn.size()));
            const auto pupils = suite::ParseInteger(cells[i]);
            if (year)
                location[static_cast<int>(*year)] =
                    cells[i].starts_with('<') ? kMasked : static_cast<int>(pupils.value_or(0));
        }
        locations.push_back(std::move(location));
    }
    return locations;
}

Date Day(const char* text) { return Date::Parse(text).value(); }

bool Held(int present, int removed, Date day, const GuardThresholds& thresholds = {}, bool nothing_named = false) {
    return HoldsRemovals({.present = static_cast<std::size_t>(present),
                          .removed = static_cast<std::size_t>(removed),
                          .nothing_named = nothing_named},
                         thresholds, day);
}

/// Chance that more leave in one night than the guard lets go, when they leave one by one (Poisson).
double ChanceOfHolding(int present, double leavers_per_year) {
    const double mean = leavers_per_year / kSchoolNights;
    const Date day = Day("2026-11-21");
    double chance = 0;
    double term = std::exp(-mean);
    for (int removed = 0; removed <= present && removed < 60; ++removed) {
        if (removed > 0) term *= mean / removed;
        if (Held(present, removed, day)) chance += term;
    }
    return chance;
}

}  // namespace

int main(int argc, char** argv) {
    const auto locations = Read(argc == 2 ? argv[1] : "");
    if (locations.empty()) {
        std::cerr << "usage: guard-calibration duo-leerlingen-per-vestiging.csv\n";
        return 2;
    }

    // From one 1 October to the next. What stays after group 8 has left and the youngest have come is who left in
    // between: DUO gives totals only, so as many entrants as group-8 leavers are supposed.
    fmt::print("Summer: locations whose net loss would be held (more than 5, and more than ... of the pupils)\n\n");
    fmt::print("| year | locations | 10 % | 15 % | 20 % | 25 % | 30 % | 50 % |\n|---|---|---|---|---|---|---|---|\n");
    for (int year = kFirstYear + 1; year <= kLastYear; ++year) {
        std::size_t schools = 0;
        std::array<std::size_t, 6> held{};
        constexpr std::array kPercents{10, 15, 20, 25, 30, 50};
        for (const auto& location : locations) {
            const auto before = location.find(year - 1);
            const auto after = location.find(year);
            // One that closes says so (ROS-11) and does not come here.
            if (before == location.end() || after == location.end() || before->second == 0 || after->second == 0)
                continue;
            ++schools;
            const int lost = std::max(0, before->second - after->second);
            for (std::size_t i = 0; i < held.size(); ++i) {
                if (Held(before->second, lost, Day("2026-08-20"), {.summer_percent = kPercents.at(i)})) ++held.at(i);
            }
        }
        fmt::print("| {} | {} |", year, schools);
        for (const auto count : held)
            fmt::print(" {} ({:.1f} %) |", count, 100.0 * static_cast<double>(count) / static_cast<double>(schools));
        fmt::print("\n");
    }

    double nightly = 0;
    std::array<std::size_t, 4> disaster{};
    std::size_t schools = 0;
    for (const auto& location : locations) {
        const auto now = location.find(kLastYear);
        if (now == location.end() || now->second == 0) continue;
        const int pupils = now->second;
        ++schools;
        nightly += ChanceOfHolding(pupils, 0.05 * pupils);
        const Date day = Day("2026-11-21");
        if (Held(pupils, pupils, day, {}, true)) ++disaster[0];
        if (Held(pupils, pupils / 2, day)) ++disaster[1];
        if (Held(pupils, pupils / 8, day)) ++disaster[2];
        if (Held(pupils, pupils, Day("2026-08-20"), {}, true)) ++disaster[3];
    }
    fmt::print("\nOf {} locations in {}:\n", schools, kLastYear);
    fmt::print("- ordinary night, one in twenty leaving through the year: {:.2g} locations held\n", nightly);
    fmt::print("- a LAS sends every school empty: {} held, in August {}\n", disaster[0], disaster[3]);
    fmt::print("- a LAS forgets half of the pupils of every school: {} held\n", disaster[1]);
    fmt::print("- a LAS forgets one year group of every school: {} held\n", disaster[2]);
}
