#include "services/gateway/migrations.hpp"

#include <array>

#include "audit/audit.hpp"

namespace suite::gateway {
namespace {

// Of a session only the hash of its id is here: who reads the database cannot take a session over. identity and
// registrations are JSON; no name is stored.
constexpr std::string_view kSessions = R"sql(
CREATE TABLE session (
    id_hash TEXT PRIMARY KEY, identity TEXT NOT NULL, registrations TEXT NOT NULL, school_id BIGINT,
    created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, checked_at BIGINT NOT NULL);
CREATE INDEX session_seen ON session (seen_at);
CREATE INDEX session_created ON session (created_at);
)sql";

// Requests with an Idempotency-Key, for a day. answer: sealed, empty while it is being done.
constexpr std::string_view kRepeats = R"sql(
CREATE TABLE repeat (
    key_hash TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, begun_at BIGINT NOT NULL, answer TEXT NOT NULL);
CREATE INDEX repeat_begun ON repeat (begun_at);
)sql";

}  // namespace

std::span<const sql::Migration> Migrations() {
    static const std::array kMigrations{
        sql::Migration{.number = 1, .name = "sessions", .sql = kSessions},
        sql::Migration{
            .number = 2, .name = "audit log", .sql = audit::kSqliteSchema, .postgres_sql = audit::kPostgresSchema},
        sql::Migration{.number = 3, .name = "repeats", .sql = kRepeats},
    };
    return kMigrations;
}

}  // namespace suite::gateway
