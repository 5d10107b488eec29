#include "services/licence/migrations.hpp"

#include <array>

#include "outbox/outbox.hpp"
#include "roster_copy/copy_store.hpp"

namespace suite::licence {
namespace {

// licence_version counts the changes of a school's mappings: what the cache is checked against (LIC-13).
// link_history is append-only: who linked what when (LIC-15).
constexpr std::string_view kTables = R"sql(
CREATE TABLE licence (
    school_id BIGINT NOT NULL, licence_id BIGINT NOT NULL, order_line_id TEXT NOT NULL, contract_number TEXT NOT NULL,
    title TEXT NOT NULL, method_id TEXT NOT NULL, product_id TEXT NOT NULL, kind TEXT NOT NULL, start_date TEXT NOT NULL,
    end_date TEXT NOT NULL, year_groups TEXT NOT NULL, seats BIGINT, cancelled BIGINT NOT NULL,
    PRIMARY KEY (school_id, licence_id));
CREATE UNIQUE INDEX licence_order_line ON licence (order_line_id);
CREATE INDEX licence_product ON licence (school_id, product_id);
CREATE TABLE group_link (
    school_id BIGINT NOT NULL, licence_id BIGINT NOT NULL, group_id BIGINT NOT NULL, linked_at BIGINT NOT NULL,
    PRIMARY KEY (school_id, licence_id, group_id));
CREATE INDEX group_link_group ON group_link (school_id, group_id);
CREATE TABLE licence_version (school_id BIGINT PRIMARY KEY, version BIGINT NOT NULL);
CREATE TABLE link_history (
    school_id BIGINT NOT NULL, at BIGINT NOT NULL, licence_id BIGINT NOT NULL, group_id BIGINT NOT NULL,
    action TEXT NOT NULL, how TEXT NOT NULL, person_id BIGINT,
    PRIMARY KEY (school_id, licence_id, group_id, at, action));
)sql";

}  // namespace

std::span<const sql::Migration> Migrations() {
    static const std::array kMigrations{
        sql::Migration{.number = 1, .name = "roster copy", .sql = roster_copy::kSchema},
        sql::Migration{.number = 2, .name = "outbox", .sql = outbox::kSchema},
        sql::Migration{.number = 3, .name = "licences", .sql = kTables},
        sql::Migration{.number = 4, .name = "consent", .sql = roster_copy::kConsentSchema},
    };
    return kMigrations;
}

}  // namespace suite::licence
