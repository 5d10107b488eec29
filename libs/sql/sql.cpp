#include "sql/sql.hpp"

#include <cstdio>
#include <cstdlib>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::sql {
namespace {

/// A wrong column or type is a mistake in our own SQL, which every test of that statement finds (CODE §3 rule 11).
[[noreturn]] void Terminate(const char* what, std::size_t column) {
    std::fprintf(stderr, "sql: %s, column %zu\n", what, column);
    std::abort();
}

const Value& At(const std::vector<Value>& values, std::size_t column) {
    if (column >= values.size()) Terminate("no such column", column);
    return values[column];
}

}  // namespace

bool Row::IsNull(std::size_t column) const { return std::holds_alternative<std::monostate>(At(values_, column)); }

std::int64_t Row::Int(std::size_t column) const {
    const Value& value = At(values_, column);
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (const auto number = ParseInteger(*text)) return *number;
    }
    Terminate("not a number", column);
}

const std::string& Row::Text(std::size_t column) const {
    if (const auto* text = std::get_if<std::string>(&At(values_, column))) return *text;
    Terminate("not text", column);
}

std::optional<std::int64_t> Row::OptInt(std::size_t column) const {
    if (IsNull(column)) return std::nullopt;
    return Int(column);
}

std::optional<std::string> Row::OptText(std::size_t column) const {
    if (IsNull(column)) return std::nullopt;
    return Text(column);
}

std::string Places(std::size_t first, std::size_t count) {
    std::string places;
    for (std::size_t i = 0; i < count; ++i) places.append(i == 0 ? ":" : ", :").append(std::to_string(first + i));
    return places;
}

std::string WithRows(std::string_view name, std::span<const Column> columns, std::size_t count) {
    std::string sql = "WITH " + std::string(name) + " (";
    for (const auto& column : columns) sql.append(&column == columns.data() ? "" : ", ").append(column.name);
    sql += ") AS (VALUES ";
    for (std::size_t i = 0; i < count; ++i) {
        sql += i == 0 ? "(" : ", (";
        for (std::size_t c = 0; c < columns.size(); ++c) {
            sql.append(c == 0 ? "cast(:" : ", cast(:").append(std::to_string(i * columns.size() + c + 1));
            sql += columns[c].is_int ? " as bigint)" : " as text)";
        }
        sql += ")";
    }
    return sql + ") ";
}

Result<std::optional<Row>> Session::QueryOptional(std::string_view sql, std::initializer_list<Value> values) {
    SUITE_ASSIGN(auto rows, Query(sql, values));
    if (rows.size() > 1) return Fail(Code::kInternal, reason::kInternal, "more than one row where at most one belongs");
    if (rows.empty()) return std::optional<Row>{};
    return std::optional<Row>{std::move(rows.front())};
}

Result<Row> Session::QueryOne(std::string_view sql, std::initializer_list<Value> values) {
    SUITE_ASSIGN(auto row, QueryOptional(sql, values));
    if (!row) return Fail(Code::kInternal, reason::kInternal, "no row where exactly one belongs");
    return *std::move(row);
}

}  // namespace suite::sql
