// One school's records, from whatever source, become its roster: the one way in (ROS-05, 06, 08, 09, 14).
#pragma once

#include "core/time.hpp"
#include "services/roster_sync/app/ports.hpp"

namespace suite::roster_sync {

struct Delivery {
    Origin origin = Origin::kFile;
    BatchKind kind = BatchKind::kDelta;
    const IncomingRoster& records;  // outlives the call
    std::int64_t basispoort_school_id = 0;
    BatchId batch{};
    std::string format{};
    SchoolYear school_year{};
    Instant received_at{};
    PersonId by{};
};

/// Thread-safe; each call works inside the caller's transaction, which holds the school's lock unless it is a dry run.
class Deliver {
  public:
    Deliver(const Clock& clock, IdSource& ids) : clock_(clock), ids_(ids) {}

    /// Writers of one Basispoort school wait for each other, also when it is not there yet.
    [[nodiscard]] static Status Lock(RosterTx& tx, std::int64_t basispoort_school_id);
    /// The school as it is, locked unless for a dry run; one with a fresh id and version 0 when it is not there yet.
    [[nodiscard]] Result<VersionedSchool> Open(RosterTx& tx, std::int64_t basispoort_school_id, bool dry_run) const;

    /// Diffs, writes, holds what the guard holds, and records the import. A dry run reports the same and writes
    /// nothing; its import has no id. `current.version` 0: a school that is not there yet.
    [[nodiscard]] Result<RosterImport> operator()(RosterTx& tx, const VersionedSchool& current,
                                                  const Delivery& delivery, bool dry_run) const;

    /// For changes that come from no records: mergers, decisions, consent. Counts come from `changes`.
    [[nodiscard]] Result<RosterImport> Change(RosterTx& tx, const VersionedSchool& current,
                                              roster::SchoolChanges changes, Origin origin, PersonId by) const;

  private:
    [[nodiscard]] Result<DiffResult> Judge(RosterTx& tx, const VersionedSchool& current,
                                           const Delivery& delivery) const;
    [[nodiscard]] Status Write(RosterTx& tx, const VersionedSchool& current, roster::SchoolChanges& changes,
                               RosterImport& import) const;
    [[nodiscard]] Status Hold(RosterTx& tx, const DiffResult& result, BatchKind kind, const RosterImport& import) const;

    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace suite::roster_sync
