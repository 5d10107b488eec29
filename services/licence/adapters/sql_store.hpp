// The service's database behind its ports.
#pragma once

#include "services/licence/app/ports.hpp"
#include "services/licence/app/ports/naming.hpp"
#include "sql/sql.hpp"

namespace suite::licence {

/// Outbox topic: a school's mapping changed, the cache should have the new one. No payload.
inline constexpr std::string_view kMappingTopic = "mapping";

/// Thread-safe.
class SqlStore final : public LicenceStore, public EntitlementStore, public NamingStore {
  public:
    /// `mapping_changed` is called after a commit that put something into the outbox.
    SqlStore(sql::Database& database, std::function<void()> mapping_changed)
        : database_(database), mapping_changed_(std::move(mapping_changed)) {}

    [[nodiscard]] Status Read(SchoolScope schools, Deadline deadline,
                              const std::function<Status(LicenceTx&)>& work) override;
    [[nodiscard]] Status Write(SchoolScope schools, Deadline deadline,
                               const std::function<Status(LicenceTx&)>& work) override;
    [[nodiscard]] Result<SchoolFacts> Facts(SchoolId school, const PersonKey& person, Deadline deadline) override;
    [[nodiscard]] Result<std::vector<SchoolFacts>> Facts(std::span<const AskedPerson> asked,
                                                         Deadline deadline) override;
    [[nodiscard]] Result<std::vector<Known>> Whole(std::span<const AskedPerson> asked, Deadline deadline) override;
    [[nodiscard]] Result<MappingPtr> Mapping(SchoolId school, Deadline deadline) override;
    [[nodiscard]] Result<Naming> NamesFor(SchoolId school, PersonId person, Deadline deadline) override;

  private:
    sql::Database& database_;
    std::function<void()> mapping_changed_;
};

}  // namespace suite::licence
