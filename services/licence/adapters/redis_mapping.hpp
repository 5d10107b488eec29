// The group→licence mappings in Redis (LIC-13).
#pragma once

#include "metrics/metrics.hpp"
#include "redis/redis.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// A value per school and product, "version\nlicence start end cancelled group group...\n...", under a key with a
/// {school} hash tag so that a school stays on one node of a cluster. Thread-safe.
class RedisMapping final : public MappingCache {
  public:
    RedisMapping(redis::Client& redis, metrics::Registry& metrics) : redis_(redis), metrics_(metrics) {}
    [[nodiscard]] std::optional<ProductMapping> Get(SchoolId school, const std::string& product_id,
                                                    std::int64_t version) override;
    Status Put(SchoolId school, const std::string& product_id, const ProductMapping& mapping) override;

  private:
    redis::Client& redis_;
    metrics::Registry& metrics_;
};

[[nodiscard]] std::string EncodeMapping(const ProductMapping& mapping);
/// nullopt for anything that EncodeMapping does not make: a foreign value is a miss, not an error.
[[nodiscard]] std::optional<ProductMapping> DecodeMapping(std::string_view text);

}  // namespace suite::licence
