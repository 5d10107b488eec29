// The parts of a transaction on the licence service's database, one class per port; SqlStore puts them together.
#pragma once

#include "outbox/outbox.hpp"
#include "services/licence/app/ports.hpp"
#include "sql/sql.hpp"

namespace suite::licence {

[[nodiscard]] inline std::int64_t Millis(Instant instant) { return instant.time_since_epoch().count(); }
[[nodiscard]] inline Instant AtMillis(std::int64_t millis) { return Instant{std::chrono::milliseconds{millis}}; }
/// What Date::ToString made.
[[nodiscard]] inline Date StoredDate(const std::string& text) { return Date::Parse(text).value_or(Date{}); }

class SqlRoster final : public RosterTx {
  public:
    explicit SqlRoster(sql::Session& session) : session_(session) {}
    Result<std::optional<SchoolId>> FindSchool(const SchoolKey& key) override;
    Result<std::optional<KnownGroup>> FindGroup(SchoolId school, GroupId group) override;
    Result<std::optional<KnownPupil>> FindPupil(SchoolId school, PersonId person) override;

  private:
    sql::Session& session_;
};

class SqlLicences final : public LicencesTx {
  public:
    explicit SqlLicences(sql::Session& session) : session_(session) {}
    Result<std::optional<OrderedLicence>> FindOrder(const std::string& order_line_id) override;
    Status Save(SchoolId school, const Licence& licence) override;
    Result<std::optional<Licence>> Find(SchoolId school, LicenceId id) override;
    Result<std::optional<LicenceOverview>> Overview(SchoolId school, LicenceId id) override;
    Result<std::vector<LicenceOverview>> List(SchoolId school, LicenceId after, std::int64_t limit) override;
    Result<std::map<PersonId, std::vector<std::string>>> Titles(SchoolId school, Date day) override;

  private:
    sql::Session& session_;
};

class SqlLinks final : public LinksTx {
  public:
    explicit SqlLinks(sql::Session& session) : session_(session) {}
    Result<bool> AddGroup(SchoolId school, LicenceId licence, const KnownGroup& group, How how, Instant at) override;
    Result<bool> RemoveGroup(SchoolId school, LicenceId licence, GroupId group) override;

  private:
    sql::Session& session_;
};

class SqlHistory final : public HistoryTx {
  public:
    explicit SqlHistory(sql::Session& session) : session_(session) {}
    Status Add(SchoolId school, const HistoryEntry& entry) override;

  private:
    sql::Session& session_;
};

/// As stored, and as it leaves by REST: "hand", "automatic", "order", "roster", "rollover".
[[nodiscard]] std::string_view Name(How how);

/// The school's next version, and word to the cache through the outbox: in the transaction of the change.
[[nodiscard]] Status ChangeMapping(sql::Session& session, SchoolId school, Instant at);

}  // namespace suite::licence
