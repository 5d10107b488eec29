// Schools' known addresses as rows of the gateway's database, beside the audit log of their changes.
#pragma once

#include "services/gateway/app/known_address_ports.hpp"
#include "sql/sql.hpp"

namespace suite::gateway {

/// Thread-safe. The database outlives it.
class SqlKnownAddresses final : public KnownAddressStore {
  public:
    explicit SqlKnownAddresses(sql::Database& database) : database_(database) {}

    [[nodiscard]] Result<std::vector<KnownAddress>> Of(SchoolId school, Deadline deadline) override;
    [[nodiscard]] Status Add(SchoolId school, const KnownAddress& address, const Judge& judge, const AuditNote& note,
                             Deadline deadline) override;
    [[nodiscard]] Result<std::optional<KnownAddress>> Remove(SchoolId school, KnownAddressId id, const AuditNote& note,
                                                             Deadline deadline) override;

  private:
    sql::Database& database_;
};

}  // namespace suite::gateway
