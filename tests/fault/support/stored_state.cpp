#include "tests/fault/support/stored_state.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <iterator>
#include <set>

namespace suite::testing {
namespace {

constexpr std::array kServices = {"roster-sync", "licence", "pincode", "result-exchange"};
constexpr std::array kFollowers = {"licence", "pincode", "result-exchange"};
constexpr std::size_t kShown = 5;  // differences per table and side

using Names = std::map<std::string, std::string>;  // of an id in digits, what it stands for

/// Columns that say nothing of the contents, by name or as table.column, and tables that say nothing at all.
bool IsOfTheRun(const std::string& table, const std::string& column) {
    static const std::set<std::string> kColumns{
        // moments
        "at", "applied_at", "checked_at", "committed_at", "created_at", "next_at", "received_at", "updated_at",
        // with ids of ours inside, or sealed
        "changes", "sealed",
        // which school came first, and which pupil: they go by their ids
        "feed.sequence", "roster_import.feed_sequence", "group_join.number",
        // how far each said it was, and when all had come so far
        "follower.name", "follower.sequence", "feed_visible.sequence"};
    return kColumns.contains(column) || kColumns.contains(table + "." + column);
}

std::vector<sql::Row> Rows(sql::Database& database, const std::string& sql) {
    auto rows = database.Read(suite::SchoolScope::All(), Deadline::In(std::chrono::seconds(30)),
                              [&](sql::Session& session) { return session.Query(sql); });
    if (!rows) FAIL(sql << ": " << rows.error().message);
    return std::move(*rows);
}

std::vector<std::string> Texts(sql::Database& database, const std::string& sql) {
    std::vector<std::string> texts;
    for (const auto& row : Rows(database, sql)) texts.push_back(row.Text(0));
    return texts;
}

std::vector<std::string> Tables(sql::Database& database) {
    if (database.GetDialect() == sql::Dialect::kSqlite)
        return Texts(database, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    return Texts(database,
                 "SELECT cast(table_name AS text) FROM information_schema.tables WHERE table_schema = current_schema() "
                 "ORDER BY 1");
}

std::vector<std::string> Columns(sql::Database& database, const std::string& table) {
    if (database.GetDialect() == sql::Dialect::kSqlite)
        return Texts(database, "SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid");
    return Texts(database,
                 "SELECT cast(column_name AS text) FROM information_schema.columns WHERE table_schema = "
                 "current_schema() AND table_name = '" +
                     table + "' ORDER BY ordinal_position");
}

/// Ids of ours are random numbers of 64 bits, so that none is a number of another kind by chance.
Names ReadNames(sql::Database& roster) {
    Names names;
    const auto read = [&](const std::string& sql) {
        for (const auto& row : Rows(roster, sql)) names.emplace(row.Text(0), row.Text(1));
    };
    read("SELECT cast(school_id AS text), 'school ' || cast(basispoort_id AS text) FROM school");
    read(
        "SELECT cast(g.group_id AS text), 'group ' || g.las_key || ' of ' || cast(g.school_year AS text) || ' at ' || "
        "cast(s.basispoort_id AS text) FROM roster_group g JOIN school s ON s.school_id = g.school_id");
    for (const auto* table : {"pupil", "staff"}) {
        read("SELECT cast(person_id AS text), 'person ' || cast(basispoort_id AS text) FROM " + std::string(table));
    }
    read("SELECT cast(batch_id AS text), 'batch ' || source || ' ' || cast(sequence AS text) FROM batch");
    read(
        "SELECT cast(i.import_id AS text), 'import of ' || cast(i.basispoort_school_id AS text) || ' by ' || "
        "cast(b.sequence AS text) FROM roster_import i JOIN batch b ON b.batch_id = i.batch_id");
    return names;
}

std::vector<std::string> ReadTable(sql::Database& database, const std::string& table, const Names& names) {
    if (table == "audit_entry") return {};  // hashes of moments and ids: of the run
    std::vector<std::string> columns;
    std::string wanted;
    for (auto& column : Columns(database, table)) {
        if (IsOfTheRun(table, column)) continue;
        wanted += (wanted.empty() ? "" : ", ") + ("cast(" + column + " AS text)");
        columns.push_back(std::move(column));
    }
    if (columns.empty()) return {};
    std::vector<std::string> texts;
    for (const auto& row : Rows(database, "SELECT " + wanted + " FROM " + table)) {
        std::string text;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto value = row.OptText(i).value_or("NULL");
            const auto name = names.find(value);
            text.append(i == 0 ? "" : ", ").append(columns[i]).append("=");
            text += name == names.end() ? value : name->second;
        }
        texts.push_back(std::move(text));
    }
    std::ranges::sort(texts);
    return texts;
}

/// How many schools, and the sum of their versions.
std::string Versions(sql::Database& database, const std::string& table) {
    const auto rows =
        Rows(database, "SELECT cast(count(*) AS text) || ' ' || cast(COALESCE(sum(version), 0) AS text) FROM " + table);
    return rows.front().Text(0);
}

}  // namespace

StoredState ReadStoredState(const SuiteFixture& fixture) {
    const Names names = ReadNames(*fixture.OpenDatabase("roster-sync"));
    StoredState state;
    for (const std::string service : kServices) {
        const auto database = fixture.OpenDatabase(service);
        for (const auto& table : Tables(*database)) state[service + "." + table] = ReadTable(*database, table, names);
    }
    return state;
}

bool FollowersAreUpToDate(const SuiteFixture& fixture) {
    const auto wanted = Versions(*fixture.OpenDatabase("roster-sync"), "school");
    return std::ranges::all_of(kFollowers, [&](const std::string follower) {
        return Versions(*fixture.OpenDatabase(follower), "copy_school") == wanted;
    });
}

std::string Differences(const StoredState& expected, const StoredState& found) {
    std::string text;
    const auto show = [&](const std::string& table, const char* what, const auto& from, const auto& without) {
        std::vector<std::string> only;
        std::ranges::set_difference(from, without, std::back_inserter(only));
        if (only.empty()) return;
        text += table + ": " + std::to_string(only.size()) + " " + what + "\n";
        for (std::size_t i = 0; i < std::min(kShown, only.size()); ++i) text += "  " + only[i] + "\n";
    };
    static const std::vector<std::string> kNone;
    for (const auto& [table, rows] : expected) {
        const auto at = found.find(table);
        const auto& other = at == found.end() ? kNone : at->second;
        show(table, "missing", rows, other);
        show(table, "too many", other, rows);
    }
    for (const auto& [table, rows] : found) {
        if (!expected.contains(table)) text += table + " is new\n";
    }
    return text;
}

}  // namespace suite::testing
