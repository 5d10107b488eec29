// Registrations of one person over all schools: the one question that is not about one school.
#pragma once

#include "services/roster_sync/app/find_registrations.hpp"
#include "sql/sql.hpp"

namespace suite::roster_sync {

/// Thread-safe.
class SqlRegistrations final : public RegistrationReader {
  public:
    explicit SqlRegistrations(sql::Database& database) : database_(database) {}
    [[nodiscard]] Result<std::vector<Registration>> Registrations(const SignInKeys& keys, Date today,
                                                                  Deadline deadline) override;

  private:
    sql::Database& database_;
};

}  // namespace suite::roster_sync
