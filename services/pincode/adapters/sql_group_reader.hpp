#pragma once

#include "services/pincode/app/ports.hpp"
#include "sql/sql.hpp"

namespace suite::pincode {

/// Thread-safe. The database outlives it.
class SqlGroupReader final : public GroupReader {
  public:
    explicit SqlGroupReader(sql::Database& database) : database_(database) {}
    [[nodiscard]] Result<GroupCodes> Read(SchoolId school, GroupId group, PersonId asker, Deadline deadline) override;

  private:
    sql::Database& database_;
};

}  // namespace suite::pincode
