// Port: Basispoort's batches as they come in.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "services/roster_sync/app/ports/list_place.hpp"
#include "services/roster_sync/domain/batch.hpp"

namespace suite::roster_sync {

/// What was stored of one part: per Basispoort school id the sanitised lines.
struct PartChunk {
    std::int64_t basispoort_school_id = 0;
    std::string lines;
    std::size_t records = 0;
};
struct Part {
    int n = 0;
    std::string sha256;  // of the content as sent
    std::int64_t records = 0;
    std::int64_t rejected = 0;
    std::int64_t dropped_fields = 0;
    std::vector<PartChunk> chunks{};
};

struct BatchView {
    Batch batch;
    std::int64_t parts = 0, records = 0, dropped_fields = 0, schools = 0, schools_applied = 0;
    std::int64_t schools_failed = 0;  // of which nothing was written, by a fault of ours
    EntityCounts counts{};
    std::optional<Instant> visible_at{};  // every follower had it
};

class BatchTx {
  public:
    virtual ~BatchTx() = default;
    [[nodiscard]] virtual Result<std::optional<Batch>> Find(BatchId id) = 0;
    [[nodiscard]] virtual Result<std::optional<Batch>> Find(const std::string& source, std::int64_t sequence) = 0;
    /// Highest sequence of the source that was committed.
    [[nodiscard]] virtual Result<std::optional<std::int64_t>> NewestCommitted(const std::string& source) = 0;
    [[nodiscard]] virtual Status Save(const Batch& batch) = 0;
    /// Replaces a part of the same number.
    [[nodiscard]] virtual Status SavePart(BatchId id, const Part& part) = 0;
    /// Without chunks.
    [[nodiscard]] virtual Result<std::optional<Part>> FindPart(BatchId id, int n) = 0;
    [[nodiscard]] virtual Result<std::vector<int>> PartNumbers(BatchId id) = 0;
    [[nodiscard]] virtual Result<std::optional<BatchView>> View(BatchId id) = 0;
    /// Newest first, by when they were opened.
    [[nodiscard]] virtual Result<std::vector<BatchView>> List(std::optional<ListPlace> before, std::int64_t limit) = 0;
    /// The oldest committed batch that is not applied yet.
    [[nodiscard]] virtual Result<std::optional<Batch>> NextToApply() = 0;
    /// By Basispoort id: those that wait to be applied.
    [[nodiscard]] virtual Result<std::vector<std::int64_t>> SchoolsToApply(BatchId id) = 0;
    /// Bytes of the largest school's records.
    [[nodiscard]] virtual Result<std::int64_t> LargestSchool(BatchId id) = 0;
    /// The stored lines of these schools, parts in order; a school that is applied already is not there.
    [[nodiscard]] virtual Result<std::map<std::int64_t, std::string>> Lines(
        BatchId id, std::span<const std::int64_t> basispoort_school_ids) = 0;
    /// Which of these schools have lines left.
    [[nodiscard]] virtual Result<std::set<std::int64_t>> Waiting(
        BatchId id, std::span<const std::int64_t> basispoort_school_ids) = 0;
    [[nodiscard]] virtual Status DropLines(BatchId id, std::span<const std::int64_t> basispoort_school_ids) = 0;
};

}  // namespace suite::roster_sync
