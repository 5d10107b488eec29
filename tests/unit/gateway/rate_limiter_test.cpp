#include "services/gateway/app/rate_limiter.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <thread>

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class SetClock final : public Clock {
  public:
    [[nodiscard]] Instant Now() const override { return Instant(milliseconds(now_.load())); }
    void Pass(milliseconds time) { now_ += time.count(); }

  private:
    std::atomic<milliseconds::rep> now_{1'800'000'000'000};  // a bucket's start for 10 and 60 s
};

/// Redis as the gateways see it.
class FakeCounters final : public SharedCounters {
  public:
    Result<std::vector<Usage>> Add(std::span<const Addition> additions) override {
        ++questions;
        if (gone) return Fail(Code::kUnavailable, reason::kUnavailable, "gone");
        std::vector<Usage> usages;
        for (const auto& addition : additions) {
            counts[{addition.payer, addition.bucket}] += addition.count;
            usages.push_back({.previous = counts[{addition.payer, addition.bucket - 1}],
                              .current = counts[{addition.payer, addition.bucket}]});
        }
        return usages;
    }
    std::map<std::pair<std::string, std::int64_t>, std::int64_t> counts;
    int questions = 0;
    bool gone = false;
};

constexpr Limit kTen{.count = 10, .window = seconds(10)};

int TakeAll(RateLimiter& limiter, int tries, bool at_once = false) {
    int admitted = 0;
    for (int i = 0; i < tries; ++i) admitted += limiter.Take("a", kTen, at_once).admitted ? 1 : 0;
    return admitted;
}

}  // namespace

TEST_CASE("a gateway alone lets through what fits, each payer by itself", "[ACC-07]") {
    SetClock clock;
    RateLimiter limiter(clock, nullptr);
    CHECK(TakeAll(limiter, 15) == 10);
    CHECK(limiter.Take("b", kTen).admitted);
    CHECK_FALSE(limiter.Look("a", kTen).admitted);
    CHECK(limiter.Look("b", kTen).remaining == 8);
    CHECK(limiter.Look("b", kTen).remaining == 8);
    const auto refused = limiter.Take("a", kTen);
    clock.Pass(refused.reset);
    CHECK(limiter.Take("a", kTen).admitted);
    clock.Pass(seconds(60));
    CHECK(TakeAll(limiter, 15) == 10);
}

TEST_CASE("two gateways share a limit once they have settled, and no request waits for it", "[ACC-07]") {
    SetClock clock;
    FakeCounters redis;
    RateLimiter one(clock, &redis);
    RateLimiter two(clock, &redis);
    CHECK(TakeAll(one, 6) == 6);
    CHECK(TakeAll(two, 3) == 3);
    CHECK(redis.questions == 0);
    one.Settle();
    two.Settle();
    // Two knows of nine, one of its own six until it settles after its next request.
    CHECK(TakeAll(two, 5) == 1);
    CHECK(one.Take("a", kTen).admitted);
    two.Settle();
    one.Settle();
    CHECK(TakeAll(one, 5) == 0);
    CHECK(TakeAll(two, 5) == 0);
    // The next bucket knows what the one before came to.
    clock.Pass(seconds(10));
    CHECK(TakeAll(one, 5) == 0);
    CHECK(TakeAll(two, 5) == 0);
    clock.Pass(seconds(10));
    CHECK(TakeAll(one, 15) == 10);
}

TEST_CASE("nothing is asked when nothing was counted", "[ACC-07]") {
    SetClock clock;
    FakeCounters redis;
    RateLimiter limiter(clock, &redis);
    limiter.Settle();
    CHECK(redis.questions == 0);
    limiter.Take("a", kTen);
    limiter.Settle();
    limiter.Settle();
    CHECK(redis.questions == 1);
}

TEST_CASE("what is settled at once has one limit at all gateways, exactly", "[ACC-07]") {
    SetClock clock;
    FakeCounters redis;
    RateLimiter one(clock, &redis);
    RateLimiter two(clock, &redis);
    int admitted = 0;
    for (int i = 0; i < 20; ++i) {
        admitted += one.Take("a", kTen, /*at_once=*/true).admitted ? 1 : 0;
        admitted += two.Take("a", kTen, /*at_once=*/true).admitted ? 1 : 0;
    }
    CHECK(admitted == 10);
    // Whoever is known to be over costs no question.
    const int questions = redis.questions;
    CHECK(TakeAll(one, 5, /*at_once=*/true) == 0);
    CHECK_FALSE(two.Look("a", kTen, /*at_once=*/true).admitted);
    CHECK(redis.questions == questions);
    // A gateway that has not heard of a payer asks before it judges.
    RateLimiter three(clock, &redis);
    CHECK_FALSE(three.Look("a", kTen, /*at_once=*/true).admitted);
}

TEST_CASE("looking counts nothing anywhere", "[ACC-07]") {
    SetClock clock;
    FakeCounters redis;
    RateLimiter limiter(clock, &redis);
    for (int i = 0; i < 30; ++i) CHECK(limiter.Look("a", kTen, i % 2 == 0).admitted);
    limiter.Settle();
    CHECK(redis.counts[{"a", clock.Now().time_since_epoch() / seconds(10)}] == 0);
    CHECK(TakeAll(limiter, 15) == 10);
}

TEST_CASE("while the shared numbers are gone each gateway goes on with its own", "[ACC-07]") {
    SetClock clock;
    FakeCounters redis;
    RateLimiter one(clock, &redis);
    RateLimiter two(clock, &redis);
    CHECK(TakeAll(one, 4) == 4);
    one.Settle();
    redis.gone = true;
    CHECK(TakeAll(one, 3) == 3);
    one.Settle();
    one.Settle();
    CHECK(TakeAll(one, 9) == 3);
    CHECK(TakeAll(one, 9, /*at_once=*/true) == 0);
    CHECK(TakeAll(two, 15, /*at_once=*/true) == 10);
    // Back, maybe empty: what one counted by itself still counts for it, and is not told a second time.
    redis.gone = false;
    redis.counts.clear();
    one.Settle();
    CHECK(TakeAll(one, 9) == 0);
    CHECK(redis.counts[{"a", clock.Now().time_since_epoch() / seconds(10)}] <= 3);
    clock.Pass(seconds(20));
    CHECK(TakeAll(one, 6) == 6);
    one.Settle();
    CHECK(two.Take("a", kTen, /*at_once=*/true).remaining == 3);
}

TEST_CASE("a clock that is set back gives nobody a fresh bucket, unless it is set back far", "[ACC-07]") {
    SetClock clock;
    RateLimiter limiter(clock, nullptr);
    CHECK(TakeAll(limiter, 15) == 10);
    clock.Pass(-seconds(2));  // into the bucket before
    CHECK(TakeAll(limiter, 15) == 0);
    clock.Pass(-seconds(3600));
    CHECK(TakeAll(limiter, 15) == 10);
}

TEST_CASE("payers beyond the bound are let through and counted as such, idle ones make room", "[ACC-07]") {
    SetClock clock;
    RateLimiter limiter(clock, nullptr, /*most_payers=*/640);
    for (int i = 0; i < 5000; ++i) CHECK(limiter.Take("p" + std::to_string(i), kTen).admitted);
    CHECK(limiter.Uncounted() >= 5000 - 640);
    const auto before = limiter.Uncounted();
    clock.Pass(seconds(20));
    CHECK(TakeAll(limiter, 15) == 10);
    CHECK(limiter.Uncounted() == before);
}

TEST_CASE("requests of many threads are each counted once", "[ACC-07]") {
    SetClock clock;
    FakeCounters redis;
    RateLimiter limiter(clock, &redis);
    constexpr Limit kThousand{.count = 1000, .window = seconds(10)};
    std::atomic<int> admitted{0};
    std::atomic<bool> done{false};
    std::thread settler([&] {
        while (!done) limiter.Settle();
    });
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                for (int k = 0; k < 400; ++k) admitted += limiter.Take("a", kThousand).admitted ? 1 : 0;
            });
        }
    }
    done = true;
    settler.join();
    limiter.Settle();
    CHECK(admitted == 1000);
    CHECK(redis.counts[{"a", clock.Now().time_since_epoch() / seconds(10)}] == 1000);
}

}  // namespace suite::gateway
