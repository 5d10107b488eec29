// What Basispoort was told and is to be told, in the service's database.
#pragma once

#include "services/licence/app/ports/basispoort_users.hpp"
#include "sql/sql.hpp"

namespace suite::licence {

/// Outbox topics of LIC-09. Users: of the message's school, no payload. The two others are of no school (id 0);
/// repair's payload is the product's id.
inline constexpr std::string_view kUsersTopic = "basispoort-users";
inline constexpr std::string_view kCatalogueTopic = "basispoort-catalogue";
inline constexpr std::string_view kRepairTopic = "basispoort-repair";

/// Text for a migration.
extern const std::string_view kBasispoortSchema;

class SqlUsers final : public BasispoortUsersTx {
  public:
    explicit SqlUsers(sql::Session& session) : session_(session) {}
    Result<SchoolUsers> Load(SchoolId school) override;
    Result<std::vector<ListedUser>> Rows(SchoolId school) override;
    Result<std::vector<ListedUser>> Rows(SchoolId school, const UserList& list) override;
    Result<IconOfPerson> Icon(SchoolId school, PersonId person, const std::string& product_id) override;
    Result<RowsBySchool> RowsOfSchools(const UserList& list, OfState state, SchoolId after,
                                       std::int64_t schools) override;
    Status Save(SchoolId school, const std::vector<ListedUser>& rows) override;
    Status Remove(SchoolId school, const std::vector<ListedUser>& rows) override;
    Result<std::vector<SchoolId>> SchoolsWanting(const UserList& list, const UserKey& key, SchoolId but) override;
    Result<std::map<PersonId, std::string>> Names(SchoolId school, const std::set<PersonId>& persons) override;
    Result<std::vector<PersonId>> PupilsOn(SchoolId school, LicenceId licence) override;
    Result<std::vector<ListState>> Lists() override;
    Status SaveList(const ListState& state) override;
    Status SaveRead(const UserList& list, Instant at, std::optional<Date> compared, Instant next) override;
    Status RemoveList(const UserList& list) override;
    Result<std::vector<UserList>> ListsToRead(Instant now, Instant sent) override;
    Result<std::vector<UserList>> ListsToCompare(Instant now, Date day) override;
    Result<bool> Claim(const UserList& list, Instant now, Instant until) override;
    Status Tell(SchoolId school, Instant at) override;
    Status TellCatalogue(Instant at) override;
    Status TellRepair(const std::string& product_id, Instant at) override;
    Result<std::vector<SchoolId>> SchoolsLicensed(const UserList& list, SchoolId after, std::int64_t limit) override;
    Result<std::optional<Date>> SweptDay() override;
    Status SaveSweptDay(Date day) override;
    Result<std::vector<SchoolId>> SchoolsChanging(Date after, Date until) override;

  private:
    sql::Session& session_;
};

/// Tells of the school when it has a licence: a school without costs nothing.
[[nodiscard]] Status TellIfLicensed(sql::Session& session, SchoolId school, Instant at);

}  // namespace suite::licence
