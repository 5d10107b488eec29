#include <initializer_list>
#include <map>

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
                                {"ends_on", false},
                                {"terminated_at"}},
                               2};
constexpr std::size_t kLicenceColumns = 16;

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
                    .year_groups = StoredCodes(row.Text(10)),
                    .seats = row.OptInt(11),
                    .cancelled = row.Bool(12),
                    .renews = row.Bool(13)};
    if (!row.IsNull(14)) licence.ends_on = StoredDate(row.Text(14));
    if (!row.IsNull(15)) licence.terminated_at = AtMillis(row.Int(15));
    return licence;
}

LicenceOverview ReadOverview(const sql::Row& row) {
    LicenceOverview overview{.licence = ReadLicence(row),
                             .method_id = row.Text(kLicenceColumns),
                             .method_name = row.OptText(kLicenceColumns + 1).value_or(""),
                             .subject = row.OptText(kLicenceColumns + 2).value_or(""),
                             .excluded = row.OptInt(kLicenceColumns + 4).value_or(0) != 0};
    overview.year_groups = overview.licence.year_groups.empty()
                               ? StoredCodes(row.OptText(kLicenceColumns + 3).value_or(""))
                               : overview.licence.year_groups;
    return overview;
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
    return session_.Upsert(
        kLicenceTable,
        {{school.value, l.id.value, l.order_line_id, l.contract_number, l.title, l.method_id, l.product_id,
          std::string(l.kind == LicenceKind::kPupil ? "pupil" : "group"), l.start.ToString(), l.end.ToString(),
          StoreCodes(l.year_groups), sql::Nullable(l.seats), std::int64_t{l.cancelled ? 1 : 0},
          std::int64_t{l.renews ? 1 : 0}, l.ends_on ? Value{l.ends_on->ToString()} : Value{},
          l.terminated_at ? Value{Millis(*l.terminated_at)} : Value{}}});
}

Result<std::optional<Licence>> SqlLicences::Find(SchoolId school, LicenceId id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kLicence, {Value{school.value}, Value{id.value}}));
    return row ? std::optional(ReadLicence(*row)) : std::nullopt;
}

Result<std::optional<LicenceOverview>> SqlLicences::Overview(SchoolId school, LicenceId id) {
    const std::initializer_list<Value> key{Value{school.value}, Value{id.value}};
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kOverview, key));
    if (!row) return std::optional<LicenceOverview>{};
    LicenceOverview overview = ReadOverview(*row);
    SUITE_ASSIGN(const auto pupils, session_.QueryOptional(query::kPupilCount, key));
    if (pupils) overview.pupil_count = pupils->Int(1);
    SUITE_ASSIGN(const auto seats, session_.QueryOptional(query::kSeatCount, key));
    if (seats) overview.seats_used = seats->Int(1);
    SUITE_ASSIGN(const auto waiting, session_.QueryOptional(query::kWaitingCount, key));
    if (waiting) overview.waiting = waiting->Int(1);
    SUITE_ASSIGN(const auto groups, session_.Query(query::kLinkedGroups, key));
    for (const auto& group : groups) overview.groups.push_back(ReadGroup(group));
    return std::optional(std::move(overview));
}

Result<std::vector<LicenceOverview>> SqlLicences::Overviews(SchoolId school) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kOverviews, {Value{school.value}}));
    std::vector<LicenceOverview> overviews;
    std::map<std::int64_t, std::size_t> places;
    for (const auto& row : rows) {
        overviews.push_back(ReadOverview(row));
        places.emplace(overviews.back().licence.id.value, overviews.size() - 1);
    }
    const auto of_licence = [&](std::int64_t id) -> LicenceOverview* {
        const auto place = places.find(id);
        return place == places.end() ? nullptr : &overviews[place->second];
    };
    const auto count = [&](std::string_view query, std::int64_t LicenceOverview::* into) -> Status {
        SUITE_ASSIGN(const auto counts, session_.Query(query, {Value{school.value}}));
        for (const auto& row : counts) {
            if (auto* overview = of_licence(row.Int(0))) overview->*into = row.Int(1);
        }
        return {};
    };
    SUITE_RETURN_IF_ERROR(count(query::kPupilCounts, &LicenceOverview::pupil_count));
    SUITE_RETURN_IF_ERROR(count(query::kSeatCounts, &LicenceOverview::seats_used));
    SUITE_RETURN_IF_ERROR(count(query::kWaitingCounts, &LicenceOverview::waiting));
    SUITE_ASSIGN(const auto groups, session_.Query(query::kAllLinkedGroups, {Value{school.value}}));
    for (const auto& group : groups) {
        if (auto* overview = of_licence(group.Int(kLicenceOfGroup))) overview->groups.push_back(ReadGroup(group));
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
