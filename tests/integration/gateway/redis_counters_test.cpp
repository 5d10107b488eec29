#include "services/gateway/adapters/redis_counters.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "core/time.hpp"
#include "testing/temp_redis.hpp"

namespace suite::gateway {
namespace {

using std::chrono::seconds;

class SetClock final : public Clock {
  public:
    [[nodiscard]] Instant Now() const override { return Instant(std::chrono::milliseconds(now.load())); }
    std::atomic<std::int64_t> now{1'800'000'000'000};
};

/// A gateway's part of it, with a Redis connection of its own. Short pauses, so that no test waits for the breaker.
struct Gateway {
    explicit Gateway(const testing::TempRedis& server, const Clock& clock)
        : redis({.address = server.Address(),
                 .timeout = std::chrono::milliseconds(200),
                 .pause = std::chrono::milliseconds(1)}),
          counters(redis, metrics),
          limiter(clock, &counters) {}
    int Take(int tries, bool at_once) {
        int admitted = 0;
        for (int i = 0; i < tries; ++i) admitted += limiter.Take("a", kLimit, at_once).admitted ? 1 : 0;
        return admitted;
    }
    [[nodiscard]] bool Shared() const { return metrics.Text().find("gateway_limits_shared 1") != std::string::npos; }
    static constexpr Limit kLimit{.count = 10, .window = seconds(10)};
    metrics::Registry metrics;
    redis::Client redis;
    RedisCounters counters;
    RateLimiter limiter;
};

}  // namespace

TEST_CASE("gateways add up in Redis, and a count is gone two windows later", "[ACC-07]") {
    const testing::TempRedis server;
    const SetClock clock;
    Gateway one(server, clock);
    const std::vector<Addition> first{
        {.payer = "a", .bucket = 100, .count = 3, .window = seconds(1)},
        {.payer = "b", .bucket = 100, .count = 5, .window = seconds(1)},
    };
    REQUIRE(one.counters.Add(first));
    const std::vector<Addition> second{
        {.payer = "a", .bucket = 100, .count = 4, .window = seconds(1)},
        {.payer = "a", .bucket = 101, .count = 1, .window = seconds(1)},
        {.payer = "b", .bucket = 101, .count = 0, .window = seconds(1)},
        {.payer = "a", .bucket = 100, .count = 0, .window = seconds(2)},
    };
    const auto heard = one.counters.Add(second);
    REQUIRE(heard);
    REQUIRE(heard->size() == 4);
    CHECK((*heard)[0].current == 7);
    CHECK((*heard)[0].previous == 0);
    CHECK((*heard)[1].current == 1);
    CHECK((*heard)[1].previous == 7);
    CHECK((*heard)[2].current == 0);
    CHECK((*heard)[2].previous == 5);
    CHECK((*heard)[3].current == 0);  // another window is another count
    const std::vector<std::string> keys{"sleutelbos:limit:{a}:1:100", "sleutelbos:limit:{b}:1:101"};
    const auto life = one.redis.Eval("return redis.call('PTTL', KEYS[1])", std::span(keys).first(1), {});
    REQUIRE(life);
    CHECK(*life > 0);
    CHECK(*life <= 2000);
    // Only looking leaves nothing behind.
    CHECK(one.redis.Eval("return redis.call('EXISTS', KEYS[1])", std::span(keys).last(1), {}) == 0);
}

TEST_CASE("two gateways have one limit through Redis", "[ACC-07]") {
    const testing::TempRedis server;
    const SetClock clock;
    Gateway one(server, clock);
    Gateway two(server, clock);
    SECTION("at once") {
        std::atomic<int> admitted{0};
        {
            std::jthread other([&] { admitted += two.Take(50, /*at_once=*/true); });
            admitted += one.Take(50, /*at_once=*/true);
        }
        CHECK(admitted == 10);
    }
    SECTION("settled in the background") {
        CHECK(one.Take(6, /*at_once=*/false) == 6);
        CHECK(two.Take(4, /*at_once=*/false) == 4);
        one.limiter.Settle();
        two.limiter.Settle();
        CHECK(two.Take(5, /*at_once=*/false) == 0);
    }
}

TEST_CASE("a Redis that dies leaves each gateway its own count, and is used again when it is back", "[ACC-07]") {
    testing::TempRedis server;
    SetClock clock;
    Gateway one(server, clock);
    Gateway two(server, clock);
    CHECK(one.Take(4, /*at_once=*/true) == 4);
    CHECK(one.Shared());
    server.Kill();
    CHECK(one.Take(10, /*at_once=*/true) == 6);
    CHECK(two.Take(15, /*at_once=*/false) == 10);
    two.limiter.Settle();
    CHECK_FALSE(one.Shared());
    CHECK_FALSE(two.Shared());
    server.Start();
    clock.now += 20'000;
    // The breaker lets one through after a millisecond; whoever asks in between is counted alone.
    for (int i = 0; i < 1000 && !(one.Shared() && two.Shared()); ++i) {
        one.limiter.Take("probe", Gateway::kLimit, /*at_once=*/true);
        two.limiter.Take("probe", Gateway::kLimit, /*at_once=*/true);
        clock.now += 20'000;
    }
    CHECK(one.Shared());
    CHECK(two.Shared());
    CHECK(one.Take(6, /*at_once=*/true) + two.Take(15, /*at_once=*/true) == 10);
}

TEST_CASE("a Redis that hangs costs a caller no more than the time-out", "[ACC-07]") {
    testing::TempRedis server;
    const SetClock clock;
    Gateway one(server, clock);
    CHECK(one.Take(1, /*at_once=*/true) == 1);
    server.Freeze();
    const auto start = std::chrono::steady_clock::now();
    CHECK(one.Take(1, /*at_once=*/true) == 1);
    CHECK(std::chrono::steady_clock::now() - start < seconds(5));
    // What needs no answer needs no Redis.
    CHECK(one.Take(20, /*at_once=*/false) == 8);
    server.Thaw();
}

}  // namespace suite::gateway
