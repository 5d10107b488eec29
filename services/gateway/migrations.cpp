#include "services/gateway/migrations.hpp"

#include <array>

#include "audit/audit.hpp"
#include "sql/schools_apart.hpp"

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

// Machines that may ask for a token (ACC-04). Of a secret only the hash; no personal data.
constexpr std::string_view kClients = R"sql(
CREATE TABLE client (
    client_id TEXT PRIMARY KEY, title TEXT NOT NULL, scopes TEXT NOT NULL, las TEXT NOT NULL, key_set TEXT NOT NULL,
    created_at BIGINT NOT NULL, revoked_at BIGINT, keys_used_at BIGINT, version BIGINT NOT NULL,
    tokens_from BIGINT NOT NULL);
CREATE TABLE client_secret (
    client_id TEXT NOT NULL REFERENCES client (client_id), number BIGINT NOT NULL, hash TEXT NOT NULL,
    created_at BIGINT NOT NULL, used_at BIGINT, ended_at BIGINT, PRIMARY KEY (client_id, number));
CREATE TABLE client_assertion (
    client_id TEXT NOT NULL, jti TEXT NOT NULL, keep_until BIGINT NOT NULL, PRIMARY KEY (client_id, jti));
CREATE INDEX client_assertion_until ON client_assertion (keep_until);
)sql";

// From where a school is on the internet (ACC-05). addresses: as AddressRange writes them. added_by: a registration,
// none for the helpdesk.
constexpr std::string_view kKnownAddresses = R"sql(
CREATE TABLE known_address (
    school_id BIGINT NOT NULL, id BIGINT NOT NULL, addresses TEXT NOT NULL, note TEXT NOT NULL,
    added_at BIGINT NOT NULL, added_by_role TEXT NOT NULL, added_by BIGINT, PRIMARY KEY (school_id, id));
)sql";

}  // namespace

std::span<const sql::Migration> Migrations() {
    static const std::array kMigrations{
        sql::Migration{.number = 1, .name = "sessions", .sql = kSessions},
        sql::Migration{
            .number = 2, .name = "audit log", .sql = audit::kSqliteSchema, .postgres_sql = audit::kPostgresSchema},
        sql::Migration{.number = 3, .name = "repeats", .sql = kRepeats},
        sql::Migration{.number = 4, .name = "clients", .sql = kClients},
        sql::Migration{.number = 5, .name = "known addresses", .sql = kKnownAddresses},
        sql::Migration{.number = 6, .name = "schools apart", .sql = "", .postgres_sql = sql::kSchoolsApart},
        sql::Migration{.number = 7,
                       .name = "a term for audit entries",
                       .sql = audit::kSqliteTerm,
                       .postgres_sql = audit::kPostgresTerm},
    };
    return kMigrations;
}

}  // namespace suite::gateway
