#include "testing/schools_apart.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "sql/schools_apart.hpp"

namespace suite::testing {
namespace {

using sql::Session;
using sql::Value;

constexpr SchoolId kOurs{1}, kTheirs{2};
constexpr const char* kOfSchools = " WHERE school_id > 0";  // some migrations leave rows of none

Deadline Soon() { return Deadline::In(std::chrono::seconds(20)); }

std::vector<sql::Row> Ask(sql::Database& database, SchoolScope schools, const std::string& sql,
                          const std::vector<Value>& values = {}) {
    auto rows = database.Read(schools, Soon(), [&](Session& session) { return session.Query(sql, values); });
    if (!rows) FAIL(sql << ": " << rows.error().message);
    return *std::move(rows);
}

std::int64_t Count(sql::Database& database, SchoolScope schools, const std::string& table) {
    return Ask(database, schools, "SELECT count(*) FROM " + table).front().Int(0);
}

Result<std::int64_t> Do(sql::Database& database, SchoolScope schools, const std::string& statement) {
    return database.Write(schools, Soon(), [&](Session& session) { return session.Execute(statement); });
}

/// As the catalogue of the database has them; those that refer to others come last.
std::vector<std::string> TablesWithSchool(sql::Database& database) {
    std::vector<std::string> tables;
    for (const auto& row : Ask(database, SchoolScope::All(),
                               "SELECT t.table_name::text FROM information_schema.tables t"
                               " JOIN information_schema.columns c USING (table_schema, table_name)"
                               " WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
                               " AND c.column_name = 'school_id'"
                               " ORDER BY EXISTS (SELECT 1 FROM pg_constraint f WHERE f.contype = 'f'"
                               " AND f.conrelid = t.table_name::text::regclass), t.table_name"))
        tables.push_back(row.Text(0));
    return tables;
}

bool HasPolicy(sql::Database& database, const std::string& table) {
    const auto rows = Ask(database, SchoolScope::All(),
                          "SELECT 1 FROM pg_class t JOIN pg_policy p ON p.polrelid = t.oid"
                          " WHERE t.oid = CAST(:1 AS text)::regclass AND t.relrowsecurity AND p.polcmd = '*'",
                          {table});
    return !rows.empty();
}

/// A row of `school` whose every column holds `mark`, so that rows with different marks share no key.
std::string InsertOne(sql::Database& database, const std::string& table, SchoolId school, std::int64_t mark) {
    std::string names, values;
    for (const auto& row : Ask(database, SchoolScope::All(),
                               "SELECT column_name::text, data_type = 'bigint' FROM information_schema.columns"
                               " WHERE table_schema = current_schema() AND table_name = :1 ORDER BY ordinal_position",
                               {table})) {
        const std::string text = std::to_string(row.Text(0) == "school_id" ? school.value : mark);
        names += (names.empty() ? "" : ", ") + row.Text(0);
        values += (values.empty() ? "" : ", ") + (row.Bool(1) ? text : "'" + text + "'");
    }
    return "INSERT INTO " + table + " (" + names + ") VALUES (" + values + ")";
}

void CheckRefused(const Result<std::int64_t>& written) {
    REQUIRE_FALSE(written);
    CHECK(written.error().code == Code::kInternal);
    CHECK(written.error().message.find("42501: a row of another school") != std::string::npos);
}

/// Both schools have a row.
void CheckReads(sql::Database& database, const std::string& table) {
    CHECK(Count(database, SchoolScope::All(), table + kOfSchools) == 2);
    for (const auto school : {kOurs, kTheirs}) {
        const auto rows = Ask(database, school, "SELECT school_id FROM " + table);
        REQUIRE(rows.size() == 1);
        CHECK(rows.front().Int(0) == school.value);
        const auto alone = database.Query(school, Soon(), "SELECT school_id FROM " + table, {});
        REQUIRE(alone);
        REQUIRE(alone->size() == 1);
        CHECK(alone->front().Int(0) == school.value);
    }
    CHECK(Count(database, SchoolScope::None(), table) == 0);
}

void CheckInserts(sql::Database& database, const std::string& table) {
    constexpr std::int64_t kFresh = 3;
    const auto theirs = InsertOne(database, table, kTheirs, kFresh);
    CheckRefused(Do(database, kOurs, theirs));
    CheckRefused(Do(database, SchoolScope::None(), theirs));
    CheckRefused(Do(database, SchoolScope::None(), InsertOne(database, table, kOurs, kFresh)));
}

void CheckChanges(sql::Database& database, const std::string& table) {
    CHECK(Do(database, SchoolScope::None(), "DELETE FROM " + table).value_or(-1) == 0);
    const auto touched = Do(database, kOurs, "UPDATE " + table + " SET school_id = school_id");
    REQUIRE(touched);
    CHECK(*touched == 1);
    // Ours, handed to them.
    CheckRefused(Do(database, kOurs, "UPDATE " + table + " SET school_id = " + std::to_string(kTheirs.value)));
    const auto deleted = Do(database, kOurs, "DELETE FROM " + table);
    REQUIRE(deleted);
    CHECK(*deleted == 1);
    const auto left = Ask(database, SchoolScope::All(), "SELECT school_id FROM " + table + kOfSchools);
    REQUIRE(left.size() == 1);
    CHECK(left.front().Int(0) == kTheirs.value);
}

std::set<std::string> OpenTablesWithoutSchool(sql::Database& database) {
    std::set<std::string> open;
    for (const auto& row : Ask(database, SchoolScope::All(),
                               "SELECT t.relname::text FROM pg_class t"
                               " WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p')"
                               " AND has_table_privilege(:1, t.oid, 'SELECT, INSERT, UPDATE, DELETE')"
                               " AND NOT EXISTS (SELECT 1 FROM pg_attribute c WHERE c.attrelid = t.oid"
                               " AND c.attname = 'school_id')",
                               {std::string(sql::kSchoolRole)}))
        open.insert(row.Text(0));
    return open;
}

}  // namespace

void CheckSchoolsApart(sql::Database& database, const std::set<std::string>& shared) {
    const auto tables = TablesWithSchool(database);
    REQUIRE_FALSE(tables.empty());
    for (const auto& table : tables) {
        INFO(table << " needs sql::kSchoolsApart in a migration after its own");
        REQUIRE(HasPolicy(database, table));
    }
    for (const auto& table : tables) {
        for (const auto school : {kOurs, kTheirs}) {
            const auto statement = InsertOne(database, table, school, school.value);
            const auto inserted = Do(database, SchoolScope::All(), statement);
            if (!inserted) FAIL(statement << ": " << inserted.error().message);
        }
    }
    for (const auto& table : tables) {
        CAPTURE(table);
        CheckReads(database, table);
        CheckInserts(database, table);
    }
    for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
        CAPTURE(*table);
        // Its triggers refuse changes to anybody's rows.
        if (*table != "audit_entry") CheckChanges(database, *table);
    }
    CHECK(OpenTablesWithoutSchool(database) == shared);
}

}  // namespace suite::testing
