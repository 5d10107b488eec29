// roster-sync's database behind the use cases' port.
#pragma once

#include "services/roster_sync/app/ports.hpp"
#include "sql/sql.hpp"

namespace suite::roster_sync {

/// Thread-safe.
class SqlStore final : public RosterStore {
  public:
    explicit SqlStore(sql::Database& database) : database_(database) {}
    [[nodiscard]] Status Read(Deadline deadline, const std::function<Status(RosterTx&)>& work) override;
    [[nodiscard]] Status Write(Deadline deadline, const std::function<Status(RosterTx&)>& work) override;

  private:
    sql::Database& database_;
};

}  // namespace suite::roster_sync
