#include "services/licence/adapters/sql_store.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "audit/audit.hpp"
#include "rpc/current_call.hpp"
#include "services/licence/adapters/entitlement_queries.hpp"
#include "services/licence/adapters/sql_entitlements.hpp"
#include "services/licence/adapters/sql_matches.hpp"
#include "services/licence/adapters/sql_parts.hpp"
#include "services/licence/adapters/sql_seats.hpp"
#include "services/licence/adapters/sql_users.hpp"

namespace suite::licence {
namespace {

using sql::Value;

class SqlTx final : public LicenceTx {
  public:
    explicit SqlTx(sql::Session& session)
        : session_(session),
          roster_(session),
          licences_(session),
          links_(session),
          seats_(session),
          corrections_(session),
          history_(session),
          catalogue_(session),
          terms_(session),
          matches_(session),
          users_(session),
          audit_(session, rpc::CurrentRequestId()) {}

    Status Lock(SchoolId school) override { return session_.LockSchool(school.value); }
    RosterTx& Roster() override { return roster_; }
    LicencesTx& Licences() override { return licences_; }
    LinksTx& Links() override { return links_; }
    SeatsTx& Seats() override { return seats_; }
    CorrectionsTx& Corrections() override { return corrections_; }
    HistoryTx& History() override { return history_; }
    MatchesTx& Matches() override { return matches_; }
    CatalogueTx& Catalogue() override { return catalogue_; }
    TermsTx& Terms() override { return terms_; }
    BasispoortUsersTx& Users() override { return users_; }
    AuditTrail& Audit() override { return audit_; }
    Status MappingChanged(SchoolId school, Instant at) override {
        return changed_.insert(school).second ? ChangeMapping(session_, school, at) : Status{};
    }

    [[nodiscard]] bool HasChangedMapping() const { return !changed_.empty(); }

  private:
    sql::Session& session_;
    SqlRoster roster_;
    SqlLicences licences_;
    SqlLinks links_;
    SqlSeats seats_;
    SqlCorrections corrections_;
    SqlHistory history_;
    SqlCatalogue catalogue_;
    SqlTerms terms_;
    SqlMatches matches_;
    SqlUsers users_;
    audit::Trail audit_;
    std::set<SchoolId> changed_;  // schools whose mapping this transaction changed
};

}  // namespace

Status ChangeMapping(sql::Session& session, SchoolId school, Instant at) {
    const auto at_least = std::max<std::int64_t>(Millis(at), 1);  // 0 says that there never was a licence
    SUITE_RETURN_IF_ERROR(session.Execute(query::kBumpVersion, {Value{school.value}, Value{at_least}}));
    SUITE_RETURN_IF_ERROR(SqlUsers(session).Tell(school, at));
    SUITE_RETURN_IF_ERROR(outbox::EnqueueOnce(session, kMappingTopic, school, "", at));
    return {};
}

Status InTransactionOf(sql::Session& session, const std::function<Status(LicenceTx&)>& work) {
    SqlTx tx(session);
    return work(tx);
}

Status SqlStore::Read(SchoolScope schools, Deadline deadline, const std::function<Status(LicenceTx&)>& work) {
    return database_.Read(schools, deadline, [&](sql::Session& session) -> Status {
        SqlTx tx(session);
        return work(tx);
    });
}

Status SqlStore::Write(SchoolScope schools, Deadline deadline, const std::function<Status(LicenceTx&)>& work) {
    bool changed = false;
    SUITE_RETURN_IF_ERROR(database_.Write(schools, deadline, [&](sql::Session& session) -> Status {
        SqlTx tx(session);
        SUITE_RETURN_IF_ERROR(work(tx));
        changed = tx.HasChangedMapping();
        return {};
    }));
    if (changed) mapping_changed_();
    return {};
}

Result<SchoolFacts> SqlStore::Facts(SchoolId school, const PersonKey& person, Deadline deadline) {
    return FactsOf(school, person, [&](std::string_view sql, std::span<const Value> values) {
        return database_.Query(school, deadline, sql, values);
    });
}

Result<std::vector<SchoolFacts>> SqlStore::Facts(std::span<const AskedPerson> asked, Deadline deadline) {
    // Beyond what one statement takes in, only a transaction is one moment.
    if (asked.size() > kMostAskedAtOnce) {
        return database_.Read(SchoolScope::All(), deadline,
                              [&](sql::Session& session) { return SqlEntitlements(session).Facts(asked); });
    }
    return FactsOf(asked, [&](std::string_view sql, std::span<const Value> values) {
        return database_.Query(SchoolScope::All(), deadline, sql, values);
    });
}

Result<std::vector<Known>> SqlStore::Whole(std::span<const AskedPerson> asked, Deadline deadline) {
    return database_.Read(SchoolScope::All(), deadline, [&](sql::Session& session) -> Result<std::vector<Known>> {
        SqlEntitlements entitlements(session);
        SUITE_ASSIGN(auto facts, entitlements.Facts(asked));
        std::map<SchoolId, MappingPtr> mappings;
        std::vector<Known> known;
        for (std::size_t i = 0; i < asked.size(); ++i) {
            auto& mapping = mappings[asked[i].school];
            if (!mapping) {
                SUITE_ASSIGN(mapping, entitlements.Mapping(asked[i].school));
            }
            known.push_back({.facts = std::move(facts[i]), .mapping = mapping});
        }
        return known;
    });
}

Result<MappingPtr> SqlStore::Mapping(SchoolId school, Deadline deadline) {
    return database_.Read(school, deadline,
                          [&](sql::Session& session) { return SqlEntitlements(session).Mapping(school); });
}

Result<Naming> SqlStore::NamesFor(SchoolId school, PersonId person, Deadline deadline) {
    return database_.Read(school, deadline,
                          [&](sql::Session& session) { return SqlEntitlements(session).NamesFor(school, person); });
}

}  // namespace suite::licence
