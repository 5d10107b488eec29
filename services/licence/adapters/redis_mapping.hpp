// The schools' mappings in Redis (LIC-13).
#pragma once

#include "metrics/metrics.hpp"
#include "redis/redis.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// A value per school under "sleutelbos:{school}:mapping"; the hash tag keeps a school on one node of a cluster. Many
/// schools are one exchange. Thread-safe. Metric licence_mapping_total{layer="redis",outcome}.
class RedisMapping final : public MappingCache {
  public:
    RedisMapping(redis::Client& redis, metrics::Registry& metrics) : redis_(redis), metrics_(metrics) {}
    [[nodiscard]] std::vector<MappingPtr> Get(std::span<const WantedMapping> wanted) override;
    Status Put(std::span<const MappingOfSchool> mappings) override;

  private:
    redis::Client& redis_;
    metrics::Registry& metrics_;
};

/// Lines: "version licences", then for each licence "id product kind start end renews ends-on cancelled group group..."
/// ("-" for no date); a group is "id:year" with the first year of the link's school year, "-" when it is not known.
[[nodiscard]] std::string EncodeMapping(const SchoolMapping& mapping);
/// nullopt for anything that EncodeMapping does not make: a foreign or broken value is a miss, not an error.
[[nodiscard]] std::optional<SchoolMapping> DecodeMapping(std::string_view text);

}  // namespace suite::licence
