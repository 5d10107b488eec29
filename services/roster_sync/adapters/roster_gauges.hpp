// What an operator watches of the roster, as metrics.
#pragma once

#include "core/time.hpp"
#include "metrics/metrics.hpp"
#include "sql/sql.hpp"

namespace suite::roster_sync {

/// Reads from the database and sets gauges; which, and what to do about them, is in deploy/README.md. Of every process
/// of roster-sync they are the same. Thread-safe.
class RosterGauges {
  public:
    RosterGauges(sql::Database& database, const Clock& clock, metrics::Registry& metrics)
        : database_(database), clock_(clock), metrics_(metrics) {}
    /// As Database::Read; the gauges then keep what they had.
    [[nodiscard]] Status operator()();

  private:
    sql::Database& database_;
    const Clock& clock_;
    metrics::Registry& metrics_;
};

}  // namespace suite::roster_sync
