#include <algorithm>

#include "core/text.hpp"
#include "services/licence/adapters/link_queries.hpp"
#include "services/licence/adapters/queries.hpp"
#include "services/licence/adapters/sql_parts.hpp"

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
                                {"cancelled"},
                                {"renews"},
                                {"ends_on", false}},
                               2};
constexpr std::size_t kLicenceColumns = 15;

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
                    .cancelled = row.Bool(12),
                    .renews = row.Bool(13)};
    if (!row.IsNull(14)) licence.ends_on = StoredDate(row.Text(14));
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

constexpr std::size_t kOrigin = 4;
constexpr std::size_t kLicenceOfGroup = 11;

LinkedGroup ReadGroup(const sql::Row& row) {
    return {.id = GroupId{row.Int(0)},
            .name = row.Text(1),
            .year_group = row.Text(2),
            .composed = row.Bool(3),
            .origin = ReadOrigin(row, kOrigin)};
}

}  // namespace

Result<std::optional<OrderedLicence>> SqlLicences::FindOrder(const std::string& order_line_id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kLicenceByOrder, {Value{order_line_id}}));
    if (!row) return std::optional<OrderedLicence>{};
    return std::optional(OrderedLicence{.school = SchoolId{row->Int(0)}, .licence = ReadLicence(*row)});
}

Status SqlLicences::Save(SchoolId school, const Licence& l) {
    std::string year_groups;
    for (const auto& code : l.year_groups) year_groups += (year_groups.empty() ? "" : " ") + code;
    return session_.Upsert(
        kLicenceTable,
        {{school.value, l.id.value, l.order_line_id, l.contract_number, l.title, l.method_id, l.product_id,
          std::string(l.kind == LicenceKind::kPupil ? "pupil" : "group"), l.start.ToString(), l.end.ToString(),
          year_groups, sql::Nullable(l.seats), std::int64_t{l.cancelled ? 1 : 0}, std::int64_t{l.renews ? 1 : 0},
          l.ends_on ? Value{l.ends_on->ToString()} : Value{}}});
}

Result<std::optional<Licence>> SqlLicences::Find(SchoolId school, LicenceId id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kLicence, {Value{school.value}, Value{id.value}}));
    return row ? std::optional(ReadLicence(*row)) : std::nullopt;
}

Result<std::optional<LicenceOverview>> SqlLicences::Overview(SchoolId school, LicenceId id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kOverview, {Value{school.value}, Value{id.value}}));
    if (!row) return std::optional<LicenceOverview>{};
    LicenceOverview overview = ReadOverview(*row);
    SUITE_ASSIGN(const auto groups, session_.Query(query::kLinkedGroups, {Value{school.value}, Value{id.value}}));
    for (const auto& group : groups) overview.groups.push_back(ReadGroup(group));
    return std::optional(std::move(overview));
}

Result<std::vector<LicenceOverview>> SqlLicences::List(SchoolId school, LicenceId after, std::int64_t limit) {
    SUITE_ASSIGN(const auto rows,
                 session_.Query(query::kOverviews, {Value{school.value}, Value{after.value}, Value{limit}}));
    std::vector<LicenceOverview> overviews;
    for (const auto& row : rows) overviews.push_back(ReadOverview(row));
    SUITE_ASSIGN(const auto groups, session_.Query(query::kAllLinkedGroups, {Value{school.value}}));
    for (const auto& group : groups) {
        const auto at = std::ranges::find(overviews, LicenceId{group.Int(kLicenceOfGroup)},
                                          [](const auto& overview) { return overview.licence.id; });
        if (at != overviews.end()) at->groups.push_back(ReadGroup(group));
    }
    return overviews;
}

Result<std::map<PersonId, std::vector<std::string>>> SqlLicences::Titles(SchoolId school, Date day) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kTitles, {Value{school.value}, Value{day.ToString()}}));
    std::map<PersonId, std::vector<std::string>> titles;
    for (const auto& row : rows) titles[PersonId{row.Int(0)}].push_back(row.Text(1));
    return titles;
}

}  // namespace suite::licence
