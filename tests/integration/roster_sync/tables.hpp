// What a database holds, row by row.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "sql/sql.hpp"

namespace suite::roster_sync {

/// Rows as text, sorted, by table.
using Tables = std::map<std::string, std::vector<std::string>>;

inline std::vector<sql::Row> RowsOf(sql::Database& database, const std::string& sql) {
    auto rows = database.Read(SchoolScope::All(), Deadline::In(std::chrono::seconds(20)),
                              [&](sql::Session& session) { return session.Query(sql); });
    if (!rows) FAIL(sql << ": " << rows.error().message);
    return std::move(*rows);
}

inline Tables AllTables(sql::Database& database) {
    const bool sqlite = database.GetDialect() == sql::Dialect::kSqlite;
    const auto* const names = sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table'"
                                     : "SELECT cast(table_name AS text) FROM information_schema.tables"
                                       " WHERE table_schema = current_schema()";
    Tables tables;
    for (const auto& row : RowsOf(database, names)) {
        const auto& table = row.Text(0);
        const auto columns =
            sqlite ? "SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid"
                   : "SELECT cast(column_name AS text) FROM information_schema.columns WHERE table_schema ="
                     " current_schema() AND table_name = '" +
                         table + "' ORDER BY ordinal_position";
        std::string wanted;
        std::size_t count = 0;
        for (const auto& column : RowsOf(database, columns)) {
            wanted += (count++ == 0 ? "" : ", ") + ("cast(" + column.Text(0) + " AS text)");
        }
        auto& texts = tables[table];
        for (const auto& values : RowsOf(database, "SELECT " + wanted + " FROM " + table)) {
            std::string text;
            for (std::size_t i = 0; i < count; ++i) text += values.OptText(i).value_or("NULL") + "|";
            texts.push_back(std::move(text));
        }
        std::ranges::sort(texts);
    }
    return tables;
}

/// "table: row" of each row that has the text in it.
inline std::vector<std::string> RowsWith(const Tables& tables, const std::string& text) {
    std::vector<std::string> found;
    for (const auto& [table, rows] : tables) {
        for (const auto& row : rows) {
            if (row.find(text) != std::string::npos) found.push_back(table + ": " + row);
        }
    }
    return found;
}

}  // namespace suite::roster_sync
