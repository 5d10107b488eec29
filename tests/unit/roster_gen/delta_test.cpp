#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "collect.hpp"

namespace {

using nlohmann::json;
using suite::roster_gen::DeltaOptions;
using suite::roster_gen::Generator;
using suite::roster_gen::Options;
using suite::roster_gen::Records;
using suite::roster_gen::Roster;

std::vector<std::string> DeltaLines(const Options& options, const DeltaOptions& delta) {
    std::vector<std::string> lines;
    Generator(options).Delta(delta, [&lines](std::string_view line) { lines.emplace_back(line); });
    return lines;
}

TEST_CASE("a delta is the same for the same seeds and another for another delta seed") {
    const Options options{.schools = 10};
    const auto lines = DeltaLines(options, {.share = 0.05, .seed = 1});
    REQUIRE_FALSE(lines.empty());
    CHECK(lines == DeltaLines(options, {.share = 0.05, .seed = 1}));
    CHECK(lines != DeltaLines(options, {.share = 0.05, .seed = 2}));
    CHECK(DeltaLines(options, {.share = 0}).empty());
}

TEST_CASE("a delta changes the share of pupils asked for") {
    const Options options{.schools = 200};
    double pupils = 0;
    double staff = 0;
    for (const json& record : Roster(options)) {
        pupils += record["type"] == "pupil" ? 1 : 0;
        staff += record["type"] == "staff" ? 1 : 0;
    }
    for (const double share : {0.01, 0.1, 0.5}) {
        double changed_pupils = 0;
        double changed_staff = 0;
        for (const json& record : Records(DeltaLines(options, {.share = share}))) {
            changed_pupils += record["type"] == "pupil" ? 1 : 0;
            changed_staff += record["type"] == "staff" ? 1 : 0;
        }
        CHECK(changed_pupils == Approx(pupils * share).epsilon(0.2));
        CHECK(changed_staff == Approx(staff * share).epsilon(0.4));
    }
}

TEST_CASE("a delta moves and deletes who exists, adds who does not, and names groups of the school only") {
    const Options options{.schools = 60};
    std::map<std::int64_t, json> before;
    std::set<std::pair<std::int64_t, std::string>> groups, emails;
    for (const json& record : Roster(options)) {
        if (record["type"] == "group") groups.emplace(record["schoolId"], record["id"]);
        if (record["type"] == "pupil" || record["type"] == "staff") before.emplace(record["id"], record);
        if (record["type"] == "staff") emails.emplace(record["schoolId"], record["data"]["emailadres"]);
    }
    std::set<std::int64_t> seen;
    std::map<std::string, int> kinds;
    for (const json& record : Records(DeltaLines(options, {.share = 0.2}))) {
        INFO(record.dump());
        const std::string type = record["type"];
        CHECK(seen.insert(record["id"].get<std::int64_t>()).second);
        const auto known = before.find(record["id"]);
        if (record["op"] == "delete") {
            REQUIRE(known != before.end());
            CHECK(known->second["type"] == type);
            CHECK(known->second["schoolId"] == record["schoolId"]);
            CHECK(record.size() == 4);
            ++kinds[type + " left"];
            continue;
        }
        const json& data = record["data"];
        if (known == before.end()) {
            ++kinds[type + " joined"];
        } else {
            CHECK(known->second["data"] != data);
            if (type == "pupil") {
                CHECK(known->second["data"]["eckid"] == data["eckid"]);
                CHECK(known->second["data"]["jaargroep"] == data["jaargroep"]);
                kinds["moved"] += known->second["data"]["groep"] != data["groep"] ? 1 : 0;
            }
            ++kinds[type + " changed"];
        }
        for (const json& id : data["subgroepen"]) CHECK(groups.contains({record["schoolId"], id}));
        if (type == "pupil") {
            CHECK(groups.contains({record["schoolId"], data["groep"]}));
        } else {
            for (const json& id : data["groepen"]) CHECK(groups.contains({record["schoolId"], id}));
            const bool is_new = emails.emplace(record["schoolId"], data["emailadres"]).second;
            CHECK((is_new || (known != before.end() && known->second["data"]["emailadres"] == data["emailadres"])));
        }
    }
    for (const char* kind :
         {"pupil left", "pupil joined", "pupil changed", "moved", "staff left", "staff joined", "staff changed"}) {
        INFO(kind);
        CHECK(kinds[kind] > 0);
    }
}

TEST_CASE("the ICT coordinators stay through a delta, so that somebody can always log in") {
    const Options options{.schools = 40};
    std::set<std::int64_t> coordinators;
    for (const json& record : Roster(options)) {
        if (record["type"] == "staff" && record["data"]["rollen"].dump().find("ICTCoordinator") != std::string::npos) {
            coordinators.insert(record["id"].get<std::int64_t>());
        }
    }
    REQUIRE(coordinators.size() >= 40);
    for (const json& record : Records(DeltaLines(options, {.share = 1}))) {
        if (record["op"] == "delete") CHECK_FALSE(coordinators.contains(record["id"].get<std::int64_t>()));
    }
}

}  // namespace
