#include "services/gateway/app/rate_limiter.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <utility>

namespace suite::gateway {
namespace {

constexpr std::size_t kTellAtOnce = 500;  // additions in one exchange

Allowance Unlimited(const Limit& limit) { return {.admitted = true, .remaining = limit.count, .reset = limit.window}; }

/// A clock that was set back a little must not give a bucket's start again.
std::chrono::milliseconds ElapsedIn(std::int64_t bucket, const BucketTime& now) {
    return bucket == now.bucket ? now.elapsed : std::chrono::milliseconds(0);
}

}  // namespace

void RateLimiter::Counter::RollTo(std::int64_t now, std::chrono::seconds length) {
    if (now == bucket && length == window) return;
    // The clock was set back across a bucket's edge: the later bucket goes on until it is reached again.
    if (now == bucket - 1 && length == window) return;
    const std::int64_t before = now == bucket + 1 && length == window ? Used().current : 0;
    *this = {.bucket = now, .window = length, .previous = before, .touched = touched};
}

RateLimiter::Counter* RateLimiter::Find(Shard& shard, const std::string& payer, const BucketTime& now,
                                        std::chrono::seconds window) {
    auto it = shard.counters.find(payer);
    if (it == shard.counters.end()) {
        if (shard.counters.size() >= most_in_shard_) DropIdle(shard);
        if (shard.counters.size() >= most_in_shard_) return nullptr;
        it = shard.counters.emplace(payer, Counter{.bucket = now.bucket, .window = window}).first;
    }
    it->second.RollTo(now.bucket, window);
    return &it->second;
}

void RateLimiter::DropIdle(Shard& shard) const {
    std::erase_if(shard.counters, [&](const auto& entry) {
        const Counter& counter = entry.second;
        // Two buckets on, nothing of it is in any window. Set back far, the clock gives no sense to the number.
        return !counter.touched && std::abs(Now(counter.window).bucket - counter.bucket) > 1;
    });
}

Allowance RateLimiter::Take(const std::string& payer, const Limit& limit, bool at_once) {
    return Ask(payer, limit, at_once, 1);
}

Allowance RateLimiter::Look(const std::string& payer, const Limit& limit, bool at_once) {
    return Ask(payer, limit, at_once, 0);
}

Allowance RateLimiter::Ask(const std::string& payer, const Limit& limit, bool at_once, std::int64_t count) {
    const BucketTime now = Now(limit.window);
    Shard& shard = ShardOf(payer);
    const bool wait = at_once && shared_ != nullptr;
    std::int64_t bucket = 0;
    {
        const std::lock_guard lock(shard.mutex);
        Counter* counter = Find(shard, payer, now, limit.window);
        if (counter == nullptr) {
            ++shard.uncounted;
            return Unlimited(limit);
        }
        const auto standing = JudgeNext(counter->Used(), limit, ElapsedIn(counter->bucket, now));
        // Whoever is over by what is known here already costs nobody a question.
        if (!standing.admitted) return standing;
        if (shared_ == nullptr) {
            counter->known += count;
            return standing;
        }
        if (!wait) {
            counter->unsent += count;
            if (!counter->touched) shard.touched.push_back(payer);
            counter->touched = true;
            return standing;
        }
        counter->in_flight += count;
        bucket = counter->bucket;
    }
    const Addition addition{.payer = payer, .bucket = bucket, .count = count, .window = limit.window};
    Tell({&addition, 1}, Order::kMayCross);
    const std::lock_guard lock(shard.mutex);
    const auto it = shard.counters.find(payer);
    if (it == shard.counters.end() || it->second.bucket != bucket) return Unlimited(limit);
    const auto used = it->second.Used();
    const auto elapsed = ElapsedIn(bucket, now);
    return count == 0 ? JudgeNext(used, limit, elapsed) : JudgeTaken(used, limit, elapsed);
}

void RateLimiter::Tell(std::span<const Addition> additions, Order order) {
    const auto heard = shared_->Add(additions);
    for (std::size_t i = 0; i < additions.size(); ++i) {
        const Addition& told = additions[i];
        Shard& shard = ShardOf(told.payer);
        const std::lock_guard lock(shard.mutex);
        const auto it = shard.counters.find(told.payer);
        if (it == shard.counters.end() || it->second.window != told.window) continue;
        Counter& counter = it->second;
        if (counter.bucket == told.bucket) {
            counter.in_flight -= told.count;
            if (!heard) {
                counter.untold += told.count;
                continue;
            }
            const auto current = (*heard)[i].current;
            if (order == Order::kMayCross) {
                counter.known = std::max(counter.known, current);
            } else {
                // Less than there was: Redis was emptied. What it forgot is remembered here.
                counter.untold += std::max<std::int64_t>(counter.known + told.count - current, 0);
                counter.known = current;
            }
            counter.previous = std::max(counter.previous, (*heard)[i].previous);
        } else if (heard && counter.bucket == told.bucket + 1) {
            counter.previous = std::max(counter.previous, (*heard)[i].current);
        }
    }
}

void RateLimiter::Settle() {
    if (shared_ == nullptr) return;
    std::vector<Addition> additions;
    for (Shard& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        for (auto& payer : shard.touched) {
            const auto it = shard.counters.find(payer);
            if (it == shard.counters.end()) continue;
            Counter& counter = it->second;
            counter.RollTo(Now(counter.window).bucket, counter.window);
            counter.touched = false;
            counter.in_flight += counter.unsent;
            additions.push_back({.payer = std::move(payer),
                                 .bucket = counter.bucket,
                                 .count = std::exchange(counter.unsent, 0),
                                 .window = counter.window});
        }
        shard.touched.clear();
        if (shard.counters.size() >= most_in_shard_ / 2) DropIdle(shard);
    }
    for (std::span<const Addition> rest = additions; !rest.empty();) {
        const auto part = rest.first(std::min(rest.size(), kTellAtOnce));
        Tell(part, Order::kKept);
        rest = rest.subspan(part.size());
    }
}

std::uint64_t RateLimiter::Uncounted() const {
    std::uint64_t uncounted = 0;
    for (const Shard& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        uncounted += shard.uncounted;
    }
    return uncounted;
}

}  // namespace suite::gateway
