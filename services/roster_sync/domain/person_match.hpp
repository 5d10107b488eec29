// Which records of a batch speak of which person (keys: FACTS §2.4; ECK iD before LAS key: FACTS §0.10).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "roster/roster.hpp"

namespace suite::roster_sync {

/// Finds persons by their strongest key. Used twice in a Diff: for those the school has, and for those the batch
/// brings. Keys given to it are stable ones (check.hpp).
class PersonIndex {
  public:
    void Add(std::size_t person, const roster::PersonKeys& keys) {
        if (keys.basispoort_id) by_basispoort_.emplace(*keys.basispoort_id, person);
        if (!keys.eck_id.empty()) by_eck_.emplace(keys.eck_id, person);
        if (!keys.las_key.empty()) by_las_.emplace(keys.las_key, person);
        keys_.insert_or_assign(person, keys);
    }

    /// Says that the batch has a record with these keys; call it for all records before the first Find.
    void Name(const roster::PersonKeys& keys) {
        if (keys.basispoort_id) named_basispoort_.insert(*keys.basispoort_id);
        if (!keys.eck_id.empty()) named_eck_.insert(keys.eck_id);
    }

    [[nodiscard]] std::optional<std::size_t> Find(const roster::PersonKeys& keys) const {
        if (keys.basispoort_id) {
            if (const auto at = by_basispoort_.find(*keys.basispoort_id); at != by_basispoort_.end()) return at->second;
        }
        if (!keys.eck_id.empty()) {
            if (const auto at = by_eck_.find(keys.eck_id); at != by_eck_.end() && !OtherBasispoort(at->second, keys)) {
                return at->second;
            }
        }
        if (!keys.las_key.empty()) {
            if (const auto at = by_las_.find(keys.las_key);
                at != by_las_.end() && !OtherBasispoort(at->second, keys) && !OtherEck(at->second, keys)) {
                return at->second;
            }
        }
        return std::nullopt;
    }

  private:
    /// The person has another Basispoort id, and the batch speaks of that one too: two persons, not a renewed key.
    [[nodiscard]] bool OtherBasispoort(std::size_t person, const roster::PersonKeys& keys) const {
        const auto& own = keys_.at(person).basispoort_id;
        return own && keys.basispoort_id && *own != *keys.basispoort_id && named_basispoort_.contains(*own);
    }
    [[nodiscard]] bool OtherEck(std::size_t person, const roster::PersonKeys& keys) const {
        const auto& own = keys_.at(person).eck_id;
        return !own.empty() && !keys.eck_id.empty() && own != keys.eck_id && named_eck_.contains(own);
    }

    std::unordered_map<std::int64_t, std::size_t> by_basispoort_;
    std::unordered_map<std::string, std::size_t> by_eck_, by_las_;
    std::unordered_map<std::size_t, roster::PersonKeys> keys_;
    std::unordered_set<std::int64_t> named_basispoort_;
    std::unordered_set<std::string> named_eck_;
};

}  // namespace suite::roster_sync
