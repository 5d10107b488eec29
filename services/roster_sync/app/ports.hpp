// What the use cases need of the world. Implemented in adapters/, faked in tests.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/actor.hpp"
#include "core/deadline.hpp"
#include "core/error.hpp"
#include "roster/roster.hpp"
#include "services/roster_sync/domain/batch.hpp"
#include "services/roster_sync/domain/diff.hpp"

namespace suite::roster_sync {

/// What was stored of one part: per Basispoort school id the sanitised lines.
struct PartChunk {
    std::int64_t basispoort_school_id = 0;
    std::string lines;
    std::size_t records = 0;
};
struct Part {
    int n = 0;
    std::string sha256;
    std::int64_t records = 0;
    std::int64_t rejected = 0;
    std::int64_t dropped_fields = 0;
    std::vector<PartChunk> chunks{};
};

struct BatchView {
    Batch batch;
    std::int64_t parts = 0, records = 0, dropped_fields = 0, schools = 0, schools_applied = 0;
    EntityCounts counts{};
};

struct SchoolRejection {
    std::int64_t basispoort_school_id = 0;  // 0 for a file
    std::int64_t ordinal = 0;
    Rejection rejection{};
};
/// Place in a list of rejections: after this one.
struct RejectionCursor {
    std::int64_t basispoort_school_id = -1;
    std::int64_t ordinal = -1;
};

struct VersionedSchool {
    roster::SchoolState state;
    std::int64_t version = 0;  // 0: not stored yet
};

struct RosterImport {
    ImportId id;
    SchoolId school;
    bool held = false;
    std::string format;
    SchoolYear school_year;
    Instant created_at{};
    PersonId by{};
    EntityCounts counts{};
    std::vector<Rejection> rejections{};
};

/// One transaction on the service's database.
class RosterTx {
  public:
    virtual ~RosterTx() = default;

    // Schools
    [[nodiscard]] virtual Result<std::optional<SchoolId>> FindSchool(std::int64_t basispoort_id) = 0;
    [[nodiscard]] virtual Result<std::optional<VersionedSchool>> LoadSchool(SchoolId id) = 0;
    /// Writers of one key wait for each other from here to the end of the transaction.
    [[nodiscard]] virtual Status Lock(std::int64_t key) = 0;
    /// Roster tables, the school's new version and the change feed entry (ROS-13), all in this transaction.
    [[nodiscard]] virtual Status WriteChanges(const roster::SchoolChanges& changes, Instant now) = 0;

    // Batches
    [[nodiscard]] virtual Result<std::optional<Batch>> FindBatch(BatchId id) = 0;
    [[nodiscard]] virtual Result<std::optional<Batch>> FindBatch(const std::string& source, std::int64_t sequence) = 0;
    /// Highest sequence of the source that was committed.
    [[nodiscard]] virtual Result<std::optional<std::int64_t>> NewestCommitted(const std::string& source) = 0;
    [[nodiscard]] virtual Status SaveBatch(const Batch& batch) = 0;
    [[nodiscard]] virtual Status SavePart(BatchId id, const Part& part) = 0;
    [[nodiscard]] virtual Result<std::vector<int>> PartNumbers(BatchId id) = 0;
    [[nodiscard]] virtual Result<std::optional<BatchView>> ViewBatch(BatchId id) = 0;
    [[nodiscard]] virtual Result<std::vector<SchoolRejection>> BatchRejections(BatchId id, RejectionCursor after,
                                                                               std::int64_t limit) = 0;
    /// The oldest committed batch that is not applied yet.
    [[nodiscard]] virtual Result<std::optional<Batch>> NextToApply() = 0;
    [[nodiscard]] virtual Result<std::vector<std::int64_t>> SchoolsToApply(BatchId id) = 0;
    /// The stored lines of one school, parts in order; empty when it is applied already.
    [[nodiscard]] virtual Result<std::string> TakeLines(BatchId id, std::int64_t basispoort_school_id) = 0;
    [[nodiscard]] virtual Status SchoolApplied(BatchId id, std::int64_t basispoort_school_id,
                                               const EntityCounts& counts,
                                               const std::vector<Rejection>& rejections) = 0;

    // Imports
    [[nodiscard]] virtual Status SaveImport(const RosterImport& import) = 0;
    [[nodiscard]] virtual Result<std::optional<RosterImport>> FindImport(SchoolId school, ImportId id) = 0;
    /// Newest first; without rejections.
    [[nodiscard]] virtual Result<std::vector<RosterImport>> Imports(SchoolId school, std::optional<Instant> before,
                                                                    std::int64_t limit) = 0;
};

class RosterStore {
  public:
    virtual ~RosterStore() = default;
    [[nodiscard]] virtual Status Read(Deadline deadline, const std::function<Status(RosterTx&)>& work) = 0;
    /// `work` may run more than once.
    [[nodiscard]] virtual Status Write(Deadline deadline, const std::function<Status(RosterTx&)>& work) = 0;
};

/// Reads back what ParsePart made (adapters/basispoort_records.hpp).
using ReadStoredLines = std::function<Result<IncomingRoster>(std::string_view)>;

}  // namespace suite::roster_sync
