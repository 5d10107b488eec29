// Lists come in pages that together are the list.
#include <catch2/catch.hpp>
#include <set>

#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::ApplyRoster;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::PupilLine;
using suite::testing::SuiteFixture;

/// The items of all pages of `limit` each, in order; fails when a page is not full though another follows.
json Walk(Caller& caller, const std::string& path, std::size_t limit) {
    json items = json::array();
    std::string cursor;
    do {
        auto address = path + (path.find('?') == std::string::npos ? "?" : "&") + "limit=" + std::to_string(limit);
        if (!cursor.empty()) address += "&cursor=" + cursor;
        const auto page = caller.Get(address);
        CAPTURE(address, page.body);
        REQUIRE(page.status == 200);
        REQUIRE(page.json.size() == 2);  // items and nextCursor, nothing else
        const auto& next = page.json.at("nextCursor");
        for (const auto& item : page.json.at("items")) items.push_back(item);
        CHECK(page.json.at("items").size() <= limit);
        if (!next.is_null()) CHECK(page.json.at("items").size() == limit);
        cursor = next.is_null() ? std::string() : next.get<std::string>();
        REQUIRE(items.size() <= 1000);
    } while (!cursor.empty());
    return items;
}

}  // namespace

TEST_CASE("pages of any size together are the whole list, in its order", "[NFR]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    // Rejections, to have a list of them.
    std::string bad;
    for (int i = 1; i <= 7; ++i) bad += PupilLine(1001, 595000 + i, "Afgewezen", "NERGENS");
    const auto batch = ApplyRoster(api, 2, "delta", bad).at("id").get<std::string>();
    auto& helpdesk = api.Helpdesk();
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    REQUIRE(coordinator
                .Post("/schools/" + demo.school + "/result-connections",
                      {{"las", "momento"}, {"authorisationKey", "tweede-sleutel"}})
                .status == 201);
    struct List {
        Caller* caller;
        std::string path;
        std::size_t at_least;
    };
    const auto school = "/schools/" + demo.school;
    for (const auto& [caller, path, at_least] :
         {List{&helpdesk, "/schools", 2}, List{&coordinator, school + "/groups", 10},
          List{&coordinator, school + "/pupils", 100}, List{&coordinator, school + "/pupils?yearGroup=5", 12},
          List{&coordinator, school + "/pupils?q=de", 2}, List{&coordinator, school + "/teachers", 10},
          List{&coordinator, school + "/ict-coordinators", 1}, List{&coordinator, school + "/licences", 6},
          List{&coordinator, school + "/licences?sort=groupCount&order=desc", 6},
          List{&coordinator, school + "/licences?sort=endDate", 6}, List{&coordinator, "/methods", 8},
          List{&helpdesk, "/products", 19}, List{&coordinator, "/products?yearGroup=5", 8},
          List{&coordinator, school + "/result-connections", 2}, List{&coordinator, school + "/roster-imports", 0},
          List{&coordinator, school + "/groups/" + demo.groups.at("G5") + "/pincodes", 12},
          List{&helpdesk, "/roster-batches/" + batch + "/rejections", 7}}) {
        CAPTURE(path);
        const auto whole = ListOf(*caller, path);
        CHECK(whole.size() >= at_least);
        for (const std::size_t limit : {1U, 3U, 7U, 100U}) CHECK(Walk(*caller, path, limit) == whole);
        std::set<std::string> seen;
        for (const auto& item : whole) CHECK(seen.insert(item.dump()).second);
        // No limit means 100, more than 500 means 500.
        const auto plain = caller->Get(path).json.at("items");
        CHECK(plain.size() == std::min<std::size_t>(100, whole.size()));
        CHECK(caller->Get(path + (path.find('?') == std::string::npos ? "?" : "&") + "limit=100000").json.at("items") ==
              whole);
    }
}

TEST_CASE("a list of more than a hundred comes in pages by itself, and other schools' items are never on one",
          "[ROS-04]") {
    SuiteFixture fixture(Dialect::kSqlite);
    const auto demo = LoadDemo(fixture);
    auto& helpdesk = fixture.Api().Helpdesk();
    const auto path = "/schools/" + demo.school + "/pupils";
    const auto first = helpdesk.Get(path);
    REQUIRE(first.json.at("items").size() == 100);
    REQUIRE(first.json.at("nextCursor").is_string());
    const auto cursor = first.json.at("nextCursor").get<std::string>();
    const auto second = helpdesk.Get(path + "?cursor=" + cursor);
    CHECK(second.json.at("nextCursor").is_null());
    CHECK(first.json.at("items").size() + second.json.at("items").size() == ListOf(helpdesk, path).size());
    // A cursor of one school's list is none of another's.
    CheckProblem(helpdesk.Get("/schools/" + demo.other_school + "/pupils?cursor=" + cursor), 400, "invalid-cursor");
}
