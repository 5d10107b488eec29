#include "services/result_exchange/adapters/columns.hpp"

#include <array>
#include <utility>

#include "core/reasons.hpp"
#include "core/role_name.hpp"

namespace suite::results {
namespace {

constexpr std::array<std::pair<ResultKind, std::string_view>, 3> kKinds = {{
    {ResultKind::kTest, "test"},
    {ResultKind::kObservation, "observation"},
    {ResultKind::kPractice, "practice"},
}};
constexpr std::string_view kNobody = "none";

}  // namespace

std::string_view ToColumn(ResultKind kind) {
    for (const auto& [value, text] : kKinds) {
        if (value == kind) return text;
    }
    return {};
}

std::string_view ToColumn(Role role) { return role == Role::kNone ? kNobody : RoleName(role); }

Role RoleFromColumn(std::string_view text) { return RoleNamed(text).value_or(Role::kNone); }

sql::Value TextOrNull(const std::string& text) { return text.empty() ? sql::Value{} : sql::Value{text}; }

Result<StoredResult> ReadStored(const sql::Row& row, std::size_t first) {
    const auto broken = [] { return Fail(Code::kInternal, reason::kInternal, "a stored result cannot be read"); };
    const auto taken_on = Date::Parse(row.Text(first + 12));
    if (!taken_on) return broken();
    for (const auto& [kind, text] : kKinds) {
        if (text != row.Text(first + 7)) continue;
        return StoredResult{.result_key = row.Text(first + 1),
                            .version = row.Int(first + 2),
                            .school = SchoolId{row.Int(first)},
                            .pupil = {.id = PersonId{row.Int(first + 3)},
                                      .eck_id = row.OptText(first + 4).value_or(""),
                                      .las_key = row.OptText(first + 5).value_or("")},
                            .content = {.product_id = row.Text(first + 6),
                                        .kind = kind,
                                        .test_code = row.Text(first + 8),
                                        .test_name = row.Text(first + 9),
                                        .part_code = row.Text(first + 10),
                                        .score = row.OptInt(first + 11),
                                        .taken_on = *taken_on}};
    }
    return broken();
}

}  // namespace suite::results
