#include "services/gateway/domain/sliding_window.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

namespace suite::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// One payer at one gateway, as simple as can be.
class Window {
  public:
    explicit Window(Limit limit) : limit_(limit) {}
    Allowance Ask(milliseconds now) {
        RollTo(now);
        const auto standing = JudgeNext(usage_, limit_, elapsed_);
        if (standing.admitted) ++usage_.current;
        return standing;
    }
    [[nodiscard]] bool Fits(milliseconds now) const {
        Window later = *this;
        return later.Ask(now).admitted;
    }

  private:
    void RollTo(milliseconds now) {
        const auto at = BucketAt(now, limit_.window);
        if (at.bucket == bucket_ + 1) usage_ = {.previous = usage_.current};
        if (at.bucket > bucket_ + 1) usage_ = {};
        bucket_ = at.bucket;
        elapsed_ = at.elapsed;
    }
    Limit limit_;
    Usage usage_;
    std::int64_t bucket_ = 0;
    milliseconds elapsed_{0};
};

Limit AnyLimit(std::mt19937& random) {
    return {.count = std::uniform_int_distribution<std::int64_t>(1, 40)(random),
            .window = seconds(std::uniform_int_distribution(1, 20)(random))};
}

}  // namespace

TEST_CASE("a moment lies in one bucket", "[ACC-07]") {
    CHECK(BucketAt(milliseconds(0), seconds(10)).bucket == 0);
    CHECK(BucketAt(milliseconds(9999), seconds(10)).bucket == 0);
    CHECK(BucketAt(milliseconds(9999), seconds(10)).elapsed == milliseconds(9999));
    CHECK(BucketAt(milliseconds(10000), seconds(10)).bucket == 1);
    CHECK(BucketAt(milliseconds(-1), seconds(10)).bucket == -1);
    CHECK(BucketAt(milliseconds(-1), seconds(10)).elapsed == milliseconds(9999));
}

TEST_CASE("what the window still covers of the bucket before counts, rounded up", "[ACC-07]") {
    constexpr Limit kLimit{.count = 100, .window = seconds(10)};
    struct Row {
        Usage usage;
        int elapsed;
        std::int64_t weight;
    };
    const auto row =
        GENERATE(Row{{0, 0}, 0, 0}, Row{{0, 7}, 5000, 7}, Row{{100, 0}, 0, 100}, Row{{100, 0}, 2500, 75},
                 Row{{100, 20}, 5000, 70}, Row{{1, 0}, 9999, 1}, Row{{3, 0}, 5000, 2}, Row{{100, 5}, 9999, 6});
    CAPTURE(row.usage.previous, row.usage.current, row.elapsed);
    CHECK(Weigh(row.usage, kLimit, milliseconds(row.elapsed)) == row.weight);
}

TEST_CASE("up to the limit all fit, and the answer says how many are left", "[ACC-07]") {
    constexpr Limit kLimit{.count = 3, .window = seconds(10)};
    Window window(kLimit);
    for (const int left : {2, 1, 0}) {
        const auto standing = window.Ask(milliseconds(4200));
        CHECK(standing.admitted);
        CHECK(standing.remaining == left);
        CHECK(standing.reset == seconds(6));
    }
    const auto refused = window.Ask(milliseconds(4200));
    CHECK_FALSE(refused.admitted);
    CHECK(refused.remaining == 0);
    // At 10 s all three still count; one of three is gone a third of the window later.
    CHECK(refused.reset == seconds(10));
    CHECK_FALSE(window.Fits(milliseconds(13200)));
    CHECK(window.Fits(milliseconds(14200)));
}

TEST_CASE("never more than the limit in a bucket, nor than twice in any window", "[ACC-07]") {
    std::mt19937 random(20261127);  // NOLINT: the same each time
    for (int round = 0; round < 300; ++round) {
        const Limit limit = AnyLimit(random);
        Window window(limit);
        std::vector<milliseconds> admitted;
        milliseconds now(0);
        const int longest = std::uniform_int_distribution(1, 2000)(random);
        for (int i = 0; i < 400; ++i) {
            now += milliseconds(std::uniform_int_distribution(0, longest)(random));
            if (window.Ask(now).admitted) admitted.push_back(now);
        }
        CAPTURE(limit.count, limit.window.count(), longest);
        const auto within = [&](milliseconds from) {
            return std::ranges::count_if(
                admitted, [&](milliseconds at) { return at >= from && at < from + milliseconds(limit.window); });
        };
        for (const auto at : admitted) {
            REQUIRE(within(at) <= 2 * limit.count);
            REQUIRE(within(milliseconds(limit.window) * BucketAt(at, limit.window).bucket) <= limit.count);
        }
    }
}

TEST_CASE("who asks evenly below the limit is never refused", "[ACC-07]") {
    std::mt19937 random(7);  // NOLINT: the same each time
    for (int round = 0; round < 200; ++round) {
        const Limit limit{.count = std::uniform_int_distribution<std::int64_t>(2, 50)(random),
                          .window = seconds(std::uniform_int_distribution(1, 20)(random))};
        Window window(limit);
        // One less than the limit in each window: rounding up costs at most one.
        const double step = static_cast<double>(milliseconds(limit.window).count()) /
                            static_cast<double>(std::max<std::int64_t>(limit.count - 2, 1));
        for (int i = 0; i < 200; ++i) {
            CAPTURE(limit.count, limit.window.count(), i);
            REQUIRE(window.Ask(milliseconds(static_cast<std::int64_t>(step * i) + 137)).admitted);
        }
    }
}

TEST_CASE("who comes back when told fits, and a second earlier would not have", "[ACC-07]") {
    std::mt19937 random(42);  // NOLINT: the same each time
    int refused = 0;
    for (int round = 0; round < 500; ++round) {
        const Limit limit = AnyLimit(random);
        Window window(limit);
        milliseconds now(0);
        for (int i = 0; i < 200; ++i) {
            now += milliseconds(std::uniform_int_distribution(0, 400)(random));
            const auto standing = window.Ask(now);
            if (standing.admitted) continue;
            ++refused;
            CAPTURE(limit.count, limit.window.count(), now.count(), standing.reset.count());
            REQUIRE(standing.reset >= seconds(1));
            REQUIRE(standing.reset <= 2 * limit.window);
            REQUIRE(window.Fits(now + standing.reset));
            if (standing.reset > seconds(1)) REQUIRE_FALSE(window.Fits(now + standing.reset - seconds(1)));
        }
    }
    CHECK(refused > 1000);
}

TEST_CASE("a count above the limit, as another gateway's may make it, takes longer to run out", "[ACC-07]") {
    constexpr Limit kLimit{.count = 10, .window = seconds(10)};
    CHECK(TimeUntilNext({.previous = 0, .current = 10}, kLimit, milliseconds(0)) == seconds(11));
    CHECK(TimeUntilNext({.previous = 0, .current = 100}, kLimit, milliseconds(0)) == seconds(20));
    CHECK(TimeUntilNext({.previous = 1000, .current = 0}, kLimit, milliseconds(0)) == seconds(10));
    CHECK(TimeUntilNext({.previous = 10, .current = 0}, kLimit, milliseconds(0)) == seconds(1));
    CHECK(TimeUntilNext({.previous = 9, .current = 0}, kLimit, milliseconds(0)) == seconds(0));
    constexpr Limit kLarge{.count = 1'000'000'000, .window = seconds(3600)};
    CHECK(TimeUntilNext({.previous = 1'000'000'000, .current = 1'000'000'000}, kLarge, milliseconds(0)) ==
          seconds(3601));
}

TEST_CASE("what has been counted already is judged without another", "[ACC-07]") {
    constexpr Limit kLimit{.count = 2, .window = seconds(10)};
    CHECK(JudgeTaken({.previous = 0, .current = 2}, kLimit, milliseconds(0)).admitted);
    CHECK(JudgeTaken({.previous = 0, .current = 2}, kLimit, milliseconds(0)).remaining == 0);
    CHECK_FALSE(JudgeTaken({.previous = 0, .current = 3}, kLimit, milliseconds(0)).admitted);
    CHECK_FALSE(JudgeTaken({.previous = 3, .current = 0}, kLimit, milliseconds(0)).admitted);
}

}  // namespace suite::gateway
