// What the use cases need of the world. Implemented in adapters/, faked in tests.
#pragma once

#include <functional>
#include <string_view>

#include "core/actor.hpp"
#include "core/audit_note.hpp"
#include "core/deadline.hpp"
#include "core/school_scope.hpp"
#include "services/roster_sync/app/ports/batches.hpp"
#include "services/roster_sync/app/ports/imports.hpp"
#include "services/roster_sync/app/ports/reconciles.hpp"
#include "services/roster_sync/app/ports/schools.hpp"

namespace suite::roster_sync {

/// One transaction on the service's database, with a door to each part of it.
class RosterTx {
  public:
    virtual ~RosterTx() = default;
    /// Writers of one key wait for each other from here to the end of the transaction.
    [[nodiscard]] virtual Status Lock(std::span<const std::int64_t> keys) = 0;
    [[nodiscard]] Status Lock(std::int64_t key) { return Lock(std::span(&key, 1)); }
    /// Loads do one after the other, so that readers find a processor free (sql::Session::TakeTurn). After all locks,
    /// before the first write.
    [[nodiscard]] virtual Status TakeTurn() = 0;
    [[nodiscard]] virtual SchoolTx& Schools() = 0;
    [[nodiscard]] virtual BatchTx& Batches() = 0;
    [[nodiscard]] virtual ImportTx& Imports() = 0;
    [[nodiscard]] virtual RemovalTx& Removals() = 0;
    [[nodiscard]] virtual ReconcileTx& Reconciles() = 0;
    [[nodiscard]] virtual RetentionTx& Retention() = 0;
    /// For what leaves no record that notes itself, as imports and removals do.
    [[nodiscard]] virtual AuditTrail& Audit() = 0;
};

/// Each transaction says of which schools it is; work for one school may not read or write another's.
class RosterStore {
  public:
    virtual ~RosterStore() = default;
    [[nodiscard]] virtual Status Read(SchoolScope schools, Deadline deadline,
                                      const std::function<Status(RosterTx&)>& work) = 0;
    /// `work` may run more than once.
    [[nodiscard]] virtual Status Write(SchoolScope schools, Deadline deadline,
                                       const std::function<Status(RosterTx&)>& work) = 0;
};

/// Reads back what ParsePart made (adapters/basispoort_records.hpp).
using ReadStoredLines = std::function<Result<IncomingRoster>(std::string_view)>;

}  // namespace suite::roster_sync
