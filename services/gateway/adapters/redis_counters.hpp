// What all gateways counted, in Redis (ACC-07).
#pragma once

#include <atomic>

#include "metrics/metrics.hpp"
#include "redis/redis.hpp"
#include "services/gateway/app/rate_limiter.hpp"

namespace suite::gateway {

/// A number per payer and bucket under "sleutelbos:limit:{payer}:window:bucket", gone two windows later; the hash tag
/// keeps a payer's on one node of a cluster. Says once in the log that Redis is gone, and once that it is back. Metric
/// gateway_limits_shared: 1 or 0. Thread-safe.
class RedisCounters final : public SharedCounters {
  public:
    RedisCounters(redis::Client& redis, metrics::Registry& metrics);
    [[nodiscard]] Result<std::vector<Usage>> Add(std::span<const Addition> additions) override;

  private:
    void Note(bool shared);

    redis::Client& redis_;
    metrics::Registry& metrics_;
    std::atomic<bool> shared_{true};
};

}  // namespace suite::gateway
