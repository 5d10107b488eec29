// Made-up rosters of any number of schools, as NDJSON in Basispoort's words: for the demonstration, tests, benchmarks
// and a load of the whole country. Nobody in them exists; only the names of schools may be real (DUO's public list).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace suite::roster_gen {

/// Where a school is and how many pupils it has; all text UTF-8.
struct SchoolFacts {
    std::string name;
    std::string brin;      // "99XX"
    std::string location;  // "00".."99"
    std::string street, house_number, postal_code, city;
    std::string board_code;
    int pupils = 0;  // 1..kMaxPupils
    bool operator==(const SchoolFacts&) const = default;
};

/// Person ids are school id × 10,000 + number (pupils from 1, joiners of a delta from 5001, staff from 9001), so they
/// are unique in the country, also over rosters made apart with other school ids.
inline constexpr int kMaxPupils = 2500;
inline constexpr std::int64_t kMaxSchoolId = 900'000'000'000;

struct Options {
    std::uint32_t schools = 10;
    std::uint64_t seed = 1;
    std::int64_t first_school_id = 1001;
    std::string school_year = "2026-2027";
    /// From LoadDuo; empty: made-up schools with the country's sizes. When there are fewer than `schools`, the rest is
    /// made up; when there are more, every n-th is taken, so that a few still have the country's mix.
    std::vector<SchoolFacts> facts{};
};

struct DeltaOptions {
    double share = 0.01;     // of the pupils, 0..1
    std::uint64_t seed = 1;  // another seed, another night
};

/// Gets one record without line end; valid during the call only.
using LineSink = std::function<void(std::string_view line)>;

/// The same options give the same bytes on every machine. Holds no roster: each school is made when asked for, from the
/// seed and its index alone (the whole country is 540 MB of text). Const, so threads may share one.
class Generator {
  public:
    /// Pre: first_school_id >= 1 and the last school's id <= kMaxSchoolId; school_year is "yyyy-yyyy".
    explicit Generator(Options options);

    [[nodiscard]] std::uint32_t Schools() const { return options_.schools; }

    /// All schools by index; of each the school, its groups, pupils, staff.
    void Roster(const LineSink& sink) const;
    /// What changed since this roster: of the pupils `share` moved to another group, left or joined; a few of the
    /// staff. Every delta starts from the roster, not from another delta.
    void Delta(const DeltaOptions& delta, const LineSink& sink) const;

    /// Pre for both: index < Schools().
    void GenerateSchool(std::uint32_t index, const LineSink& sink) const;
    void GenerateSchoolDelta(std::uint32_t index, const DeltaOptions& delta, const LineSink& sink) const;

  private:
    [[nodiscard]] SchoolFacts FactsOf(std::uint32_t index) const;

    Options options_;
};

/// Reads DUO's open data from `directory`: duo-schoolvestigingen.csv (Windows-1252) and
/// duo-leerlingen-per-vestiging.csv (UTF-8 with BOM; "<5" counts as 3; more than kMaxPupils as that). Locations without
/// pupils in the newest year are left out. NOT_FOUND when a file is missing, INVALID_ARGUMENT when a column is.
[[nodiscard]] Result<std::vector<SchoolFacts>> LoadDuo(const std::string& directory);

}  // namespace suite::roster_gen
