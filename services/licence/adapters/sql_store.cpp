#include "services/licence/adapters/sql_store.hpp"

#include "services/licence/adapters/queries.hpp"
#include "services/licence/adapters/sql_matches.hpp"
#include "services/licence/adapters/sql_parts.hpp"

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
          history_(session),
          matches_(session) {}

    Status Lock(SchoolId school) override { return session_.LockSchool(school.value); }
    RosterTx& Roster() override { return roster_; }
    LicencesTx& Licences() override { return licences_; }
    LinksTx& Links() override { return links_; }
    HistoryTx& History() override { return history_; }
    MatchesTx& Matches() override { return matches_; }
    Status MappingChanged(SchoolId school, const std::string& product_id, Instant at) override {
        mapping_changed_ = true;
        return ChangeMapping(session_, school, product_id, at);
    }

    [[nodiscard]] bool HasChangedMapping() const { return mapping_changed_; }

  private:
    sql::Session& session_;
    SqlRoster roster_;
    SqlLicences licences_;
    SqlLinks links_;
    SqlHistory history_;
    SqlMatches matches_;
    bool mapping_changed_ = false;
};

struct PersonQuery {
    std::string_view sql;
    Value value;
};
PersonQuery FactsQuery(PersonId id) { return {query::kFactsById, id.value}; }
PersonQuery FactsQuery(const std::string& eck_id) { return {query::kFactsByEckId, eck_id}; }
PersonQuery FactsQuery(std::int64_t basispoort_id) { return {query::kFactsByBasispoort, basispoort_id}; }

}  // namespace

Status ChangeMapping(sql::Session& session, SchoolId school, const std::string& product_id, Instant at) {
    SUITE_RETURN_IF_ERROR(session.Execute(query::kBumpVersion, {Value{school.value}}));
    return outbox::Enqueue(session, kMappingTopic, school, product_id, at);
}

Status SqlStore::Read(Deadline deadline, const std::function<Status(LicenceTx&)>& work) {
    return database_.Read(deadline, [&](sql::Session& session) -> Status {
        SqlTx tx(session);
        return work(tx);
    });
}

Status SqlStore::Write(Deadline deadline, const std::function<Status(LicenceTx&)>& work) {
    bool changed = false;
    SUITE_RETURN_IF_ERROR(database_.Write(deadline, [&](sql::Session& session) -> Status {
        SqlTx tx(session);
        SUITE_RETURN_IF_ERROR(work(tx));
        changed = tx.HasChangedMapping();
        return {};
    }));
    if (changed) mapping_changed_();
    return {};
}

Result<SchoolFacts> SqlStore::Facts(SchoolId school, const PersonKey& person, Deadline deadline) {
    const auto query = std::visit([](const auto& key) { return FactsQuery(key); }, person);
    SUITE_ASSIGN(const auto rows, database_.Read(deadline, [&](sql::Session& session) {
        return session.Query(query.sql, {Value{school.value}, query.value});
    }));
    SchoolFacts facts;
    if (rows.empty()) return facts;
    facts.known = true;
    facts.active = rows.front().Bool(0);
    facts.consent = rows.front().Bool(6);
    facts.licence_version = rows.front().Int(1);
    std::int64_t person_id = 0;
    for (const auto& row : rows) {
        if (row.IsNull(2)) continue;
        if (!facts.person) {
            person_id = row.Int(2);
            facts.person = PersonFacts{.active = row.Bool(3)};
            if (!row.IsNull(4)) facts.person->end_date = Date::Parse(row.Text(4));
        }
        // Should two registrations of one school ever share a key, the first answers; groups are never mixed.
        if (row.Int(2) == person_id && !row.IsNull(5)) facts.person->groups.push_back(GroupId{row.Int(5)});
    }
    return facts;
}

Result<ProductMapping> SqlStore::Mapping(SchoolId school, const std::string& product_id, Deadline deadline) {
    return database_.Read(deadline, [&](sql::Session& session) -> Result<ProductMapping> {
        ProductMapping mapping;
        SUITE_ASSIGN(const auto version, session.QueryOptional(query::kVersion, {Value{school.value}}));
        mapping.version = version ? version->Int(0) : 0;
        SUITE_ASSIGN(const auto rows, session.Query(query::kMapping, {Value{school.value}, Value{product_id}}));
        for (const auto& row : rows) {
            const LicenceId id{row.Int(0)};
            if (mapping.licences.empty() || mapping.licences.back().id != id) {
                mapping.licences.push_back({.id = id,
                                            .start = StoredDate(row.Text(1)),
                                            .end = StoredDate(row.Text(2)),
                                            .cancelled = row.Bool(3)});
            }
            if (!row.IsNull(4)) mapping.licences.back().groups.push_back(GroupId{row.Int(4)});
        }
        return mapping;
    });
}

}  // namespace suite::licence
