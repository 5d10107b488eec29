// A batch of Basispoort's push and the rules of its life (ROS-05). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"
#include "services/roster_sync/domain/diff.hpp"

namespace suite::roster_sync {

/// open → received (committed) → applying → applied | held; refused when a newer one was committed before it.
enum class BatchStatus { kOpen, kReceived, kApplying, kApplied, kHeld, kRefused };

struct EntityCounts {
    Counts school{}, groups{}, pupils{}, staff{};
    void Add(const EntityCounts& other, std::size_t times = 1);
    [[nodiscard]] bool AnyHeld() const;
    bool operator==(const EntityCounts&) const = default;
};
[[nodiscard]] EntityCounts CountsOf(const DiffResult& result);

/// (source, sequence) identifies a batch for its sender.
struct Batch {
    BatchId id;
    std::string source;
    std::int64_t sequence = 0;
    BatchKind kind = BatchKind::kDelta;
    BatchStatus status = BatchStatus::kOpen;
    Instant created_at{};
    std::optional<Instant> committed_at{};
    std::optional<Instant> checked_at{};  // all parts are there and readable; applying began
    std::optional<Instant> applied_at{};
    /// Sequences before this one are missing: something was lost on the way, so a reconcile follows (ROS-14).
    bool gap = false;
};

inline constexpr int kMaxParts = 10000;
/// Of one school in one batch, as stored: fifty times the largest school of the country. Schools are applied whole, in
/// memory.
inline constexpr std::int64_t kMaxSchoolBytes = 32LL << 20;

/// Field violations for a wrong source or sequence; batch-differs when `existing` is of another kind; batch-stale (with
/// newestSequence) when `newest_committed` of the source is not below.
[[nodiscard]] Status MayOpen(const Batch& wanted, const std::optional<Batch>& existing,
                             std::optional<std::int64_t> newest_committed);

/// batch-closed unless open; a field violation for a number outside 1..kMaxParts.
[[nodiscard]] Status MayTakePart(const Batch& batch, int n);

/// Something is missing between `newest_committed` and this one. A source may begin anywhere.
[[nodiscard]] bool IsGap(std::int64_t sequence, std::optional<std::int64_t> newest_committed);

/// batch-incomplete when parts do not run from 1 to their count without a gap, or are not `announced`.
[[nodiscard]] Status MayCommit(const std::vector<int>& parts, std::optional<int> announced);

}  // namespace suite::roster_sync
