// What a login check reads, within one transaction.
#pragma once

#include <span>
#include <vector>

#include "services/licence/app/ports/entitlements.hpp"
#include "services/licence/app/ports/naming.hpp"
#include "sql/sql.hpp"

namespace suite::licence {

/// Of one moment when the session is in a read transaction.
class SqlEntitlements {
  public:
    explicit SqlEntitlements(sql::Session& session) : session_(session) {}
    [[nodiscard]] Result<SchoolFacts> Facts(SchoolId school, const PersonKey& person);
    [[nodiscard]] Result<std::vector<SchoolFacts>> Facts(std::span<const AskedPerson> asked);
    [[nodiscard]] Result<MappingPtr> Mapping(SchoolId school);
    [[nodiscard]] Result<Naming> NamesFor(SchoolId school, PersonId person);

  private:
    sql::Session& session_;
};

}  // namespace suite::licence
