// Counts requests, by itself and together with the other gateways.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/error.hpp"
#include "core/time.hpp"
#include "services/gateway/domain/sliding_window.hpp"

namespace suite::gateway {

/// Some requests of one payer in one bucket, to be added to what all gateways counted.
struct Addition {
    std::string payer;
    std::int64_t bucket = 0;
    std::int64_t count = 0;  // 0: only to read
    std::chrono::seconds window{0};
};

/// What all gateways counted. Thread-safe.
class SharedCounters {
  public:
    virtual ~SharedCounters() = default;
    /// What the bucket of each, and the one before it, hold after the addition, in that order. UNAVAILABLE within a few
    /// tens of milliseconds when nobody knows; what was added then may have been counted or not.
    [[nodiscard]] virtual Result<std::vector<Usage>> Add(std::span<const Addition> additions) = 0;
};

/// Each gateway judges by its own numbers, in memory, and never waits for others on the hot path; ten times a second it
/// adds what it counted to the shared numbers and learns what the others did (Settle). So of a limit of N, n gateways
/// may let through at most what comes in a tenth of a second too much. Who must not even have that is settled at once.
/// While the shared numbers cannot be had each gateway goes on with its own: n gateways then let through n times N.
/// What it counted in that time is never told, since it may have been heard.
/// Thread-safe. About 200 bytes a payer, at most `most_payers`; beyond those nobody new is counted, nor refused.
class RateLimiter {
  public:
    /// `shared` null: this gateway is alone. Gateways must agree on the time to within a small part of the windows.
    RateLimiter(const Clock& clock, SharedCounters* shared, std::size_t most_payers = 1U << 16U)
        : clock_(clock), shared_(shared), most_in_shard_(most_payers / kShards) {}

    /// Counts one request, unless it is refused.
    Allowance Take(const std::string& payer, const Limit& limit, bool at_once = false);
    /// Whether one more would fit; counts nothing.
    [[nodiscard]] Allowance Look(const std::string& payer, const Limit& limit, bool at_once = false);
    /// Tells and learns. From one thread at a time.
    void Settle();
    /// Requests that were let through uncounted because there were too many payers.
    [[nodiscard]] std::uint64_t Uncounted() const;

  private:
    static constexpr std::size_t kShards = 64;

    struct Counter {
        std::int64_t bucket = 0;
        std::chrono::seconds window{0};
        std::int64_t previous = 0;   // of all, as far as it was known
        std::int64_t known = 0;      // of all in this bucket
        std::int64_t unsent = 0;     // ours, to be told
        std::int64_t in_flight = 0;  // ours, being told
        std::int64_t untold = 0;     // ours, told in vain
        bool touched = false;        // since it was last settled

        [[nodiscard]] Usage Used() const {
            return {.previous = previous, .current = known + unsent + in_flight + untold};
        }
        void RollTo(std::int64_t now, std::chrono::seconds length);
    };
    struct Shard {
        mutable std::mutex mutex;
        std::unordered_map<std::string, Counter> counters;  // guarded by mutex
        std::vector<std::string> touched;                   // guarded by mutex
        std::uint64_t uncounted = 0;                        // guarded by mutex
    };

    [[nodiscard]] BucketTime Now(std::chrono::seconds window) const {
        return BucketAt(clock_.Now().time_since_epoch(), window);
    }
    Shard& ShardOf(const std::string& payer) { return shards_.at(std::hash<std::string>{}(payer) % kShards); }
    /// nullptr when there is no room. Pre: shard.mutex is held.
    Counter* Find(Shard& shard, const std::string& payer, const BucketTime& now, std::chrono::seconds window);
    void DropIdle(Shard& shard) const;
    Allowance Ask(const std::string& payer, const Limit& limit, bool at_once, std::int64_t count);
    /// Whether answers come in the order of their questions.
    enum class Order { kKept, kMayCross };
    void Tell(std::span<const Addition> additions, Order order);

    const Clock& clock_;
    SharedCounters* shared_;
    std::size_t most_in_shard_;
    std::array<Shard, kShards> shards_;
};

}  // namespace suite::gateway
