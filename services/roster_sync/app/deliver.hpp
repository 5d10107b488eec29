// One school's records, from whatever source, become its roster: the one way in (ROS-05, 06, 08, 09, 14).
#pragma once

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

/// What came for one school, and the school as it is: from Open, outlives the call.
struct SchoolDelivery {
    const VersionedSchool* current = nullptr;
    Delivery delivery;
};

/// Thread-safe; each call works inside the caller's transaction, which holds the school's lock unless it is a dry run.
class Deliver {
  public:
    Deliver(const Clock& clock, IdSource& ids) : clock_(clock), ids_(ids) {}

    /// Writers of one Basispoort school wait for each other, also when it is not there yet.
    [[nodiscard]] static Status Lock(RosterTx& tx, std::int64_t basispoort_school_id);
    /// The school as it is, locked unless for a dry run; one with a fresh id and version 0 when it is not there yet.
    [[nodiscard]] Result<VersionedSchool> Open(RosterTx& tx, std::int64_t basispoort_school_id, bool dry_run) const;

    /// The same for several, in their order; not for a dry run. All locks are taken before anything is read.
    [[nodiscard]] Result<std::vector<VersionedSchool>> Open(RosterTx& tx,
                                                            std::span<const std::int64_t> basispoort_school_ids) const;

    /// Diffs, writes, holds what the guard holds, and records the import. A dry run reports the same and writes
    /// nothing; its import has no id. `current.version` 0: a school that is not there yet.
    [[nodiscard]] Result<RosterImport> operator()(RosterTx& tx, const VersionedSchool& current,
                                                  const Delivery& delivery, bool dry_run) const;

    /// The same for several schools, each table written once. The change feed's row is locked last, so that others wait
    /// for it as short as possible.
    [[nodiscard]] Result<std::vector<RosterImport>> operator()(RosterTx& tx,
                                                               std::span<const SchoolDelivery> deliveries) const;

    /// For changes that come from no records: mergers, decisions, consent. Counts come from `changes`.
    [[nodiscard]] Result<RosterImport> Change(RosterTx& tx, const VersionedSchool& current,
                                              roster::SchoolChanges changes, Origin origin, PersonId by) const;

  private:
    /// What a delivery comes to, before it is written.
    struct Judged {
        const VersionedSchool* current = nullptr;
        std::optional<BatchKind> kind{};  // absent when no records said who is there
        DiffResult result{};
        RosterImport import{};
    };

    /// `fresh`: pupils of schools that are written in the same transaction and not there yet.
    [[nodiscard]] Result<DiffResult> Diffed(RosterTx& tx, const VersionedSchool& current, const Delivery& delivery,
                                            const std::vector<KnownPupil>& fresh) const;
    [[nodiscard]] Result<Judged> Judge(RosterTx& tx, const VersionedSchool& current, const Delivery& delivery,
                                       const std::vector<KnownPupil>& fresh) const;
    [[nodiscard]] Result<std::vector<RosterImport>> Write(RosterTx& tx, std::span<Judged> all) const;
    [[nodiscard]] Status Hold(RosterTx& tx, std::span<const Judged> all) const;
    [[nodiscard]] Status Hold(RosterTx& tx, const Judged& one, std::span<const HeldRemoval> waiting) const;
    [[nodiscard]] Status SaveMerger(RosterTx& tx, const VersionedSchool& current,
                                    const roster::SchoolChanges& changes) const;

    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace suite::roster_sync
