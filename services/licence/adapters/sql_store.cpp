#include "services/licence/adapters/sql_store.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "services/licence/adapters/queries.hpp"

namespace suite::licence {
namespace {

using sql::Value;

const sql::Table kLicenceTable{"licence",
                               {{"school_id"},
                                {"licence_id"},
                                {"order_line_id", false},
                                {"contract_number", false},
                                {"title", false},
                                {"method_id", false},
                                {"product_id", false},
                                {"kind", false},
                                {"start_date", false},
                                {"end_date", false},
                                {"year_groups", false},
                                {"seats"},
                                {"cancelled"}},
                               2};
constexpr std::size_t kLicenceColumns = 13;

Date StoredDate(const std::string& text) { return Date::Parse(text).value_or(Date{}); }
Instant StoredInstant(std::int64_t millis) { return Instant{std::chrono::milliseconds{millis}}; }

Licence ReadLicence(const sql::Row& row) {
    Licence licence{.id = LicenceId{row.Int(1)},
                    .order_line_id = row.Text(2),
                    .contract_number = row.Text(3),
                    .title = row.Text(4),
                    .method_id = row.Text(5),
                    .product_id = row.Text(6),
                    .kind = row.Text(7) == "pupil" ? LicenceKind::kPupil : LicenceKind::kGroup,
                    .start = StoredDate(row.Text(8)),
                    .end = StoredDate(row.Text(9)),
                    .seats = row.OptInt(11),
                    .cancelled = row.Bool(12)};
    for (const auto code : Split(row.Text(10), ' ')) {
        if (!code.empty()) licence.year_groups.emplace_back(code);
    }
    return licence;
}

LicenceOverview ReadOverview(const sql::Row& row) {
    return {.licence = ReadLicence(row),
            .group_count = row.Int(kLicenceColumns),
            .pupil_count = row.Int(kLicenceColumns + 1)};
}

LinkedGroup ReadGroup(const sql::Row& row) {
    return {.id = GroupId{row.Int(0)},
            .name = row.Text(1),
            .year_group = row.Text(2),
            .linked_at = StoredInstant(row.Int(3))};
}

Status AddHistory(sql::Session& session, SchoolId school, LicenceId licence, GroupId group, const char* action,
                  const char* how, PersonId person, Instant at) {
    SUITE_RETURN_IF_ERROR(session.Execute(
        query::kAddHistory,
        {Value{school.value}, Value{at.time_since_epoch().count()}, Value{licence.value}, Value{group.value},
         Value{std::string(action)}, Value{std::string(how)}, person ? Value{person.value} : Value{}}));
    return {};
}

Status ChangeMapping(sql::Session& session, SchoolId school, const std::string& product_id, Instant at) {
    SUITE_RETURN_IF_ERROR(session.Execute(query::kBumpVersion, {Value{school.value}}));
    return outbox::Enqueue(session, kMappingTopic, school, product_id, at);
}

class SqlTx final : public LicenceTx {
  public:
    explicit SqlTx(sql::Session& session) : session_(session) {}

    Result<std::optional<SchoolId>> FindSchool(const SchoolKey& key) override {
        SUITE_ASSIGN(const auto rows, std::visit([&](const auto& by) { return Schools(by); }, key));
        // A BRIN and location that two schools hold names neither.
        if (rows.size() != 1) return std::optional<SchoolId>{};
        return std::optional(SchoolId{rows.front().Int(0)});
    }
    Result<std::optional<OrderedLicence>> FindOrder(const std::string& order_line_id) override {
        SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kLicenceByOrder, {Value{order_line_id}}));
        if (!row) return std::optional<OrderedLicence>{};
        return std::optional(OrderedLicence{.school = SchoolId{row->Int(0)}, .licence = ReadLicence(*row)});
    }
    Status Save(SchoolId school, const Licence& l) override {
        std::string year_groups;
        for (const auto& code : l.year_groups) year_groups += (year_groups.empty() ? "" : " ") + code;
        return session_.Upsert(
            kLicenceTable,
            {{school.value, l.id.value, l.order_line_id, l.contract_number, l.title, l.method_id, l.product_id,
              std::string(l.kind == LicenceKind::kPupil ? "pupil" : "group"), l.start.ToString(), l.end.ToString(),
              year_groups, sql::Nullable(l.seats), std::int64_t{l.cancelled ? 1 : 0}}});
    }
    Result<std::optional<Licence>> FindLicence(SchoolId school, LicenceId id) override {
        SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kLicence, {Value{school.value}, Value{id.value}}));
        return row ? std::optional(ReadLicence(*row)) : std::nullopt;
    }
    Result<std::optional<LicenceOverview>> Overview(SchoolId school, LicenceId id) override {
        SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kOverview, {Value{school.value}, Value{id.value}}));
        if (!row) return std::optional<LicenceOverview>{};
        LicenceOverview overview = ReadOverview(*row);
        SUITE_ASSIGN(const auto groups, session_.Query(query::kLinkedGroups, {Value{school.value}, Value{id.value}}));
        for (const auto& group : groups) overview.groups.push_back(ReadGroup(group));
        return std::optional(std::move(overview));
    }
    Result<std::vector<LicenceOverview>> List(SchoolId school, LicenceId after, std::int64_t limit) override {
        SUITE_ASSIGN(const auto rows,
                     session_.Query(query::kOverviews, {Value{school.value}, Value{after.value}, Value{limit}}));
        std::vector<LicenceOverview> overviews;
        for (const auto& row : rows) overviews.push_back(ReadOverview(row));
        SUITE_ASSIGN(const auto groups, session_.Query(query::kAllLinkedGroups, {Value{school.value}}));
        for (const auto& group : groups) {
            const auto at = std::ranges::find(overviews, LicenceId{group.Int(4)},
                                              [](const auto& overview) { return overview.licence.id; });
            if (at != overviews.end()) at->groups.push_back(ReadGroup(group));
        }
        return overviews;
    }
    Result<std::map<PersonId, std::vector<std::string>>> Titles(SchoolId school, Date day) override {
        SUITE_ASSIGN(const auto rows, session_.Query(query::kTitles, {Value{school.value}, Value{day.ToString()}}));
        std::map<PersonId, std::vector<std::string>> titles;
        for (const auto& row : rows) titles[PersonId{row.Int(0)}].push_back(row.Text(1));
        return titles;
    }
    Result<bool> GroupExists(SchoolId school, GroupId group) override {
        SUITE_ASSIGN(const auto rows, session_.Query(query::kGroupExists, {Value{school.value}, Value{group.value}}));
        return !rows.empty();
    }
    Result<bool> AddLink(SchoolId school, LicenceId licence, GroupId group, const Actor& by, Instant at) override {
        SUITE_ASSIGN(const auto added,
                     session_.Execute(query::kAddLink, {Value{school.value}, Value{licence.value}, Value{group.value},
                                                        Value{at.time_since_epoch().count()}}));
        if (added > 0)
            SUITE_RETURN_IF_ERROR(AddHistory(session_, school, licence, group, "link", "hand", by.person, at));
        return added > 0;
    }
    Result<bool> RemoveLink(SchoolId school, LicenceId licence, GroupId group, const Actor& by, Instant at) override {
        SUITE_ASSIGN(
            const auto removed,
            session_.Execute(query::kRemoveLink, {Value{school.value}, Value{licence.value}, Value{group.value}}));
        if (removed > 0)
            SUITE_RETURN_IF_ERROR(AddHistory(session_, school, licence, group, "unlink", "hand", by.person, at));
        return removed > 0;
    }
    Status Lock(SchoolId school) override { return session_.LockSchool(school.value); }
    Status MappingChanged(SchoolId school, const std::string& product_id, Instant at) override {
        mapping_changed_ = true;
        return ChangeMapping(session_, school, product_id, at);
    }

    [[nodiscard]] bool HasChangedMapping() const { return mapping_changed_; }

  private:
    Result<std::vector<sql::Row>> Schools(SchoolId id) { return session_.Query(query::kSchoolById, {Value{id.value}}); }
    Result<std::vector<sql::Row>> Schools(std::int64_t basispoort_id) {
        return session_.Query(query::kSchoolByBasispoort, {Value{basispoort_id}});
    }
    Result<std::vector<sql::Row>> Schools(const BrinLocation& at) {
        return session_.Query(query::kSchoolByBrin, {Value{at.brin}, Value{at.location}});
    }

    sql::Session& session_;
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

Status SqlStore::OnRosterChanges(sql::Session& session, const roster::SchoolChanges& changes, Instant now) {
    std::vector<GroupId> gone = changes.removed_groups;
    if (changes.complete) {
        SUITE_ASSIGN(const auto rows, session.Query(query::kLinksWithoutGroup, {Value{changes.school_id.value}}));
        for (const auto& row : rows) gone.push_back(GroupId{row.Int(0)});
    }
    for (const auto group : gone) {
        SUITE_ASSIGN(const auto links,
                     session.Query(query::kLinksOfGroup, {Value{changes.school_id.value}, Value{group.value}}));
        for (const auto& link : links) {
            const LicenceId licence{link.Int(0)};
            SUITE_RETURN_IF_ERROR(session.Execute(
                query::kRemoveLink, {Value{changes.school_id.value}, Value{licence.value}, Value{group.value}}));
            SUITE_RETURN_IF_ERROR(
                AddHistory(session, changes.school_id, licence, group, "unlink", "roster", PersonId{}, now));
            SUITE_RETURN_IF_ERROR(ChangeMapping(session, changes.school_id, link.Text(1), now));
        }
    }
    return {};
}

}  // namespace suite::licence
