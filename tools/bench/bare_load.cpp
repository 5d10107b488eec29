#include "tools/bench/bare_load.hpp"

#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

#include "core/reasons.hpp"

namespace suite::bench {
namespace {

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    void operator()(sqlite3_value* value) const { sqlite3_value_free(value); }
};
using Handle = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;
using Value = std::unique_ptr<sqlite3_value, Close>;

struct TableRows {
    std::string create;
    std::string name;
    int columns = 0;
    std::vector<Value> values;  // row after row
};
struct Contents {
    std::vector<TableRows> tables;
    std::vector<std::string> indexes;  // CREATE INDEX ...
};

std::unexpected<Error> Failed(sqlite3* database) {
    return Fail(Code::kInternal, reason::kInternal, std::string("SQLite: ") + sqlite3_errmsg(database));
}

Result<Handle> Open(const std::filesystem::path& file) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open(file.c_str(), &raw);
    Handle database(raw);
    if (code != SQLITE_OK) return Failed(raw);
    return database;
}

Result<Statement> Prepare(sqlite3* database, const std::string& sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) return Failed(database);
    return Statement(raw);
}

Status Execute(sqlite3* database, const std::string& sql) {
    if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return Failed(database);
    return {};
}

std::string Text(sqlite3_stmt* row, int column) {
    return reinterpret_cast<const char*>(sqlite3_column_text(row, column));
}

Status ReadRows(sqlite3* database, TableRows& table) {
    SUITE_ASSIGN(const auto rows, Prepare(database, "SELECT * FROM " + table.name));
    table.columns = sqlite3_column_count(rows.get());
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(rows.get())) == SQLITE_ROW) {
        for (int i = 0; i < table.columns; ++i)
            table.values.emplace_back(sqlite3_value_dup(sqlite3_column_value(rows.get(), i)));
    }
    if (code != SQLITE_DONE) return Failed(database);
    return {};
}

Result<Contents> Read(const std::filesystem::path& file) {
    SUITE_ASSIGN(const auto database, Open(file));
    // Indexes without text are those of primary keys, which come with their table.
    SUITE_ASSIGN(const auto things,
                 Prepare(database.get(), "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"));
    Contents contents;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(things.get())) == SQLITE_ROW) {
        const auto type = Text(things.get(), 0);
        if (type == "table") {
            contents.tables.push_back({.create = Text(things.get(), 2), .name = Text(things.get(), 1)});
        } else {
            contents.indexes.push_back(Text(things.get(), 2));
        }
    }
    if (code != SQLITE_DONE) return Failed(database.get());
    for (auto& table : contents.tables) SUITE_RETURN_IF_ERROR(ReadRows(database.get(), table));
    return contents;
}

Status Insert(sqlite3* database, const TableRows& table) {
    std::string places;
    for (int i = 0; i < table.columns; ++i) places += i == 0 ? "?" : ", ?";
    SUITE_ASSIGN(const auto insert, Prepare(database, "INSERT INTO " + table.name + " VALUES (" + places + ")"));
    int column = 0;
    for (const auto& value : table.values) {
        sqlite3_bind_value(insert.get(), ++column, value.get());
        if (column < table.columns) continue;
        if (sqlite3_step(insert.get()) != SQLITE_DONE) return Failed(database);
        sqlite3_reset(insert.get());
        column = 0;
    }
    return {};
}

/// The rows written.
Result<std::int64_t> Write(const std::filesystem::path& file, const Contents& contents) {
    SUITE_ASSIGN(const auto database, Open(file));
    SUITE_RETURN_IF_ERROR(Execute(database.get(), "PRAGMA journal_mode = wal; PRAGMA synchronous = full; BEGIN"));
    std::int64_t rows = 0;
    for (const auto& table : contents.tables) {
        SUITE_RETURN_IF_ERROR(Execute(database.get(), table.create));
        SUITE_RETURN_IF_ERROR(Insert(database.get(), table));
        rows += static_cast<std::int64_t>(table.values.size()) / table.columns;
    }
    for (const auto& index : contents.indexes) SUITE_RETURN_IF_ERROR(Execute(database.get(), index));
    SUITE_RETURN_IF_ERROR(Execute(database.get(), "COMMIT"));
    return rows;
}

}  // namespace

Result<BareLoad> LoadBare(const std::filesystem::path& from, const std::filesystem::path& scratch) {
    BareLoad load;
    for (const auto& entry : std::filesystem::directory_iterator(from)) {
        if (entry.path().extension() != ".db") continue;
        SUITE_ASSIGN(const auto contents, Read(entry.path()));
        const auto start = std::chrono::steady_clock::now();
        SUITE_ASSIGN(const auto rows, Write(scratch / entry.path().filename(), contents));
        load.time += std::chrono::steady_clock::now() - start;
        load.rows += rows;
    }
    return load;
}

}  // namespace suite::bench
