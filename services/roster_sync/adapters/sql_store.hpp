// roster-sync's database behind the use cases' port.
#pragma once

#include "services/roster_sync/app/ports.hpp"
#include "sql/sql.hpp"

namespace suite::roster_sync {

/// Thread-safe.
class SqlStore final : public RosterStore {
  public:
    /// `followed`: followers say how far they are, and what they have not applied is not visible yet.
    SqlStore(sql::Database& database, bool followed) : database_(database), followed_(followed) {}
    [[nodiscard]] Status Read(SchoolScope schools, Deadline deadline,
                              const std::function<Status(RosterTx&)>& work) override;
    [[nodiscard]] Status Write(SchoolScope schools, Deadline deadline,
                               const std::function<Status(RosterTx&)>& work) override;

  private:
    sql::Database& database_;
    bool followed_;
};

}  // namespace suite::roster_sync
