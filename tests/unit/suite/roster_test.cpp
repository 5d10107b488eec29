#include "tools/demo/roster.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/text.hpp"

TEST_CASE("the demonstration's roster names only groups that are in it, in the school year of the day") {
    const auto day = suite::Date::Parse("2027-02-03");
    REQUIRE(day);
    const std::string roster = suite::demo::RosterOn(*day);
    CHECK(roster.find('{' + std::string("schoolYear")) == std::string::npos);

    std::map<int, std::set<std::string>> groups;
    std::set<std::pair<int, long>> people;
    int pupils = 0;
    for (const auto line : suite::Split(roster, '\n')) {
        if (line.empty()) continue;
        const auto record = nlohmann::json::parse(line);
        const int school = record.at("schoolId");
        const auto& data = record.at("data");
        if (record.at("type") == "group") {
            groups[school].insert(record.at("id").get<std::string>());
            CHECK(record.at("schoolYear") == "2026-2027");
        } else if (record.at("type") != "school") {
            CHECK(people.emplace(school, record.at("id").get<long>()).second);
            for (const auto& group : data.value("groepen", nlohmann::json::array()))
                CHECK(groups[school].contains(group));
            for (const auto& group : data.at("subgroepen")) CHECK(groups[school].contains(group));
        }
        if (record.at("type") == "pupil") {
            ++pupils;
            CHECK(groups[school].contains(data.at("groep")));
        }
        if (record.value("id", nlohmann::json()) == 9011) CHECK(data.at("einddatum") == "2027-07-31");
    }
    CHECK(groups.size() == 2);
    CHECK(groups[1001].size() == 10);
    CHECK(pupils > 100);
    CHECK(people.contains({1001, 500123}));
}
