#include "tools/bench/copies.hpp"

#include <fmt/format.h>
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
};

std::unexpected<Error> Failed(sqlite3* database) {
    return Fail(Code::kInternal, reason::kInternal, std::string("SQLite: ") + sqlite3_errmsg(database));
}

Status Execute(sqlite3* database, const std::string& sql) {
    if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return Failed(database);
    return {};
}

/// "a, b, c" of a table, each as `make` writes it.
template <class Make>
Result<std::string> Columns(sqlite3* database, const std::string& table, Make&& make) {
    sqlite3_stmt* raw = nullptr;
    const std::string sql = "PRAGMA table_info(" + table + ")";
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) return Failed(database);
    const std::unique_ptr<sqlite3_stmt, Close> statement(raw);
    std::string columns;
    while (sqlite3_step(raw) == SQLITE_ROW) {
        const std::string name = reinterpret_cast<const char*>(sqlite3_column_text(raw, 1));
        columns += (columns.empty() ? "" : ", ") + make(name);
    }
    return columns;
}

}  // namespace

Status CopySchools(const std::filesystem::path& licence_database, std::uint32_t copies) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open(licence_database.c_str(), &raw);
    const std::unique_ptr<sqlite3, Close> database(raw);
    if (code != SQLITE_OK) return Failed(raw);
    // Nobody's data: gone with the benchmark.
    SUITE_RETURN_IF_ERROR(Execute(raw, "PRAGMA synchronous = off"));
    SUITE_RETURN_IF_ERROR(Execute(raw, "PRAGMA cache_size = -3000000"));
    // One after the other in the order of the key, so that the tables grow at few places.
    for (const char* table :
         {"copy_school", "copy_group", "copy_person", "copy_member", "licence", "group_link", "licence_version"}) {
        SUITE_ASSIGN(const auto into, Columns(raw, table, [](const std::string& name) { return name; }));
        SUITE_ASSIGN(const auto from, Columns(raw, table, [](const std::string& name) -> std::string {
                         if (name == "school_id") return "t.school_id + n.n";
                         return name == "order_line_id" ? "t.order_line_id || '-' || n.n" : "t." + name;
                     }));
        SUITE_RETURN_IF_ERROR(
            Execute(raw, fmt::format("WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {})"
                                     " INSERT INTO {} ({}) SELECT {} FROM {} t CROSS JOIN n ORDER BY 1, 2",
                                     copies - 1, table, into, from, table)));
    }
    return Execute(raw, "PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace suite::bench
