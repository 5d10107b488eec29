#pragma once

#include "roster/roster.hpp"
#include "services/result_exchange/app/ports.hpp"
#include "sql/sql.hpp"

namespace suite::results {

/// Results in the service's database, which outlives this. Thread-safe.
class SqlIntake final : public IntakeStore {
  public:
    explicit SqlIntake(sql::Database& database) : database_(database) {}

    Status Change(const IntakeRequest& request, const std::function<IntakeChanges(const IntakeState&)>& decide,
                  Deadline deadline) override;

  private:
    sql::Database& database_;
};

/// After a change of the roster, in its transaction: of a school that was erased no result and no LAS key stays.
[[nodiscard]] Status OnRosterChanges(sql::Session& session, const roster::SchoolChanges& changes);

}  // namespace suite::results
