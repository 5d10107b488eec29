#pragma once

#include "services/result_exchange/app/ports.hpp"
#include "sql/sql.hpp"

namespace suite::results {

/// Connections in the service's database, which outlives this. Thread-safe.
class SqlConnections final : public ConnectionStore {
  public:
    explicit SqlConnections(sql::Database& database) : database_(database) {}

    Status Add(const Connection& connection, Deadline deadline) override;
    Result<std::vector<Connection>> List(SchoolId school, const std::string& after, std::size_t limit,
                                         Deadline deadline) override;

  private:
    sql::Database& database_;
};

}  // namespace suite::results
