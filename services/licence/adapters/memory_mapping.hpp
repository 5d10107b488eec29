// The schools' mappings in this process, decoded, in front of Redis (LIC-13).
#pragma once

#include <array>
#include <cstddef>
#include <list>
#include <mutex>
#include <unordered_map>

#include "metrics/metrics.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// At most `bytes` of mappings, those that were asked for longest ago going first; what is not here is asked of
/// `behind`, and kept. As right as any other layer: the asker's version comes from the database (decision 0016).
/// Thread-safe. Metric licence_mapping_total{layer="memory",outcome}.
class MemoryMapping final : public MappingCache {
  public:
    MemoryMapping(MappingCache& behind, std::size_t bytes, metrics::Registry& metrics)
        : behind_(behind), bytes_per_shard_(bytes / kShards), metrics_(metrics) {}
    [[nodiscard]] std::vector<MappingPtr> Get(std::span<const WantedMapping> wanted) override;
    /// To both; UNAVAILABLE when `behind` did not keep it.
    Status Put(std::span<const MappingOfSchool> mappings) override;

    /// What is held, by the estimate that the bound uses.
    [[nodiscard]] std::size_t Bytes() const;

  private:
    static constexpr std::size_t kShards = 16;  // threads rarely wait for each other

    struct Entry {
        SchoolId school;
        MappingPtr mapping;
        std::size_t bytes = 0;
    };
    struct Shard {
        mutable std::mutex mutex;
        std::list<Entry> entries;  // the most recent first
        std::unordered_map<SchoolId, std::list<Entry>::iterator> places;
        std::size_t bytes = 0;
    };

    [[nodiscard]] Shard& ShardOf(SchoolId school);
    [[nodiscard]] MappingPtr Find(const WantedMapping& wanted);
    void Keep(SchoolId school, const MappingPtr& mapping);

    MappingCache& behind_;
    const std::size_t bytes_per_shard_;
    metrics::Registry& metrics_;
    std::array<Shard, kShards> shards_;
};

}  // namespace suite::licence
