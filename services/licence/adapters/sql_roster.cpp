#include "core/text.hpp"
#include "roster/roster.hpp"
#include "services/licence/adapters/queries.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {
namespace {

using sql::Value;

struct SchoolQuery {
    std::string_view sql;
    std::vector<Value> values;
};
SchoolQuery QueryFor(SchoolId id) { return {query::kSchoolById, {id.value}}; }
SchoolQuery QueryFor(std::int64_t basispoort_id) { return {query::kSchoolByBasispoort, {basispoort_id}}; }
SchoolQuery QueryFor(const BrinLocation& at) { return {query::kSchoolByBrin, {at.brin, at.location}}; }

}  // namespace

Result<std::optional<SchoolId>> SqlRoster::FindSchool(const SchoolKey& key) {
    const auto asked = std::visit([](const auto& by) { return QueryFor(by); }, key);
    SUITE_ASSIGN(const auto rows, session_.Query(asked.sql, asked.values));
    // A BRIN and location that two schools hold names neither.
    if (rows.size() != 1) return std::optional<SchoolId>{};
    return std::optional(SchoolId{rows.front().Int(0)});
}

Result<std::optional<KnownGroup>> SqlRoster::FindGroup(SchoolId school, GroupId group) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kGroup, {Value{school.value}, Value{group.value}}));
    if (!row) return std::optional<KnownGroup>{};
    return std::optional(KnownGroup{.id = group,
                                    .name = row->Text(0),
                                    .year_group = row->Text(1),
                                    .school_year = SchoolYear{static_cast<int>(row->Int(2))},
                                    .composed = row->Bool(3)});
}

Result<std::optional<KnownPupil>> SqlRoster::FindPupil(SchoolId school, PersonId person) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kPupil, {Value{school.value}, Value{person.value}}));
    if (!row) return std::optional<KnownPupil>{};
    KnownPupil pupil{.id = person,
                     .name = roster::ShownName({.given = row->Text(0), .prefix = row->Text(1), .family = row->Text(2)}),
                     .year_group = row->OptText(3).value_or(row->OptText(6).value_or("")),
                     .active = row->Bool(4)};
    if (!row->IsNull(5)) pupil.base_group = GroupId{row->Int(5)};
    return std::optional(std::move(pupil));
}

Result<bool> SqlRoster::IsStaff(SchoolId school, PersonId person) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kIsStaff, {Value{school.value}, Value{person.value}}));
    return row.has_value();
}

}  // namespace suite::licence
