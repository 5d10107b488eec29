#include "services/licence/adapters/sql_entitlements.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "roster/roster.hpp"
#include "services/licence/adapters/entitlement_queries.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {
namespace {

using sql::Value;

struct PersonQuery {
    std::string_view sql;
    Value value;
};
PersonQuery FactsQuery(PersonId id) { return {query::kFactsById, id.value}; }
PersonQuery FactsQuery(const std::string& eck_id) { return {query::kFactsByEckId, eck_id}; }
PersonQuery FactsQuery(std::int64_t basispoort_id) { return {query::kFactsByBasispoort, basispoort_id}; }

/// Columns of kManyFactsRow after the number and the school.
void AddKey(std::vector<Value>& values, PersonId id) { values.insert(values.end(), {id.value, Value{}, Value{}}); }
void AddKey(std::vector<Value>& values, const std::string& eck_id) {
    values.insert(values.end(), {Value{}, eck_id, Value{}});
}
void AddKey(std::vector<Value>& values, std::int64_t basispoort_id) {
    values.insert(values.end(), {Value{}, Value{}, basispoort_id});
}

/// Takes in one row of facts, whose columns begin at `from`. The person's row comes before what is the person's.
void TakeIn(const sql::Row& row, std::size_t from, SchoolFacts& facts) {
    const auto number = [&](std::size_t column) { return row.Int(from + column); };
    switch (number(0)) {
        case query::kOfSchool:
            facts.known = true;
            facts.active = number(1) != 0;
            facts.licence_version = number(2);
            facts.consent = number(3) != 0;
            return;
        case query::kOfPerson:
            facts.person = PersonFacts{.id = PersonId{number(1)}, .staff = number(3) != 0, .active = number(2) != 0};
            if (!row.IsNull(from + 4)) facts.person->end_date = StoredDate(row.Text(from + 4));
            return;
        case query::kOfGroup:
            facts.person->groups.push_back(GroupId{number(1)});
            return;
        case query::kOfLink:
            facts.person->links.push_back(LicenceId{number(1)});
            return;
        default:
            facts.person->seats.push_back(LicenceId{number(1)});
    }
}

/// Few texts, so that each stays prepared: questions are filled up to one of these numbers by ones that find nothing.
constexpr std::array<std::size_t, 3> kSizes{10, 30, kMostAskedAtOnce};

std::string ManyFacts(std::size_t rows) {
    std::string sql(query::kManyFactsBegin);
    for (std::size_t i = 0; i < rows; ++i) {
        if (i > 0) sql += ", ";
        sql += fmt::format(fmt::runtime(query::kManyFactsRow), 5 * i + 1, 5 * i + 2, 5 * i + 3, 5 * i + 4, 5 * i + 5);
    }
    return sql.append(query::kManyFactsEnd);
}

}  // namespace

Result<SchoolFacts> FactsOf(SchoolId school, const PersonKey& person, const RunQuery& run) {
    const auto query = std::visit([](const auto& key) { return FactsQuery(key); }, person);
    const std::array values{Value{school.value}, query.value};
    SUITE_ASSIGN(auto rows, run(query.sql, values));
    // The parts of a UNION ALL come in the order of the text on both databases, but neither promises it.
    std::ranges::stable_sort(rows, {}, [](const sql::Row& row) { return row.Int(0); });
    SchoolFacts facts;
    for (const auto& row : rows) TakeIn(row, 0, facts);
    // A school that is not known here any more has nobody.
    if (!facts.known) facts.person.reset();
    return facts;
}

Result<std::vector<SchoolFacts>> FactsOf(std::span<const AskedPerson> asked, const RunQuery& run) {
    std::vector<SchoolFacts> facts(asked.size());
    for (std::size_t from = 0; from < asked.size(); from += kSizes.back()) {
        const auto part = asked.subspan(from, std::min(asked.size() - from, kSizes.back()));
        const auto size = *std::ranges::find_if(kSizes, [&](std::size_t at_most) { return part.size() <= at_most; });
        std::vector<Value> values;
        for (std::size_t i = 0; i < size; ++i) {
            values.emplace_back(static_cast<std::int64_t>(from + i));
            if (i < part.size()) {
                values.emplace_back(part[i].school.value);
                std::visit([&](const auto& key) { AddKey(values, key); }, part[i].person);
            } else {
                values.insert(values.end(), {Value{std::int64_t{0}}, Value{}, Value{}, Value{}});
            }
        }
        SUITE_ASSIGN(const auto rows, run(ManyFacts(size), values));
        for (const auto& row : rows) TakeIn(row, 1, facts[static_cast<std::size_t>(row.Int(0))]);
    }
    for (auto& of : facts) {
        if (!of.known) of.person.reset();
    }
    return facts;
}

Result<std::vector<SchoolFacts>> SqlEntitlements::Facts(std::span<const AskedPerson> asked) {
    return FactsOf(asked,
                   [&](std::string_view sql, std::span<const Value> values) { return session_.Query(sql, values); });
}

Result<MappingPtr> SqlEntitlements::Mapping(SchoolId school) {
    auto mapping = std::make_shared<SchoolMapping>();
    SUITE_ASSIGN(const auto version, session_.QueryOptional(query::kVersion, {Value{school.value}}));
    if (version) mapping->version = version->Int(0);
    SUITE_ASSIGN(const auto rows, session_.Query(query::kMapping, {Value{school.value}}));
    for (const auto& row : rows) {
        const LicenceId id{row.Int(0)};
        if (mapping->licences.empty() || mapping->licences.back().id != id) {
            mapping->licences.push_back({.id = id,
                                         .product_id = row.Text(1),
                                         .kind = row.Text(2) == "pupil" ? LicenceKind::kPupil : LicenceKind::kGroup,
                                         .start = StoredDate(row.Text(3)),
                                         .end = StoredDate(row.Text(4)),
                                         .renews = row.Bool(5),
                                         .cancelled = row.Bool(7)});
            if (!row.IsNull(6)) mapping->licences.back().ends_on = StoredDate(row.Text(6));
        }
        if (row.IsNull(8)) continue;
        MappedGroup group{.id = GroupId{row.Int(8)}};
        if (const auto year = row.OptInt(9)) group.year = SchoolYear{static_cast<int>(*year)};
        mapping->licences.back().groups.push_back(group);
    }
    // By bytes, as Decide searches: a database may sort text by a language.
    std::ranges::stable_sort(mapping->licences, {}, &MappedLicence::product_id);
    return MappingPtr(std::move(mapping));
}

Result<Naming> SqlEntitlements::NamesFor(SchoolId school, PersonId person) {
    Naming naming;
    SUITE_ASSIGN(const auto name,
                 session_.QueryOptional(query::kPersonName, {Value{school.value}, Value{person.value}}));
    if (name)
        naming.person = roster::ShownName({.given = name->Text(0), .prefix = name->Text(1), .family = name->Text(2)});
    SUITE_ASSIGN(const auto groups, session_.Query(query::kGroupsOfPerson, {Value{school.value}, Value{person.value}}));
    for (const auto& row : groups)
        naming.groups.push_back({.id = GroupId{row.Int(0)}, .name = row.Text(1), .composed = row.Bool(2)});
    SUITE_ASSIGN(const auto titles, session_.Query(query::kTitlesOfSchool, {Value{school.value}}));
    for (const auto& row : titles) naming.titles.emplace(LicenceId{row.Int(0)}, row.Text(1));
    return naming;
}

}  // namespace suite::licence
