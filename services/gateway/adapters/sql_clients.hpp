// Machines' clients in the gateway's database, which all gateways share.
#pragma once

#include "services/gateway/app/client_ports.hpp"
#include "sql/sql.hpp"

namespace suite::gateway {

/// Thread-safe.
class SqlClients final : public ClientStore {
  public:
    explicit SqlClients(sql::Database& database) : database_(database) {}
    [[nodiscard]] Status Insert(const Client& client, Deadline deadline) override;
    [[nodiscard]] Result<std::optional<Client>> Find(const std::string& id, Deadline deadline) override;
    [[nodiscard]] Result<std::vector<Client>> List(Deadline deadline) override;
    [[nodiscard]] Result<Client> Change(const std::string& id, const Changer& change, Deadline deadline) override;
    [[nodiscard]] Result<Standings> ReadStandings(Deadline deadline) override;
    [[nodiscard]] Status RememberAssertion(const std::string& client_id, const std::string& jti, Instant until,
                                           Instant now, Deadline deadline) override;
    [[nodiscard]] Status NoteUses(const std::vector<CredentialUse>& uses, Deadline deadline) override;

  private:
    sql::Database& database_;
};

}  // namespace suite::gateway
