// What the tests of libs/audit share.
#pragma once

#include <array>
#include <catch2/catch.hpp>
#include <string>

#include "audit/audit.hpp"
#include "core/operations.hpp"
#include "core/reasons.hpp"
#include "testing/test_database.hpp"

namespace suite::audit {

inline const std::array kMigrations = {
    sql::Migration{.number = 1, .name = "audit log", .sql = kSqliteSchema, .postgres_sql = kPostgresSchema},
    sql::Migration{.number = 2, .name = "a term", .sql = kSqliteTerm, .postgres_sql = kPostgresTerm}};
inline constexpr const char* kSchema = "audit_test";

inline Deadline Soon() { return Deadline::In(std::chrono::seconds(30)); }

inline AuditNote Look(SchoolId school, std::int64_t who = 7) {
    return {
        .school = school,
        .at = Instant{std::chrono::milliseconds{1'790'000'000'000 + who}},
        .actor = {.role = Role::kCoordinator, .school = school, .person = PersonId{who}, .client_id = {}, .las = {}},
        .operation = operation::kPupilsViewed,
        .facts = {{"shown", "3"}},
        .request_id = "request"};
}

inline Status Write(sql::Database& database, const AuditNote& note) {
    return database.Write(Soon(), [&](sql::Session& session) { return Append(session, note); });
}

/// A statement past all rules, as whoever has the database's password would send it.
inline Status Execute(sql::Database& database, const std::string& statement) {
    return database.Write(Soon(), [&](sql::Session& session) -> Status {
        SUITE_RETURN_IF_ERROR(session.Execute(statement));
        return {};
    });
}

/// What such a person does first.
inline void DropTriggers(sql::Database& database) {
    if (database.GetDialect() == sql::Dialect::kSqlite) {
        for (const auto* trigger : {"audit_entry_next", "audit_entry_kept", "audit_entry_fixed"})
            REQUIRE(Execute(database, std::string("DROP TRIGGER ") + trigger));
    } else {
        for (const auto* trigger : {"audit_entry_fixed", "audit_entry_kept"})
            REQUIRE(Execute(database, "DROP TRIGGER " + std::string(trigger) + " ON audit_entry"));
    }
}

}  // namespace suite::audit
