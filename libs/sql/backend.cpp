#include "sql/backend.hpp"

#include <fmt/format.h>

#include <exception>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::sql {

template <class Work>
auto Backend::Guard(Work&& work) -> Result<decltype(work())> {
    if (failure_) return Fail(failure_->error);
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (Failure& failure) {
        failure_ = std::move(failure);
    } catch (const std::exception&) {
        // Neither text nor type is worth telling: what SOCI says holds bound values (CODE §5.5 row 1).
        failure_ = Bug("the database library failed");
    }
    return Fail(failure_->error);
}

Result<std::int64_t> Backend::Execute(std::string_view sql, std::span<const Value> values) {
    return Guard([&] { return DoExecute(sql, values); });
}

Result<std::vector<Row>> Backend::Query(std::string_view sql, std::span<const Value> values) {
    return Guard([&] { return DoQuery(sql, values); });
}

Status Backend::Upsert(const Table& table, const std::vector<std::vector<Value>>& rows) {
    return Guard([&] {
        RequireClean(rows, table.columns.size());
        if (!rows.empty()) DoUpsert(table, rows);
    });
}

Status Backend::Insert(const Table& table, const std::vector<std::vector<Value>>& rows) {
    return Guard([&] {
        RequireClean(rows, table.columns.size());
        if (!rows.empty()) DoInsert(table, rows);
    });
}

Status Backend::Delete(const Table& table, const std::vector<std::vector<Value>>& keys) {
    return Guard([&] {
        RequireClean(keys, table.key_columns);
        if (!keys.empty()) DoDelete(table, keys);
    });
}

Status Backend::LockSchools(std::span<const std::int64_t> school_ids) {
    return Guard([&] {
        if (!school_ids.empty()) DoLockSchools(school_ids);
    });
}

Status Backend::TakeTurn() {
    return Guard([&] { DoTakeTurn(); });
}

Result<std::vector<Row>> Backend::QueryAlone(SchoolScope schools, std::string_view sql, std::span<const Value> values,
                                             Deadline deadline) {
    failure_.reset();
    return Guard([&] { return DoQueryAlone(schools, sql, values, deadline); });
}

Status Backend::Begin(Access access, SchoolScope schools, Deadline deadline) {
    failure_.reset();
    return Guard([&] { DoBegin(access, schools, deadline); });
}

Status Backend::Commit() {
    Status status = Guard([&] { DoCommit(); });
    if (!status) Rollback();
    return status;
}

void Backend::Rollback() noexcept {
    try {
        DoRollback();
    } catch (...) {  // a session that cannot roll back has closed itself, which rolls back too
    }
}

Status Backend::LockForMigration() {
    return Guard([&] { DoLockForMigration(); });
}

Status Backend::RunScript(std::string_view script) {
    return Guard([&] { DoRunScript(std::string(script)); });
}

std::string ColumnNames(const Table& table) {
    std::string names;
    for (const auto& column : table.columns) names += fmt::format("{}{}", names.empty() ? "" : ", ", column.name);
    return names;
}

std::string UpsertSql(const Table& table, std::string_view source) {
    std::string keys;
    std::string updates;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const std::string_view name = table.columns[i].name;
        if (i < table.key_columns) {
            keys += fmt::format("{}{}", i == 0 ? "" : ", ", name);
        } else {
            updates += fmt::format("{}{} = excluded.{}", updates.empty() ? "" : ", ", name, name);
        }
    }
    const std::string action = updates.empty() ? "do nothing" : "do update set " + updates;
    return fmt::format("insert into {} ({}) {} on conflict ({}) {}", table.name, ColumnNames(table), source, keys,
                       action);
}

std::string UpdateInPlaceSql(const Table& table) {
    std::string condition;
    std::string updates;
    bool indexed = false;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& column = table.columns[i];
        if (i < table.key_columns) {
            condition += fmt::format("{}{} = :{}", i == 0 ? "" : " and ", column.name, i + 1);
        } else if (column.indexed) {
            condition += fmt::format(" and {} is :{}", column.name, i + 1);  // NULL too
            indexed = true;
        } else {
            updates += fmt::format("{}{} = :{}", updates.empty() ? "" : ", ", column.name, i + 1);
        }
    }
    if (!indexed || updates.empty()) return {};
    return fmt::format("update {} set {} where {}", table.name, updates, condition);
}

void RequireClean(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && !IsCleanUtf8(*text)) throw Bug("a text is not UTF-8, or holds NUL");
}

void RequireClean(const std::vector<std::vector<Value>>& rows, std::size_t columns) {
    for (const auto& row : rows) {
        if (row.size() != columns) throw Bug("a row of a bulk write has the wrong number of columns");
        for (const Value& value : row) RequireClean(value);
    }
}

}  // namespace suite::sql
