// Sessions in the gateway's database, which all gateways share.
#pragma once

#include "services/gateway/app/ports.hpp"
#include "sql/sql.hpp"

namespace suite::gateway {

/// Thread-safe.
class SqlSessions final : public SessionStore {
  public:
    explicit SqlSessions(sql::Database& database) : database_(database) {}
    [[nodiscard]] Status Create(const Session& session, const SessionRules& rules, const std::string& replaces,
                                Deadline deadline) override;
    [[nodiscard]] Result<std::optional<Session>> Find(const std::string& id_hash, Deadline deadline) override;
    [[nodiscard]] Status Update(const Session& session, Deadline deadline) override;
    [[nodiscard]] Status Rotate(const std::string& old_hash, const Session& session, Deadline deadline) override;
    [[nodiscard]] Status Remove(const std::string& id_hash, Deadline deadline) override;

  private:
    sql::Database& database_;
};

}  // namespace suite::gateway
