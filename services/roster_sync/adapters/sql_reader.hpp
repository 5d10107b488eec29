// The filtered lists of the school's page.
#pragma once

#include "services/roster_sync/app/see_roster.hpp"
#include "sql/sql.hpp"

namespace suite::roster_sync {

/// Thread-safe.
class SqlReader final : public RosterReader {
  public:
    explicit SqlReader(sql::Database& database) : database_(database) {}
    [[nodiscard]] Result<Page<SchoolView>> Schools(const SchoolFilter& filter, const PageRequest& page,
                                                   Deadline deadline) override;
    [[nodiscard]] Result<Page<GroupView>> Groups(SchoolId school, const GroupFilter& filter, const PageRequest& page,
                                                 Deadline deadline) override;
    [[nodiscard]] Result<Page<PupilView>> Pupils(SchoolId school, const PersonFilter& filter, const PageRequest& page,
                                                 Deadline deadline) override;
    [[nodiscard]] Result<Page<StaffView>> Staff(SchoolId school, StaffKind kind, const PersonFilter& filter,
                                                const PageRequest& page, Deadline deadline) override;
    [[nodiscard]] Result<std::optional<roster::SchoolState>> AsOf(SchoolId school, Instant at,
                                                                  Deadline deadline) override;
    [[nodiscard]] Result<std::vector<JoinView>> Joins(SchoolId school, std::int64_t after,
                                                      const std::optional<OwnGroups>& of_teacher, std::int64_t limit,
                                                      Deadline deadline) override;

  private:
    sql::Database& database_;
};

}  // namespace suite::roster_sync
