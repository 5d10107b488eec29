#include "services/licence/adapters/memory_mapping.hpp"

#include <algorithm>

#include "services/licence/adapters/mapping_metric.hpp"

namespace suite::licence {
namespace {

/// What it takes of the heap, roughly: an entry's own nodes are in the constant.
std::size_t SizeOf(const SchoolMapping& mapping) {
    constexpr std::size_t kEntry = 200;
    std::size_t bytes = kEntry + sizeof(SchoolMapping) + mapping.licences.capacity() * sizeof(MappedLicence);
    for (const auto& licence : mapping.licences)
        bytes += licence.product_id.capacity() + licence.groups.capacity() * sizeof(MappedGroup);
    return bytes;
}

}  // namespace

MemoryMapping::Shard& MemoryMapping::ShardOf(SchoolId school) {
    return shards_[std::hash<SchoolId>{}(school) % kShards];
}

MappingPtr MemoryMapping::Find(const WantedMapping& wanted) {
    Shard& shard = ShardOf(wanted.school);
    const std::lock_guard lock(shard.mutex);
    const auto at = shard.places.find(wanted.school);
    if (at == shard.places.end() || at->second->mapping->version != wanted.version) return nullptr;
    shard.entries.splice(shard.entries.begin(), shard.entries, at->second);
    return at->second->mapping;
}

void MemoryMapping::Keep(SchoolId school, const MappingPtr& mapping) {
    const std::size_t bytes = SizeOf(*mapping);
    Shard& shard = ShardOf(school);
    const std::lock_guard lock(shard.mutex);
    if (const auto at = shard.places.find(school); at != shard.places.end()) {
        if (at->second->mapping->version > mapping->version) return;  // a slow reader
        shard.bytes -= at->second->bytes;
        shard.entries.erase(at->second);
        shard.places.erase(at);
    }
    if (bytes > bytes_per_shard_) return;
    while (shard.bytes + bytes > bytes_per_shard_) {
        shard.bytes -= shard.entries.back().bytes;
        shard.places.erase(shard.entries.back().school);
        shard.entries.pop_back();
    }
    shard.entries.push_front({.school = school, .mapping = mapping, .bytes = bytes});
    shard.places.emplace(school, shard.entries.begin());
    shard.bytes += bytes;
}

std::vector<MappingPtr> MemoryMapping::Get(std::span<const WantedMapping> wanted) {
    std::vector<MappingPtr> mappings;
    std::vector<WantedMapping> missing;
    for (const auto& of : wanted) {
        mappings.push_back(Find(of));
        CountMapping(metrics_, "memory", mappings.back() ? "hit" : "miss");
        if (!mappings.back()) missing.push_back(of);
    }
    if (missing.empty()) return mappings;
    auto found = behind_.Get(missing);
    std::size_t next = 0;
    for (std::size_t i = 0; i < mappings.size(); ++i) {
        if (mappings[i]) continue;
        mappings[i] = std::move(found[next++]);
        if (mappings[i]) Keep(wanted[i].school, mappings[i]);
    }
    return mappings;
}

Status MemoryMapping::Put(std::span<const MappingOfSchool> mappings) {
    for (const auto& [school, mapping] : mappings) Keep(school, mapping);
    return behind_.Put(mappings);
}

std::size_t MemoryMapping::Bytes() const {
    std::size_t bytes = 0;
    for (const auto& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        bytes += shard.bytes;
    }
    return bytes;
}

}  // namespace suite::licence
