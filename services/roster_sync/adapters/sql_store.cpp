#include "services/roster_sync/adapters/sql_store.hpp"

#include "audit/audit.hpp"
#include "rpc/current_call.hpp"
#include "services/roster_sync/adapters/sql_parts.hpp"

namespace suite::roster_sync {
namespace {

class SqlTx final : public RosterTx {
  public:
    SqlTx(sql::Session& session, bool followed)
        : session_(session),
          schools_(session),
          batches_(session, followed),
          imports_(session, followed),
          removals_(session),
          reconciles_(session),
          retention_(session),
          audit_(session, rpc::CurrentRequestId()) {}
    Status Lock(std::span<const std::int64_t> keys) override { return session_.LockSchools(keys); }
    Status TakeTurn() override { return session_.TakeTurn(); }
    SchoolTx& Schools() override { return schools_; }
    BatchTx& Batches() override { return batches_; }
    ImportTx& Imports() override { return imports_; }
    RemovalTx& Removals() override { return removals_; }
    ReconcileTx& Reconciles() override { return reconciles_; }
    RetentionTx& Retention() override { return retention_; }
    AuditTrail& Audit() override { return audit_; }

  private:
    sql::Session& session_;
    SqlSchools schools_;
    SqlBatches batches_;
    SqlImports imports_;
    SqlRemovals removals_;
    SqlReconciles reconciles_;
    SqlRetention retention_;
    audit::Trail audit_;
};

}  // namespace

Status SqlStore::Read(SchoolScope schools, Deadline deadline, const std::function<Status(RosterTx&)>& work) {
    return database_.Read(schools, deadline, [&](sql::Session& session) -> Status {
        SqlTx tx(session, followed_);
        return work(tx);
    });
}

Status SqlStore::Write(SchoolScope schools, Deadline deadline, const std::function<Status(RosterTx&)>& work) {
    return database_.Write(schools, deadline, [&](sql::Session& session) -> Status {
        SqlTx tx(session, followed_);
        return work(tx);
    });
}

}  // namespace suite::roster_sync
