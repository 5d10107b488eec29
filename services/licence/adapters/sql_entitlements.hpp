// What a login check reads, within one transaction.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "services/licence/app/ports/entitlements.hpp"
#include "services/licence/app/ports/naming.hpp"
#include "sql/sql.hpp"

namespace suite::licence {

/// Runs one query, within a transaction or alone.
using RunQuery = std::function<Result<std::vector<sql::Row>>(std::string_view sql, std::span<const sql::Value> values)>;

/// One query.
[[nodiscard]] Result<SchoolFacts> FactsOf(SchoolId school, const PersonKey& person, const RunQuery& run);
/// In the order of `asked`; one query for each kMostAskedAtOnce persons.
inline constexpr std::size_t kMostAskedAtOnce = 100;
[[nodiscard]] Result<std::vector<SchoolFacts>> FactsOf(std::span<const AskedPerson> asked, const RunQuery& run);

/// Of one moment when the session is in a read transaction.
class SqlEntitlements {
  public:
    explicit SqlEntitlements(sql::Session& session) : session_(session) {}
    [[nodiscard]] Result<std::vector<SchoolFacts>> Facts(std::span<const AskedPerson> asked);
    [[nodiscard]] Result<MappingPtr> Mapping(SchoolId school);
    [[nodiscard]] Result<Naming> NamesFor(SchoolId school, PersonId person);

  private:
    sql::Session& session_;
};

}  // namespace suite::licence
