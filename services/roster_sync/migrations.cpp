#include "services/roster_sync/migrations.hpp"

#include <array>

namespace suite::roster_sync {
namespace {

// `search` and `sort_key` are folded text (core/text.hpp Fold), so that searching needs no collation. member holds base
// and composed groups alike; pupil.base_group says which is the base group.
constexpr std::string_view kRoster = R"sql(
CREATE TABLE school (
    school_id BIGINT PRIMARY KEY, basispoort_id BIGINT, name TEXT NOT NULL, brin TEXT NOT NULL, location TEXT NOT NULL,
    school_key TEXT NOT NULL, institution_number TEXT NOT NULL, street TEXT NOT NULL, house_number TEXT NOT NULL,
    postal_code TEXT NOT NULL, city TEXT NOT NULL, board_code TEXT NOT NULL, active BIGINT NOT NULL,
    merged_into BIGINT, search TEXT NOT NULL, version BIGINT NOT NULL, updated_at BIGINT NOT NULL);
CREATE UNIQUE INDEX school_basispoort ON school (basispoort_id);
CREATE INDEX school_brin ON school (brin, location);
CREATE TABLE roster_group (
    school_id BIGINT NOT NULL, group_id BIGINT NOT NULL, school_year BIGINT NOT NULL, las_key TEXT NOT NULL,
    name TEXT NOT NULL, composed BIGINT NOT NULL, year_group TEXT NOT NULL, search TEXT NOT NULL, sort_key TEXT NOT NULL,
    PRIMARY KEY (school_id, group_id));
CREATE TABLE pupil (
    school_id BIGINT NOT NULL, person_id BIGINT NOT NULL, basispoort_id BIGINT, eck_id TEXT NOT NULL, las_key TEXT NOT NULL,
    given_name TEXT NOT NULL, prefix TEXT NOT NULL, family_name TEXT NOT NULL, year_group TEXT NOT NULL, base_group BIGINT,
    active BIGINT NOT NULL, search TEXT NOT NULL, sort_key TEXT NOT NULL, PRIMARY KEY (school_id, person_id));
CREATE TABLE staff (
    school_id BIGINT NOT NULL, person_id BIGINT NOT NULL, basispoort_id BIGINT, eck_id TEXT NOT NULL, las_key TEXT NOT NULL,
    given_name TEXT NOT NULL, prefix TEXT NOT NULL, family_name TEXT NOT NULL, email TEXT NOT NULL, end_date TEXT,
    roles TEXT NOT NULL, active BIGINT NOT NULL, search TEXT NOT NULL, sort_key TEXT NOT NULL,
    PRIMARY KEY (school_id, person_id));
CREATE TABLE member (
    school_id BIGINT NOT NULL, person_id BIGINT NOT NULL, group_id BIGINT NOT NULL,
    PRIMARY KEY (school_id, person_id, group_id));
CREATE INDEX member_group ON member (school_id, group_id);
)sql";

// One sequence for all schools: feed_head's row lock makes it gapless and its order that of the commits (ROS-13).
constexpr std::string_view kFeed = R"sql(
CREATE TABLE feed_head (one BIGINT PRIMARY KEY, last_sequence BIGINT NOT NULL);
INSERT INTO feed_head (one, last_sequence) VALUES (1, 0);
CREATE TABLE feed (
    sequence BIGINT PRIMARY KEY, school_id BIGINT NOT NULL, version BIGINT NOT NULL, at BIGINT NOT NULL, changes TEXT NOT NULL);
)sql";

// batch_chunk holds what is not applied yet; batch_school says per school what became of it.
constexpr std::string_view kBatches = R"sql(
CREATE TABLE batch (
    batch_id BIGINT PRIMARY KEY, source TEXT NOT NULL, sequence BIGINT NOT NULL, kind BIGINT NOT NULL, status BIGINT NOT NULL,
    created_at BIGINT NOT NULL, committed_at BIGINT, applied_at BIGINT);
CREATE UNIQUE INDEX batch_sequence ON batch (source, sequence);
CREATE TABLE batch_part (
    batch_id BIGINT NOT NULL, n BIGINT NOT NULL, sha256 TEXT NOT NULL, records BIGINT NOT NULL, rejected BIGINT NOT NULL,
    dropped_fields BIGINT NOT NULL, PRIMARY KEY (batch_id, n));
CREATE TABLE batch_chunk (
    batch_id BIGINT NOT NULL, basispoort_school_id BIGINT NOT NULL, n BIGINT NOT NULL, lines TEXT NOT NULL,
    PRIMARY KEY (batch_id, basispoort_school_id, n));
CREATE TABLE batch_school (
    batch_id BIGINT NOT NULL, basispoort_school_id BIGINT NOT NULL, counts TEXT NOT NULL,
    PRIMARY KEY (batch_id, basispoort_school_id));
CREATE TABLE batch_rejection (
    batch_id BIGINT NOT NULL, basispoort_school_id BIGINT NOT NULL, ordinal BIGINT NOT NULL, entity BIGINT NOT NULL,
    part BIGINT NOT NULL, line BIGINT NOT NULL, record_key TEXT NOT NULL, field TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (batch_id, basispoort_school_id, ordinal));
CREATE TABLE roster_import (
    school_id BIGINT NOT NULL, import_id BIGINT NOT NULL, held BIGINT NOT NULL, format TEXT NOT NULL,
    school_year BIGINT NOT NULL, created_at BIGINT NOT NULL, person_id BIGINT, counts TEXT NOT NULL,
    PRIMARY KEY (school_id, import_id));
CREATE INDEX roster_import_newest ON roster_import (school_id, created_at);
CREATE TABLE import_rejection (
    school_id BIGINT NOT NULL, import_id BIGINT NOT NULL, ordinal BIGINT NOT NULL, entity BIGINT NOT NULL,
    part BIGINT NOT NULL, line BIGINT NOT NULL, record_key TEXT NOT NULL, field TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (school_id, import_id, ordinal));
)sql";

}  // namespace

std::span<const sql::Migration> Migrations() {
    static const std::array kMigrations{
        sql::Migration{.number = 1, .name = "roster", .sql = kRoster},
        sql::Migration{.number = 2, .name = "change feed", .sql = kFeed},
        sql::Migration{.number = 3, .name = "batches and imports", .sql = kBatches},
    };
    return kMigrations;
}

}  // namespace suite::roster_sync
