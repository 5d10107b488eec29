// One school's records, from whatever source, become its roster: the one way in (ROS-05, 06, 08, 09, 14).
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

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

/// The records of one Basispoort school. They outlive the call.
struct SchoolRecords {
    std::int64_t basispoort_school_id = 0;
    const IncomingRoster* records = nullptr;
};

/// What came for one school, and the school as it is: from Open, outlives the call.
struct SchoolDelivery {
    VersionedSchool* current = nullptr;
    Delivery delivery;
};

/// What a delivery comes to, before it is written. `current` is the delivery's.
struct Judged {
    const VersionedSchool* current = nullptr;
    std::optional<BatchKind> kind{};  // absent when no records said who is there
    DiffResult result{};
    RosterImport import{};
};

/// Thread-safe; each call works inside the caller's transaction, which holds the school's lock unless it is a dry run.
class Deliver {
  public:
    Deliver(const Clock& clock, IdSource& ids) : clock_(clock), ids_(ids) {}

    /// Writers of one Basispoort school wait for each other, also when it is not there yet.
    [[nodiscard]] static Status Lock(RosterTx& tx, std::int64_t basispoort_school_id);
    /// The school as it is, locked unless for a dry run; one with a fresh id and version 0 when it is not there yet.
    [[nodiscard]] Result<VersionedSchool> Open(RosterTx& tx, std::int64_t basispoort_school_id, bool dry_run) const;

    /// The same for several, in their order, for what came for each; not for a dry run. All locks are taken before
    /// anything is read. Of a school that a small delta came for only what it speaks of may be read
    /// (domain/partial.hpp).
    [[nodiscard]] Result<std::vector<VersionedSchool>> Open(RosterTx& tx, BatchKind kind,
                                                            std::span<const SchoolRecords> records) const;

    /// Diffs, writes, holds what the guard holds, and records the import. A dry run reports the same and writes
    /// nothing; its import has no id. `current.version` 0: a school that is not there yet.
    [[nodiscard]] Result<RosterImport> operator()(RosterTx& tx, VersionedSchool& current, const Delivery& delivery,
                                                  bool dry_run) const;

    /// The two halves of it, for several schools: what each delivery comes to (which reads a school whole that was read
    /// in part, where that shows to be needed), and the writing of it, each table once. The change feed's row is locked
    /// last, so that others wait for it as short as possible.
    [[nodiscard]] Result<std::vector<Judged>> Judge(RosterTx& tx, std::span<const SchoolDelivery> deliveries) const;
    [[nodiscard]] Result<std::vector<RosterImport>> Write(RosterTx& tx, std::span<Judged> all) const;

    /// For changes that come from no records: mergers, decisions, consent. Counts come from `changes`.
    [[nodiscard]] Result<RosterImport> Change(RosterTx& tx, const VersionedSchool& current,
                                              roster::SchoolChanges changes, Origin origin, PersonId by) const;

  private:
    [[nodiscard]] Result<DiffResult> Diffed(RosterTx& tx, const VersionedSchool& current,
                                            const Delivery& delivery) const;
    [[nodiscard]] Result<Judged> Judge(RosterTx& tx, const VersionedSchool& current, const Delivery& delivery) const;
    [[nodiscard]] Status KeepIdentities(RosterTx& tx, std::span<const SchoolDelivery> deliveries,
                                        std::span<Judged> all) const;
    [[nodiscard]] Status Hold(RosterTx& tx, std::span<const Judged> all) const;
    [[nodiscard]] Status Hold(RosterTx& tx, const Judged& one, std::span<const HeldRemoval> waiting) const;
    [[nodiscard]] Status SaveMerger(RosterTx& tx, const VersionedSchool& current,
                                    const roster::SchoolChanges& changes) const;

    [[nodiscard]] static Result<std::map<SchoolId, std::vector<GroupId>>> GroupsWithPupils(RosterTx& tx,
                                                                                           std::span<const Judged> all,
                                                                                           Date today);

    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace suite::roster_sync
