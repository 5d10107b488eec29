#include "services/gateway/domain/timeline.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

namespace suite::gateway {
namespace {

using Log = std::vector<TimelineEntry>;  // newest first
using Place = std::pair<std::size_t, std::int64_t>;

/// What a log answers when asked for `limit` below `before`.
Log PageOf(const Log& log, std::int64_t before, std::size_t limit) {
    Log page;
    for (const auto& entry : log) {
        if ((before == 0 || entry.number < before) && page.size() < limit) page.push_back(entry);
    }
    return page;
}

TimelinePage Ask(const std::vector<Log>& logs, const TimelinePlace& from, std::size_t limit) {
    std::vector<Log> pages;
    for (std::size_t i = 0; i < logs.size(); ++i) pages.push_back(PageOf(logs[i], from[i], limit + 1));
    return MergeNewest(pages, from, limit);
}

std::string Moment(int second) { return "2026-11-27T12:00:" + std::to_string(10 + second) + ".000Z"; }

}  // namespace

TEST_CASE("the newest of several logs come first and one log's stay in their order", "[ACC-06]") {
    const std::vector<Log> logs{{{3, Moment(9)}, {2, Moment(5)}, {1, Moment(5)}}, {}, {{2, Moment(7)}, {1, Moment(5)}}};
    const auto page = Ask(logs, {0, 0, 0}, 4);
    using Order = std::vector<std::pair<std::size_t, std::size_t>>;
    CHECK(page.order == Order{{0, 0}, {2, 0}, {0, 1}, {0, 2}});
    CHECK(page.more);
    CHECK(page.next == TimelinePlace{1, 1, 2});
    const auto last = Ask(logs, page.next, 4);
    CHECK(last.order == Order{{2, 0}});
    CHECK_FALSE(last.more);
}

TEST_CASE("pages tell each entry once whatever comes in between", "[ACC-06]") {
    std::mt19937 random(20261127);
    for (int round = 0; round < 200; ++round) {
        std::vector<Log> logs(1 + random() % 4);
        for (auto& log : logs) {
            std::vector<int> seconds(random() % 12);
            for (auto& second : seconds) second = static_cast<int>(random() % 40);
            std::ranges::sort(seconds, std::greater());
            auto number = std::ssize(seconds);
            for (const auto second : seconds) log.push_back({number--, Moment(second)});
        }
        const auto size = [&] {
            std::size_t all = 0;
            for (const auto& log : logs) all += log.size();
            return all;
        };
        const auto expected = size();
        const auto limit = 1 + random() % 5;
        std::set<Place> told;
        std::string last = "9";
        TimelinePlace from(logs.size(), 0);
        for (bool more = true; more;) {
            std::vector<Log> pages;
            for (std::size_t i = 0; i < logs.size(); ++i) pages.push_back(PageOf(logs[i], from[i], limit + 1));
            const auto page = MergeNewest(pages, from, limit);
            for (const auto& [log, index] : page.order) {
                const auto& entry = pages[log][index];
                CHECK(told.emplace(log, entry.number).second);
                CHECK(entry.at <= last);
                last = entry.at;
            }
            from = page.next;
            more = page.more;
            // Somebody looks meanwhile.
            auto& grows = logs[random() % logs.size()];
            grows.insert(grows.begin(), {std::ssize(grows) + 1, Moment(60)});
        }
        CHECK(told.size() == expected);
    }
}

TEST_CASE("a place is read back as it was written and nothing else is", "[ACC-06]") {
    CHECK(WritePlace({12, 5, 1}) == "12.5.1");
    CHECK(ReadPlace("12.5.1", 3) == TimelinePlace{12, 5, 1});
    for (const auto* wrong : {"", "12.5", "12.5.1.1", "12.5.0", "12.5.-1", "12.5.", "12.5.01", "12.5.x", "12,5,1"}) {
        CAPTURE(wrong);
        CHECK_FALSE(ReadPlace(wrong, 3));
    }
}

}  // namespace suite::gateway
