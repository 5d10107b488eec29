#include "services/licence/domain/licence_list.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "core/reasons.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

const Date kToday = *Date::Parse("2026-11-26");

Date Plus(int days) { return Date{kToday.days + std::chrono::days{days}}; }

LicenceOverview Of(std::int64_t id, const std::string& title = "Taal 5") {
    LicenceOverview overview{.licence = {.id = LicenceId{id},
                                         .order_line_id = "line-" + std::to_string(id),
                                         .contract_number = "12345678901234567890",
                                         .title = title,
                                         .start = Plus(-100),
                                         .end = Plus(250)}};
    overview.method_id = "taal";
    overview.year_groups = {"5"};
    return overview;
}

std::vector<std::int64_t> Ids(const std::vector<LicenceOverview>& items) {
    std::vector<std::int64_t> ids;
    for (const auto& item : items) ids.push_back(item.licence.id.value);
    return ids;
}

/// All pages of `limit`, through cursors as text.
std::vector<std::int64_t> Walk(const std::vector<LicenceOverview>& all, const ListFilter& filter,
                               const ListOrder& order, std::int64_t limit) {
    std::vector<std::int64_t> ids;
    std::optional<ListPlace> after;
    while (true) {
        const auto page = CutPage(all, filter, order, after, limit, kToday);
        const auto of_page = Ids(page.items);
        ids.insert(ids.end(), of_page.begin(), of_page.end());
        REQUIRE(ids.size() <= all.size());
        if (!page.next) return ids;
        CHECK(std::ssize(page.items) == limit);
        const auto place = ParsePlace(PlaceText(*page.next, order), order);
        REQUIRE(place);
        CHECK(*place == *page.next);
        after = *place;
    }
}

constexpr SortBy kSorts[] = {SortBy::kTitle, SortBy::kStartDate, SortBy::kEndDate, SortBy::kContractNumber,
                             SortBy::kGroupCount};

}  // namespace

TEST_CASE("pages of any size under any order are the whole list, sorted, each licence once", "[LIC-02]") {
    std::mt19937 random(26);  // NOLINT(bugprone-random-generator-seed): the same lists each time
    const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    const std::vector<std::string> titles{"Ääk", "aak", "Zon. 5", "zon", "Été", "", "100"};
    for (int round = 0; round < 40; ++round) {
        std::vector<LicenceOverview> all;
        const int size = pick(25);
        for (int i = 0; i < size; ++i) {
            auto overview = Of(1 + pick(1'000'000), titles[static_cast<std::size_t>(pick(7))]);
            overview.licence.contract_number = std::string(19, '1') + std::to_string(pick(3));
            overview.licence.start = Plus(-400 + pick(3) * 365);
            overview.licence.end = Plus(pick(5) * 100);
            overview.licence.renews = pick(2) == 0;
            overview.groups.resize(static_cast<std::size_t>(pick(12)));
            const auto same = [&](const auto& other) { return other.licence.id == overview.licence.id; };
            if (std::ranges::none_of(all, same)) all.push_back(std::move(overview));
        }
        for (const auto by : kSorts) {
            const ListOrder up{.by = by};
            const ListOrder down{.by = by, .descending = true};
            const auto whole = Walk(all, {}, up, 1000);
            CHECK(whole.size() == all.size());
            for (const std::int64_t limit : {1, 2, 7}) {
                CHECK(Walk(all, {}, up, limit) == whole);
                auto reversed = whole;
                std::ranges::reverse(reversed);
                CHECK(Walk(all, {}, down, limit) == reversed);
            }
            auto shuffled = all;
            std::ranges::shuffle(shuffled, random);
            CHECK(Walk(shuffled, {}, up, 3) == whole);
        }
    }
}

TEST_CASE("the list is sorted by what is asked for", "[LIC-02]") {
    auto a = Of(1, "Été");
    auto b = Of(2, "eta");
    auto c = Of(3, "Eto");
    a.licence.contract_number = std::string(20, '3');
    c.licence.contract_number = std::string(20, '1');
    a.licence.start = Plus(-1);
    a.groups.resize(10);
    b.groups.resize(9);
    // c goes on for a year each time: it ends later than its first term says.
    c.licence.end = Plus(-10);
    c.licence.renews = true;
    const std::vector<LicenceOverview> all{a, b, c};
    using Expected = std::vector<std::int64_t>;
    CHECK(Walk(all, {}, {.by = SortBy::kTitle}, 10) == Expected{2, 1, 3});
    CHECK(Walk(all, {}, {.by = SortBy::kContractNumber}, 10) == Expected{3, 2, 1});
    CHECK(Walk(all, {}, {.by = SortBy::kStartDate}, 10) == Expected{2, 3, 1});
    CHECK(Walk(all, {}, {.by = SortBy::kGroupCount, .descending = true}, 10) == Expected{1, 2, 3});
    CHECK(Walk(all, {}, {.by = SortBy::kEndDate}, 10) == Expected{1, 2, 3});
}

TEST_CASE("a page goes on after its place, also when that licence is gone or has moved", "[LIC-02]") {
    const std::vector<LicenceOverview> all{Of(1, "a"), Of(2, "b"), Of(3, "c"), Of(4, "d")};
    const auto page = CutPage(all, {}, {}, std::nullopt, 2, kToday);
    REQUIRE(page.next);
    CHECK(Ids(CutPage({all[0], all[2], all[3]}, {}, {}, page.next, 2, kToday).items) ==
          std::vector<std::int64_t>{3, 4});
    CHECK(Ids(CutPage({all[0], Of(2, "z"), all[2], all[3]}, {}, {}, page.next, 9, kToday).items) ==
          std::vector<std::int64_t>{3, 4, 2});
}

TEST_CASE("a cursor fits the order that it was made under, and nothing else is one", "[LIC-02]") {
    const ListOrder order{.by = SortBy::kEndDate};
    const auto text = PlaceText({.key = "2026-01-01", .id = LicenceId{7}}, order);
    CHECK(ParsePlace(text, order));
    CHECK(ParsePlace(text, {.by = SortBy::kEndDate, .descending = true}).error().reason == reason::kInvalidCursor);
    CHECK(ParsePlace(text, {.by = SortBy::kTitle}).error().reason == reason::kInvalidCursor);
    for (const auto* bad : {"", "ea", "ea.", "ea.x", "ea.x.y", "ea..y", "12"}) {
        INFO(bad);
        CHECK(ParsePlace(bad, order).error().reason == reason::kInvalidCursor);
    }
    // A title may hold dots, and nothing.
    CHECK(ParsePlace(PlaceText({.key = "a.b.c", .id = LicenceId{7}}, {}), {})->key == "a.b.c");
    CHECK(ParsePlace(PlaceText({.key = "", .id = LicenceId{7}}, {}), {})->key.empty());
}

TEST_CASE("the list is filtered by text, kind, method, year group and state", "[LIC-02]") {
    const auto shows = [](const LicenceOverview& overview, const ListFilter& filter) {
        return PassesFilter(overview, filter, kToday);
    };
    auto overview = Of(1, "Spelling  Été");
    CHECK(shows(overview, {}));
    CHECK(shows(overview, {.q = "ÉTÉ"}));
    CHECK(shows(overview, {.q = " ete "}));
    CHECK(shows(overview, {.q = "890123"}));
    CHECK_FALSE(shows(overview, {.q = "rekenen"}));
    CHECK(shows(overview, {.kind = LicenceKind::kGroup}));
    CHECK_FALSE(shows(overview, {.kind = LicenceKind::kPupil}));
    CHECK(shows(overview, {.method_id = "taal"}));
    CHECK_FALSE(shows(overview, {.method_id = "taa"}));
    CHECK(shows(overview, {.year_group = "5"}));
    CHECK_FALSE(shows(overview, {.year_group = "6"}));
    overview.year_groups.clear();
    CHECK(shows(overview, {.year_group = "6"}));
}

TEST_CASE("what has ended or was cancelled is kept apart, and so is what is managed elsewhere", "[LIC-01][LIC-02]") {
    const auto shown = [](const LicenceOverview& overview, std::set<LicenceState> states) {
        return PassesFilter(overview, {.states = std::move(states)}, kToday);
    };
    auto coming = Of(1);
    coming.licence.start = Plus(1);
    auto ending = Of(2);
    ending.licence.end = Plus(1);
    auto expired = Of(3);
    expired.licence.end = Plus(-1);
    auto cancelled = Of(4);
    cancelled.licence.cancelled = true;
    auto renewed = Of(5);  // its first term is over, the contract is not
    renewed.licence.end = Plus(-1);
    renewed.licence.renews = true;
    auto terminated = renewed;
    terminated.licence.ends_on = Plus(200);
    CHECK(shown(Of(6), {}));
    CHECK(shown(coming, {}));
    CHECK(shown(ending, {}));
    CHECK(shown(renewed, {}));
    CHECK(shown(terminated, {}));
    CHECK_FALSE(shown(expired, {}));
    CHECK_FALSE(shown(cancelled, {}));
    CHECK(shown(expired, {LicenceState::kExpired}));
    CHECK_FALSE(shown(renewed, {LicenceState::kExpired}));
    CHECK(shown(terminated, {LicenceState::kEnding}));
    CHECK_FALSE(shown(renewed, {LicenceState::kEnding}));
    CHECK(shown(cancelled, {LicenceState::kExpired, LicenceState::kCancelled}));
    CHECK_FALSE(shown(Of(6), {LicenceState::kExpired, LicenceState::kCancelled}));

    auto elsewhere = Of(7);
    elsewhere.excluded = true;
    CHECK_FALSE(PassesFilter(elsewhere, {}, kToday));
    CHECK(PassesFilter(elsewhere, {.excluded = true}, kToday));
    CHECK_FALSE(PassesFilter(Of(6), {.excluded = true}, kToday));
}

TEST_CASE("free seats are never less than none", "[LIC-07][LIC-14]") {
    auto overview = Of(1);
    overview.licence.kind = LicenceKind::kPupil;
    overview.licence.seats = 10;
    overview.seats_used = 3;
    CHECK(overview.SeatsFree() == 7);
    overview.seats_used = 12;  // an order with fewer came in
    CHECK(overview.SeatsFree() == 0);
}
