// The parts of a transaction on the licence service's database, one class per port; SqlStore puts them together.
#pragma once

#include <functional>

#include "outbox/outbox.hpp"
#include "services/licence/app/ports.hpp"
#include "sql/moment.hpp"
#include "sql/sql.hpp"

namespace suite::licence {

using sql::AtMillis;
using sql::Millis;
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
    Result<bool> IsStaff(SchoolId school, PersonId person) override;

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
    Result<std::vector<GroupLinkThere>> Groups(SchoolId school) override;
    Result<std::vector<SchoolId>> SchoolsLinkedBefore(SchoolYear year, std::int64_t limit) override;
    Result<bool> AddGroup(SchoolId school, LicenceId licence, const KnownGroup& group, How how, Instant at) override;
    Result<bool> RemoveGroup(SchoolId school, LicenceId licence, GroupId group) override;
    Result<bool> AddPupil(SchoolId school, LicenceId licence, PersonId pupil, SchoolYear year, How how,
                          Instant at) override;
    Result<bool> RemovePupil(SchoolId school, LicenceId licence, PersonId pupil) override;
    Result<std::vector<PupilLink>> Pupils(SchoolId school, LicenceId licence) override;
    Result<std::optional<PupilLink>> Pupil(SchoolId school, LicenceId licence, PersonId pupil) override;
    Result<std::set<PersonId>> PupilsWith(SchoolId school, const std::string& title, Date day) override;

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
    Result<std::vector<HistoryView>> List(SchoolId school, const HistoryFilter& filter, std::int64_t before,
                                          std::int64_t limit) override;
    Result<std::optional<HistoryView>> Find(SchoolId school, std::int64_t number) override;
    Result<std::int64_t> Latest(SchoolId school, const HistoryEntry& entry) override;
    Result<std::vector<HistoryView>> OfLicence(SchoolId school, LicenceId licence, Instant until) override;

  private:
    sql::Session& session_;
};

/// As stored: "hand", "automatic", "order", "roster", "rollover".
[[nodiscard]] std::string_view Name(How how);
/// kHand and kNone for what is none of these.
[[nodiscard]] How StoredHow(std::string_view name);
[[nodiscard]] Role StoredRole(std::string_view name);

/// Of seven columns from `first` on: linked_at, how, and of the entry that made it role, person_id, names (nullable).
[[nodiscard]] LinkOrigin ReadOrigin(const sql::Row& row, std::size_t first);
/// Of three columns: given name, prefix, family name; empty for nobody.
[[nodiscard]] std::string ReadName(const sql::Row& row, std::size_t first);

/// All parts on the transaction of `session`, for what happens in somebody else's transaction.
[[nodiscard]] Status InTransactionOf(sql::Session& session, const std::function<Status(LicenceTx&)>& work);

/// The school's next version, and word to the cache through the outbox: in the transaction of the change.
[[nodiscard]] Status ChangeMapping(sql::Session& session, SchoolId school, Instant at);

}  // namespace suite::licence
