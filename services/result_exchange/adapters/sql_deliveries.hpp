#pragma once

#include "services/result_exchange/app/ports.hpp"
#include "sql/sql.hpp"

namespace suite::results {

/// The queues of the LASes in the service's database, which outlives this. Thread-safe.
class SqlDeliveries final : public DeliveryStore {
  public:
    explicit SqlDeliveries(sql::Database& database) : database_(database) {}

    Result<QueueState> State(const std::string& las, Deadline deadline) override;
    Status Acknowledge(const std::string& las, std::int64_t from, std::int64_t to, Instant now,
                       Deadline deadline) override;
    Result<std::vector<PulledResult>> After(const std::string& las, std::int64_t number, std::size_t limit,
                                            Deadline deadline) override;
    Status Note(std::vector<AuditNote> notes, Deadline deadline) override;

  private:
    sql::Database& database_;
};

}  // namespace suite::results
