#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>
#include <string_view>
#include <vector>

#include "core/reasons.hpp"
#include "tools/bench/databases.hpp"

namespace suite::bench {
namespace {

namespace fs = std::filesystem;

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Handle = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

/// Rows one after the other in one block of memory: the country's rows as sqlite3_values would not fit.
struct TableRows {
    std::string name;
    int columns = 0;
    std::int64_t rows = 0;
    std::string packed;  // per value its type, then 8 bytes or length and bytes
};
struct Contents {
    std::vector<std::string> schema;  // CREATE TABLE ..., CREATE INDEX ..., in their order
    std::vector<TableRows> tables;
};

std::unexpected<Error> Failed(sqlite3* database) {
    return Fail(Code::kInternal, reason::kInternal, std::string("SQLite: ") + sqlite3_errmsg(database));
}

Result<Handle> Open(const fs::path& file) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open(file.c_str(), &raw);
    Handle database(raw);
    if (code != SQLITE_OK) return Failed(raw);
    sqlite3_busy_timeout(raw, 10'000);
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

Result<std::int64_t> Number(sqlite3* database, const std::string& sql) {
    SUITE_ASSIGN(const auto row, Prepare(database, sql));
    if (sqlite3_step(row.get()) != SQLITE_ROW) return Failed(database);
    return std::int64_t{sqlite3_column_int64(row.get(), 0)};
}

std::string Text(sqlite3_stmt* row, int column) {
    return reinterpret_cast<const char*>(sqlite3_column_text(row, column));
}

/// Calls `use` with each row of the answer.
template <class Use>
Status ForEach(sqlite3* database, const std::string& sql, Use use) {
    SUITE_ASSIGN(const auto rows, Prepare(database, sql));
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(rows.get())) == SQLITE_ROW) use(rows.get());
    if (code != SQLITE_DONE) return Failed(database);
    return {};
}

void AppendBytes(std::string& out, const void* bytes, std::size_t size) {
    out.append(static_cast<const char*>(bytes), size);
}

/// Our schemas hold NULL, integers and text only.
void Pack(std::string& out, sqlite3_stmt* row, int columns) {
    for (int i = 0; i < columns; ++i) {
        const int type = sqlite3_column_type(row, i);
        out += static_cast<char>(type);
        if (type == SQLITE_INTEGER) {
            const std::int64_t number = sqlite3_column_int64(row, i);
            AppendBytes(out, &number, sizeof number);
        } else if (type != SQLITE_NULL) {
            const auto* text = sqlite3_column_text(row, i);
            const auto size = static_cast<std::uint32_t>(sqlite3_column_bytes(row, i));
            AppendBytes(out, &size, sizeof size);
            AppendBytes(out, text, size);
        }
    }
}

/// Binds the next row of `packed` from `at` on.
void BindRow(sqlite3_stmt* insert, int columns, const std::string& packed, std::size_t& at) {
    for (int i = 1; i <= columns; ++i) {
        const int type = packed[at++];
        if (type == SQLITE_INTEGER) {
            std::int64_t number = 0;
            std::memcpy(&number, packed.data() + at, sizeof number);
            at += sizeof number;
            sqlite3_bind_int64(insert, i, number);
        } else if (type != SQLITE_NULL) {
            std::uint32_t size = 0;
            std::memcpy(&size, packed.data() + at, sizeof size);
            at += sizeof size;
            sqlite3_bind_text(insert, i, packed.data() + at, static_cast<int>(size), nullptr);  // stays where it is
            at += size;
        } else {
            sqlite3_bind_null(insert, i);
        }
    }
}

Result<Contents> Read(const fs::path& file) {
    SUITE_ASSIGN(const auto database, Open(file));
    Contents contents;
    // Indexes without text are those of primary keys, which come with their table.
    SUITE_RETURN_IF_ERROR(ForEach(database.get(),
                                  "SELECT sql, type, name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid",
                                  [&](sqlite3_stmt* row) {
                                      contents.schema.push_back(Text(row, 0));
                                      if (Text(row, 1) == "table")
                                          contents.tables.push_back({.name = Text(row, 2), .packed = {}});
                                  }));
    for (auto& table : contents.tables) {
        SUITE_RETURN_IF_ERROR(ForEach(database.get(), "SELECT * FROM " + table.name, [&](sqlite3_stmt* row) {
            table.columns = sqlite3_column_count(row);
            ++table.rows;
            Pack(table.packed, row, table.columns);
        }));
    }
    return contents;
}

Status Insert(sqlite3* database, const TableRows& table) {
    std::string places;
    for (int i = 0; i < table.columns; ++i) places += i == 0 ? "?" : ", ?";
    SUITE_ASSIGN(const auto insert, Prepare(database, "INSERT INTO " + table.name + " VALUES (" + places + ")"));
    for (std::size_t at = 0; at < table.packed.size();) {
        BindRow(insert.get(), table.columns, table.packed, at);
        if (sqlite3_step(insert.get()) != SQLITE_DONE) return Failed(database);
        sqlite3_reset(insert.get());
    }
    return {};
}

/// The rows written.
Result<std::int64_t> Write(const fs::path& file, const Contents& contents) {
    SUITE_ASSIGN(const auto database, Open(file));
    SUITE_RETURN_IF_ERROR(Execute(database.get(), "PRAGMA journal_mode = wal; PRAGMA synchronous = full; BEGIN"));
    for (const auto& create : contents.schema) SUITE_RETURN_IF_ERROR(Execute(database.get(), create));
    std::int64_t rows = 0;
    for (const auto& table : contents.tables) {
        if (table.rows > 0) SUITE_RETURN_IF_ERROR(Insert(database.get(), table));
        rows += table.rows;
    }
    SUITE_RETURN_IF_ERROR(Execute(database.get(), "COMMIT"));
    return rows;
}

Result<TableMark> MarkTable(sqlite3* database, const std::string& table) {
    TableMark mark;
    std::uint64_t hash = 14695981039346656037U;  // FNV-1a
    std::string packed;
    SUITE_RETURN_IF_ERROR(ForEach(database, "SELECT * FROM " + table, [&](sqlite3_stmt* row) {
        packed.clear();
        Pack(packed, row, sqlite3_column_count(row));
        for (const char c : packed) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
        ++mark.rows;
    }));
    mark.writes = static_cast<std::int64_t>(hash);
    return mark;
}

class Sqlite final : public Databases {
  public:
    Sqlite(fs::path folder, fs::path scratch) : folder_(std::move(folder)), scratch_(std::move(scratch)) {}

    std::string Name() const override { return std::string("SQLite ") + sqlite3_libversion(); }

    Result<std::int64_t> NewestSequence() override {
        SUITE_ASSIGN(auto* const database, Kept("roster-sync"));
        return Number(database, "SELECT COALESCE(max(sequence), 0) FROM feed");
    }

    Result<BareLoad> LoadBare() override {
        BareLoad load;
        for (const auto& entry : fs::directory_iterator(folder_)) {
            if (entry.path().extension() != ".db") continue;
            SUITE_ASSIGN(const auto contents, Read(entry.path()));
            const auto start = std::chrono::steady_clock::now();
            SUITE_ASSIGN(const auto rows, Write(scratch_ / entry.path().filename(), contents));
            load.time += std::chrono::steady_clock::now() - start;
            load.rows += rows;
        }
        for (const auto& entry : fs::directory_iterator(scratch_)) fs::remove(entry.path());
        return load;
    }

    Result<Marks> Mark() override {
        Marks marks;
        for (const auto& entry : fs::directory_iterator(folder_)) {
            if (entry.path().extension() != ".db") continue;
            const auto name = entry.path().stem().string();
            SUITE_ASSIGN(auto* const database, Kept(name));
            DatabaseMark mark;
            SUITE_ASSIGN(mark.version, Number(database, "PRAGMA data_version"));
            std::vector<std::string> tables;
            SUITE_RETURN_IF_ERROR(ForEach(database, "SELECT name FROM sqlite_master WHERE type = 'table'",
                                          [&](sqlite3_stmt* row) { tables.push_back(Text(row, 0)); }));
            for (const auto& table : tables) {
                SUITE_ASSIGN(const auto of_table, MarkTable(database, table));
                mark.tables.emplace(table, of_table);
            }
            marks.emplace(name, std::move(mark));
        }
        return marks;
    }

  private:
    /// data_version counts per connection, so each database is opened once.
    Result<sqlite3*> Kept(const std::string& name) {
        auto kept = kept_.find(name);
        if (kept == kept_.end()) {
            SUITE_ASSIGN(auto opened, Open(folder_ / (name + ".db")));
            kept = kept_.emplace(name, std::move(opened)).first;
        }
        return kept->second.get();
    }

    fs::path folder_;
    fs::path scratch_;
    std::map<std::string, Handle> kept_;
};

}  // namespace

std::unique_ptr<Databases> SqliteDatabases(fs::path folder, fs::path scratch) {
    return std::make_unique<Sqlite>(std::move(folder), std::move(scratch));
}

}  // namespace suite::bench
