// The parts of a transaction on the licence service's database, one class per port; SqlStore puts them together.
#pragma once

#include "outbox/outbox.hpp"
#include "services/licence/app/ports.hpp"
#include "sql/sql.hpp"

namespace suite::licence {

[[nodiscard]] inline std::int64_t Millis(Instant instant) { return instant.time_since_epoch().count(); }
[[nodiscard]] inline Instant AtMillis(std::int64_t millis) { return Instant{std::chrono::milliseconds{millis}}; }
/// Year groups in one column, a space between them.
[[nodiscard]] std::string StoreCodes(const std::vector<std::string>& codes);
[[nodiscard]] std::vector<std::string> StoredCodes(const std::string& text);
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
    Result<std::vector<LicenceOverview>> Overviews(SchoolId school) override;
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

class SqlCatalogue final : public CatalogueTx {
  public:
    explicit SqlCatalogue(sql::Session& session) : session_(session) {}
    Status Lock() override;
    Result<std::optional<Method>> FindMethod(const std::string& id) override;
    Result<std::optional<Product>> FindProduct(const std::string& id) override;
    Status Save(const Method& method) override;
    Status Save(const Product& product) override;
    Result<bool> RemoveMethod(const std::string& id) override;
    Result<bool> RemoveProduct(const std::string& id) override;
    Result<std::vector<Method>> Methods(const std::string& after, std::int64_t limit) override;
    Result<std::vector<Product>> Products(const ProductFilter& filter, const std::string& after,
                                          std::int64_t limit) override;
    Result<bool> HasLicences(const std::string& product_id) override;
    Result<bool> HasProducts(const std::string& method_id) override;

  private:
    sql::Session& session_;
};

class SqlTerms final : public TermsTx {
  public:
    explicit SqlTerms(sql::Session& session) : session_(session) {}
    Result<PupilsByLicence> OnSeats(SchoolId school) override;
    Result<PupilsByLicence> Waiting(SchoolId school) override;

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
[[nodiscard]] Status ChangeMapping(sql::Session& session, SchoolId school, const std::string& product_id, Instant at);

}  // namespace suite::licence
