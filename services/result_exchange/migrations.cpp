#include "services/result_exchange/migrations.hpp"

#include <array>

#include "audit/audit.hpp"
#include "roster_copy/copy_store.hpp"
#include "sql/schools_apart.hpp"

namespace suite::results {
namespace {

// result_by_client: a result key is the method software's own, over all schools.
// delivery: a LAS's queue crosses schools, so its key begins with the LAS. state: 0 waiting, 1 delivered, 2 superseded
// by a newer version of the same result before the LAS came. las_queue: one row per LAS; its lock is what makes the
// numbers gapless and visible in order.
constexpr std::string_view kTables = R"sql(
CREATE TABLE result_connection (
    school_id BIGINT NOT NULL, connection_id BIGINT NOT NULL, las TEXT NOT NULL, sealed_key TEXT NOT NULL,
    created_by_role TEXT NOT NULL, created_by BIGINT, created_at BIGINT NOT NULL, ended_at BIGINT, last_pulled_at BIGINT,
    PRIMARY KEY (school_id, connection_id));
CREATE UNIQUE INDEX result_connection_active ON result_connection (school_id, las) WHERE ended_at IS NULL;
CREATE TABLE result (
    school_id BIGINT NOT NULL, client_id TEXT NOT NULL, result_key TEXT NOT NULL, version BIGINT NOT NULL,
    person_id BIGINT NOT NULL, eck_id TEXT, las_key TEXT, product_id TEXT NOT NULL, kind TEXT NOT NULL,
    test_code TEXT NOT NULL, test_name TEXT NOT NULL, part_code TEXT NOT NULL, score BIGINT, taken_on TEXT NOT NULL,
    received_at BIGINT NOT NULL, PRIMARY KEY (school_id, client_id, result_key));
CREATE UNIQUE INDEX result_by_client ON result (client_id, result_key);
CREATE TABLE las_queue (las TEXT PRIMARY KEY, last_number BIGINT NOT NULL, acknowledged BIGINT NOT NULL);
CREATE TABLE delivery (
    las TEXT NOT NULL, number BIGINT NOT NULL, school_id BIGINT NOT NULL, connection_id BIGINT NOT NULL,
    client_id TEXT NOT NULL, result_key TEXT NOT NULL, version BIGINT NOT NULL, state BIGINT NOT NULL, delivered_at BIGINT,
    PRIMARY KEY (las, number));
CREATE INDEX delivery_by_connection ON delivery (school_id, connection_id, state, client_id, result_key);
)sql";

// A school's results take their numbers from the LAS's queue, which holds nothing else.
constexpr std::string_view kQueueOfAll = "GRANT SELECT, INSERT, UPDATE ON las_queue TO sleutelbos_school;";

}  // namespace

std::span<const sql::Migration> Migrations() {
    static const std::array kAll = {
        sql::Migration{.number = 1, .name = "roster copy", .sql = roster_copy::kSchema},
        sql::Migration{.number = 2, .name = "results", .sql = kTables},
        sql::Migration{.number = 3, .name = "consent", .sql = roster_copy::kConsentSchema},
        sql::Migration{.number = 4,
                       .name = "pages by school",
                       .sql = roster_copy::kBySchoolSqlite,
                       .postgres_sql = roster_copy::kRoomPostgres},
        sql::Migration{
            .number = 5, .name = "audit log", .sql = audit::kSqliteSchema, .postgres_sql = audit::kPostgresSchema},
        sql::Migration{.number = 6, .name = "schools apart", .sql = "", .postgres_sql = sql::kSchoolsApart},
        sql::Migration{.number = 7, .name = "the LAS's queue", .sql = "", .postgres_sql = kQueueOfAll},
        sql::Migration{.number = 8,
                       .name = "a term for audit entries",
                       .sql = audit::kSqliteTerm,
                       .postgres_sql = audit::kPostgresTerm},
    };
    return kAll;
}

}  // namespace suite::results
