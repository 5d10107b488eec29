#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "collect.hpp"
#include "core/text.hpp"

namespace {

using nlohmann::json;
using suite::roster_gen::Generator;
using suite::roster_gen::Options;
using suite::roster_gen::Roster;
using suite::roster_gen::RosterLines;

using GroupKey = std::pair<std::int64_t, std::string>;

std::map<GroupKey, bool> GroupsOf(const std::vector<json>& records) {  // value: composed
    std::map<GroupKey, bool> groups;
    for (const json& record : records) {
        if (record["type"] == "group") {
            groups[{record["schoolId"], record["id"]}] = record["data"]["subgroep"].get<bool>();
        }
    }
    return groups;
}

/// '9' stands for a digit, 'A' for a capital, anything else for itself.
bool Looks(std::string_view text, std::string_view shape) {
    return std::ranges::equal(text, shape, [](char c, char like) {
        return like == '9' ? c >= '0' && c <= '9' : like == 'A' ? c >= 'A' && c <= 'Z' : c == like;
    });
}

bool OnlyOf(std::string_view text, std::string_view allowed) {
    return !text.empty() && text.find_first_not_of(allowed) == text.npos;
}

bool LooksLikeEckId(std::string_view text) {
    constexpr std::string_view kStart = "https://ketenid.nl/201703/";
    return text.starts_with(kStart) && text.size() == kStart.size() + 128 &&
           OnlyOf(text.substr(kStart.size()), "0123456789abcdef");
}

bool LooksLikeEmail(std::string_view text) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyz0123456789.-";
    const auto at = text.find('@');
    return at != text.npos && at > 2 && OnlyOf(text.substr(0, at), kPlain) && OnlyOf(text.substr(at + 1), kPlain) &&
           text.ends_with(".example");
}

TEST_CASE("the same options give the same roster, another seed another one") {
    const Options options{.schools = 5, .seed = 7};
    const auto lines = RosterLines(options);
    CHECK(lines == RosterLines(options));
    CHECK(lines != RosterLines({.schools = 5, .seed = 8}));
    // What the demonstration and the documentation show; a change here changes everybody's numbers.
    CHECK(
        RosterLines({.schools = 1, .seed = 1}).front() ==
        R"({"type":"school","op":"upsert","schoolId":1001,"data":{"naam":"Basisschool De Toermalijn","brincode":"66FN",)"
        R"("dependancecode":"00","straat":"Dorpsstraat","huisnummer":"11","postcode":"4321MY","woonplaats":"Kleinoord",)"
        R"("bestuurscode":"90000","actief":true}})");
}

TEST_CASE("one school made alone equals that school in the roster") {
    const Generator generator(Options{.schools = 6});
    std::vector<std::string> alone;
    generator.GenerateSchool(4, [&alone](std::string_view line) { alone.emplace_back(line); });
    std::vector<std::string> in_roster;
    for (const auto& line : RosterLines({.schools = 6})) {
        if (line.find("\"schoolId\":1005,") != std::string::npos) in_roster.push_back(line);
    }
    REQUIRE(alone.size() > 10);
    CHECK(alone == in_roster);
}

TEST_CASE("every record has the fields of its type, in clean text, school first") {
    static const std::map<std::string, int> order{{"school", 0}, {"group", 1}, {"pupil", 2}, {"staff", 3}};
    std::int64_t school = 0;
    int last = 0;
    for (const std::string& line : RosterLines({.schools = 20, .school_year = "2025-2026"})) {
        INFO(line);
        REQUIRE(suite::IsCleanUtf8(line));
        const json record = json::parse(line);
        const std::string type = record.at("type");
        const json& data = record.at("data");
        CHECK(record.at("op") == "upsert");
        if (record.at("schoolId") != school) {
            REQUIRE(type == "school");
            school = record["schoolId"];
            last = 0;
        }
        CHECK(order.at(type) >= last);
        last = order.at(type);
        if (type == "school") {
            for (const char* field : {"naam", "straat", "huisnummer", "woonplaats", "bestuurscode"}) {
                CHECK_FALSE(data.at(field).get<std::string>().empty());
            }
            CHECK(Looks(data.at("brincode").get<std::string>(), "99AA"));
            CHECK(data.at("dependancecode") == "00");
            CHECK(Looks(data.at("postcode").get<std::string>(), "9999AA"));
            CHECK(data.at("actief") == true);
        } else if (type == "group") {
            CHECK(record.at("schoolYear") == "2025-2026");
            CHECK_FALSE(data.at("naam").get<std::string>().empty());
            CHECK(data.contains("jaargroep") != data.at("subgroep").get<bool>());
        } else {
            CHECK(record.at("id").is_number_integer());
            const json& name = data.at("persoonsgegevens");
            CHECK_FALSE(name.at("voornaam").get<std::string>().empty());
            CHECK_FALSE(name.at("achternaam").get<std::string>().empty());
            CHECK(name.value("voorvoegsel", "van").size() >= 2);
            CHECK(data.at("subgroepen").is_array());
        }
        if (type == "pupil") {
            CHECK(LooksLikeEckId(data.at("eckid").get<std::string>()));
            CHECK(data.at("lasKey").get<std::string>().starts_with("ll-"));
            const std::string year = data.at("jaargroep");
            CHECK((year.size() == 1 && year >= "1" && year <= "8"));
        }
        if (type == "staff") {
            CHECK(LooksLikeEmail(data.at("emailadres").get<std::string>()));
            CHECK((data.at("einddatum").is_null() || Looks(data["einddatum"].get<std::string>(), "2099-99-99")));
            CHECK_FALSE(data.at("rollen").empty());
        }
    }
}

TEST_CASE("ids are unique in the country, keys and mail addresses in the school, and references exist") {
    const auto records = Roster({.schools = 60});
    const auto groups = GroupsOf(records);
    std::set<std::int64_t> people;
    std::set<std::string> eck_ids, brins;
    std::set<GroupKey> las_keys, emails;
    std::map<std::int64_t, int> coordinators;
    std::size_t group_records = 0;
    for (const json& record : records) {
        const std::int64_t school = record["schoolId"];
        const json& data = record["data"];
        if (record["type"] == "school") {
            CHECK(brins.insert(data["brincode"]).second);
            continue;
        }
        if (record["type"] == "group") {
            ++group_records;
            continue;
        }
        CHECK(people.insert(record["id"].get<std::int64_t>()).second);
        for (const json& id : data["subgroepen"]) CHECK(groups.at({school, id}));
        if (record["type"] == "pupil") {
            CHECK(eck_ids.insert(data["eckid"]).second);
            CHECK(las_keys.emplace(school, data["lasKey"]).second);
            CHECK_FALSE(groups.at({school, data["groep"]}));
        } else {
            CHECK(emails.emplace(school, data["emailadres"]).second);
            for (const json& id : data["groepen"]) CHECK_FALSE(groups.at({school, id}));
            coordinators[school] += std::ranges::count(data["rollen"], json("ICTCoordinator")) > 0 ? 1 : 0;
        }
    }
    CHECK(groups.size() == group_records);
    CHECK(coordinators.size() == 60);
    for (const auto& [school, count] : coordinators) CHECK((count == 1 || count == 2));
}

TEST_CASE("a group's year is its pupils' year, or C when they differ") {
    std::map<GroupKey, std::set<std::string>> years;
    std::map<GroupKey, std::string> stated;
    for (const json& record : Roster({.schools = 60})) {
        const json& data = record["data"];
        if (record["type"] == "pupil") years[{record["schoolId"], data["groep"]}].insert(data["jaargroep"]);
        if (record["type"] == "group" && !data["subgroep"])
            stated[{record["schoolId"], record["id"]}] = data["jaargroep"];
    }
    REQUIRE(stated.size() == years.size());
    int combined = 0;
    for (const auto& [group, in_group] : years) {
        CHECK(stated.at(group) == (in_group.size() == 1 ? *in_group.begin() : "C"));
        combined += in_group.size() > 1 ? 1 : 0;
    }
    CHECK(combined > 20);
}

TEST_CASE("two hundred schools look like the country") {
    std::map<std::string, double> count;
    std::map<GroupKey, int> sizes;
    std::map<std::int64_t, int> schools;
    double composed = 0;
    for (const json& record : Roster({.schools = 200, .seed = 3})) {
        count[record["type"]] += 1;
        if (record["type"] == "group" && record["data"]["subgroep"]) ++composed;
        if (record["type"] != "pupil") continue;
        ++sizes[{record["schoolId"], record["data"]["groep"]}];
        ++schools[record["schoolId"]];
    }
    const double base = count["group"] - composed;
    CHECK(count["pupil"] / 200 == Approx(223).margin(12));  // DUO 2025: mean 223
    CHECK(count["pupil"] / base == Approx(22.3).margin(1));
    CHECK(count["staff"] / base == Approx(1.5).margin(0.05));
    CHECK(std::ranges::count_if(schools, [](const auto& school) { return school.second < 77; }) ==
          Approx(20).margin(4));
    CHECK(std::ranges::count_if(schools, [](const auto& school) { return school.second > 401; }) ==
          Approx(20).margin(4));
    const auto usual =
        std::ranges::count_if(sizes, [](const auto& group) { return group.second >= 18 && group.second <= 29; });
    CHECK(static_cast<double>(usual) / base > 0.85);
    CHECK(std::ranges::all_of(sizes, [](const auto& group) { return group.second <= 36; }));
}

TEST_CASE("rosters with other school ids share nobody and no school") {
    std::set<std::int64_t> people;
    std::set<std::string> brins;
    for (const std::int64_t first : {1001, 1021}) {
        for (const json& record : Roster({.schools = 20, .first_school_id = first})) {
            if (record["type"] == "school") CHECK(brins.insert(record["data"]["brincode"]).second);
            if (record["type"] == "pupil" || record["type"] == "staff")
                CHECK(people.insert(record["id"].get<std::int64_t>()).second);
        }
    }
}

}  // namespace
