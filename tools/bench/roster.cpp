#include "tools/bench/roster.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tools/roster_gen/roster_gen.hpp"

namespace suite::bench {
namespace {

constexpr std::size_t kPartBytes = 8U << 20U;

/// Reads back what the generator made of one school, whose groups come before its pupils.
class SchoolReader {
  public:
    void Read(std::string_view line) {
        const auto record = nlohmann::json::parse(line);
        const auto& data = record.at("data");
        const auto& type = record.at("type").get_ref<const std::string&>();
        school_.basispoort_id = record.at("schoolId");
        if (type == "group" && !data.at("subgroep").get<bool>()) {
            places_.emplace(record.at("id"), school_.groups.size());
            school_.groups.push_back({.key = record.at("id"), .year_group = data.at("jaargroep")});
        } else if (type == "pupil") {
            school_.pupils.push_back({.basispoort_id = record.at("id"),
                                      .eck_id = data.at("eckid"),
                                      .group = places_.at(data.at("groep").get<std::string>())});
        }
    }
    School Take() { return std::move(school_); }

  private:
    School school_;
    std::map<std::string, std::size_t> places_;  // of groups, by key
};

}  // namespace

std::vector<std::string> School::YearGroups() const {
    std::set<std::string> found;
    for (const Group& group : groups) found.insert(group.year_group);
    return {found.begin(), found.end()};
}

std::size_t Roster::Pupils() const {
    std::size_t count = 0;
    for (const School& school : schools) count += school.pupils.size();
    return count;
}

Roster MakeRoster(std::uint32_t schools, const std::string& school_year) {
    const roster_gen::Generator generator({.schools = schools, .school_year = school_year});
    Roster roster;
    for (std::uint32_t i = 0; i < schools; ++i) {
        if (roster.parts.empty() || roster.parts.back().size() > kPartBytes) roster.parts.emplace_back();
        SchoolReader reader;
        generator.GenerateSchool(i, [&](std::string_view line) {
            reader.Read(line);
            roster.parts.back().append(line).append("\n");
            ++roster.records;
        });
        roster.schools.push_back(reader.Take());
    }
    return roster;
}

}  // namespace suite::bench
