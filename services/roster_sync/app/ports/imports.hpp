// Port: what each delivery did to a school (ROS-08), and the removals that wait for a person (ROS-09).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "services/roster_sync/app/ports/list_place.hpp"
#include "services/roster_sync/domain/batch.hpp"
#include "services/roster_sync/domain/removal.hpp"

namespace suite::roster_sync {

/// Where a change of a school's roster came from.
enum class Origin { kFile, kBatch, kReconcile, kMerger, kDecision, kConsent };

enum class ImportStatus { kApplied, kHeld, kDryRun, kFailed };

/// One delivery to one school: a file, the school's part of a batch, a reconcile, a merger, a decision.
struct RosterImport {
    ImportId id;      // none for a dry run
    SchoolId school;  // none for records of a school nobody introduced
    std::int64_t basispoort_school_id = 0;
    Origin origin = Origin::kFile;
    BatchId batch{};  // of Origin::kBatch
    ImportStatus status = ImportStatus::kApplied;
    std::string format;        // "EDEXML 2.1"; empty but for files
    SchoolYear school_year{};  // of a file
    Instant received_at{};
    Instant applied_at{};  // checked and applied in one transaction
    PersonId by{};
    std::int64_t feed_sequence = 0;       // 0: nothing changed
    std::optional<Instant> visible_at{};  // every follower had it; when nothing changed, at once
    EntityCounts counts{};
    std::vector<Rejection> rejections{};
};

struct ImportRejection {
    std::int64_t basispoort_school_id = 0;
    std::int64_t ordinal = 0;
    Rejection rejection{};
};
/// Place in a list of rejections: after this one.
struct RejectionCursor {
    std::int64_t basispoort_school_id = -1;
    std::int64_t ordinal = -1;
};

/// A pupil's joining of a running group, in the order they came (ROS-15).
struct JoinView {
    std::int64_t number = 0;  // ascending within the school
    PersonId pupil;
    GroupId group;
    Instant at{};
    std::string pupil_name{}, group_name{};  // empty when gone since
};

class ImportTx {
  public:
    virtual ~ImportTx() = default;
    [[nodiscard]] virtual Status Save(std::span<const RosterImport> imports) = 0;
    [[nodiscard]] Status Save(const RosterImport& import) { return Save(std::span(&import, 1)); }
    /// Without rejections.
    [[nodiscard]] virtual Result<std::optional<RosterImport>> Find(SchoolId school, ImportId id) = 0;
    /// Newest first; without rejections.
    [[nodiscard]] virtual Result<std::vector<RosterImport>> List(SchoolId school, std::optional<ListPlace> before,
                                                                 std::int64_t limit) = 0;
    [[nodiscard]] virtual Result<std::vector<ImportRejection>> Rejections(SchoolId school, ImportId id,
                                                                          RejectionCursor after,
                                                                          std::int64_t limit) = 0;
    [[nodiscard]] virtual Result<std::vector<ImportRejection>> BatchRejections(BatchId batch, RejectionCursor after,
                                                                               std::int64_t limit) = 0;
    /// The rejections of everything that ever came for the school, also before it was one of ours (ROS-12). The imports
    /// stay, with their counts.
    [[nodiscard]] virtual Status EraseRejections(std::int64_t basispoort_school_id) = 0;
};

class RemovalTx {
  public:
    virtual ~RemovalTx() = default;
    /// Of these schools; of one type of one school at most one waits.
    [[nodiscard]] virtual Result<std::vector<HeldRemoval>> Waiting(std::span<const SchoolId> schools) = 0;
    [[nodiscard]] virtual Result<std::optional<HeldRemoval>> Find(SchoolId school, RemovalId id) = 0;
    [[nodiscard]] virtual Status Save(const HeldRemoval& removal) = 0;
    /// Newest first; of one school, or of all when nullopt; `waiting_only` leaves out what is decided.
    [[nodiscard]] virtual Result<std::vector<HeldRemoval>> List(std::optional<SchoolId> school, bool waiting_only,
                                                                std::optional<ListPlace> before,
                                                                std::int64_t limit) = 0;
    [[nodiscard]] virtual Result<std::int64_t> Expire(Instant now) = 0;
};

}  // namespace suite::roster_sync
