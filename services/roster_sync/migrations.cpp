#include "services/roster_sync/migrations.hpp"

#include <array>

#include "audit/audit.hpp"
#include "sql/schools_apart.hpp"

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

// roster_undo: what leads back from a version of a school to the one before (ROS-11). A pupil is found across schools
// by Basispoort id, or by the last sixteen characters of the ECK iD, which is long and looks alike at its beginning.
constexpr std::string_view kHistory = R"sql(
ALTER TABLE school ADD COLUMN consent BIGINT NOT NULL DEFAULT 1;
CREATE TABLE roster_undo (
    school_id BIGINT NOT NULL, version BIGINT NOT NULL, at BIGINT NOT NULL, changes TEXT NOT NULL,
    PRIMARY KEY (school_id, version));
CREATE INDEX roster_undo_at ON roster_undo (at);
CREATE TABLE group_join (
    school_id BIGINT NOT NULL, number BIGINT NOT NULL, pupil_id BIGINT NOT NULL, group_id BIGINT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (school_id, number));
CREATE INDEX group_join_at ON group_join (at);
CREATE TABLE merger (
    school_id BIGINT PRIMARY KEY, version BIGINT NOT NULL, into_basispoort_id BIGINT NOT NULL, at BIGINT NOT NULL,
    done_at BIGINT);
CREATE INDEX pupil_basispoort ON pupil (basispoort_id);
CREATE INDEX pupil_eck ON pupil (substr(eck_id, length(eck_id) - 15)) WHERE eck_id <> '';
)sql";

// Every delivery to a school is an import now, also the school's part of a batch. What batches applied before this
// counted is not carried over: the batch_* tables held no school of ours.
constexpr std::string_view kDeliveries = R"sql(
DROP TABLE batch_school;
DROP TABLE batch_rejection;
ALTER TABLE roster_import RENAME COLUMN held TO status;
ALTER TABLE roster_import RENAME COLUMN created_at TO applied_at;
ALTER TABLE roster_import ADD COLUMN basispoort_school_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE roster_import ADD COLUMN origin BIGINT NOT NULL DEFAULT 0;
ALTER TABLE roster_import ADD COLUMN batch_id BIGINT;
ALTER TABLE roster_import ADD COLUMN received_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE roster_import ADD COLUMN feed_sequence BIGINT NOT NULL DEFAULT 0;
UPDATE roster_import SET received_at = applied_at;
CREATE INDEX roster_import_batch ON roster_import (batch_id, basispoort_school_id);
CREATE INDEX roster_import_applied ON roster_import (applied_at);
ALTER TABLE import_rejection ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE import_rejection ADD COLUMN other_name TEXT NOT NULL DEFAULT '';
ALTER TABLE batch ADD COLUMN gap BIGINT NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN checked_at BIGINT;
CREATE INDEX batch_created ON batch (created_at);
)sql";

// follower: how far each has come; feed_visible: when all of them had come so far.
constexpr std::string_view kCare = R"sql(
CREATE TABLE follower (name TEXT PRIMARY KEY, sequence BIGINT NOT NULL, at BIGINT NOT NULL);
CREATE TABLE feed_visible (sequence BIGINT PRIMARY KEY, at BIGINT NOT NULL);
CREATE TABLE held_removal (
    school_id BIGINT NOT NULL, removal_id BIGINT NOT NULL, entity BIGINT NOT NULL, status BIGINT NOT NULL,
    import_id BIGINT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, decided_at BIGINT, decided_role BIGINT,
    decided_by BIGINT, reason TEXT NOT NULL, subjects TEXT NOT NULL, PRIMARY KEY (school_id, removal_id));
CREATE INDEX held_removal_status ON held_removal (status, created_at);
CREATE TABLE consent (
    basispoort_school_id BIGINT PRIMARY KEY, granted BIGINT NOT NULL, since TEXT NOT NULL, erase_at BIGINT, erased_at BIGINT);
CREATE TABLE consent_read (one BIGINT PRIMARY KEY, day TEXT NOT NULL);
CREATE TABLE reconcile (
    reconcile_id BIGINT PRIMARY KEY, basispoort_school_id BIGINT NOT NULL, cause BIGINT NOT NULL, status BIGINT NOT NULL,
    created_at BIGINT NOT NULL, finished_at BIGINT, schools BIGINT NOT NULL, done BIGINT NOT NULL, changed BIGINT NOT NULL,
    failed BIGINT NOT NULL, cursor_id BIGINT NOT NULL);
CREATE INDEX reconcile_status ON reconcile (status, created_at);
CREATE TABLE reconcile_failure (
    reconcile_id BIGINT NOT NULL, basispoort_school_id BIGINT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (reconcile_id, basispoort_school_id));
)sql";

// The rows of a school lie beside each other, in its primary key, so that a night's change of one touches one page and
// not two.
constexpr std::string_view kBySchool = R"sql(
CREATE TABLE roster_group_by_school (
    school_id BIGINT NOT NULL, group_id BIGINT NOT NULL, school_year BIGINT NOT NULL, las_key TEXT NOT NULL,
    name TEXT NOT NULL, composed BIGINT NOT NULL, year_group TEXT NOT NULL, search TEXT NOT NULL,
    sort_key TEXT NOT NULL, PRIMARY KEY (school_id, group_id)) WITHOUT ROWID;
INSERT INTO roster_group_by_school SELECT school_id, group_id, school_year, las_key, name, composed, year_group,
    search, sort_key FROM roster_group;
DROP TABLE roster_group;
ALTER TABLE roster_group_by_school RENAME TO roster_group;
CREATE TABLE pupil_by_school (
    school_id BIGINT NOT NULL, person_id BIGINT NOT NULL, basispoort_id BIGINT, eck_id TEXT NOT NULL,
    las_key TEXT NOT NULL, given_name TEXT NOT NULL, prefix TEXT NOT NULL, family_name TEXT NOT NULL,
    year_group TEXT NOT NULL, base_group BIGINT, active BIGINT NOT NULL, search TEXT NOT NULL, sort_key TEXT NOT NULL,
    PRIMARY KEY (school_id, person_id)) WITHOUT ROWID;
INSERT INTO pupil_by_school SELECT school_id, person_id, basispoort_id, eck_id, las_key, given_name, prefix,
    family_name, year_group, base_group, active, search, sort_key FROM pupil;
DROP TABLE pupil;
ALTER TABLE pupil_by_school RENAME TO pupil;
CREATE INDEX pupil_basispoort ON pupil (basispoort_id);
CREATE INDEX pupil_eck ON pupil (substr(eck_id, length(eck_id) - 15)) WHERE eck_id <> '';
CREATE TABLE staff_by_school (
    school_id BIGINT NOT NULL, person_id BIGINT NOT NULL, basispoort_id BIGINT, eck_id TEXT NOT NULL,
    las_key TEXT NOT NULL, given_name TEXT NOT NULL, prefix TEXT NOT NULL, family_name TEXT NOT NULL,
    email TEXT NOT NULL, end_date TEXT, roles TEXT NOT NULL, active BIGINT NOT NULL, search TEXT NOT NULL,
    sort_key TEXT NOT NULL, PRIMARY KEY (school_id, person_id)) WITHOUT ROWID;
INSERT INTO staff_by_school SELECT school_id, person_id, basispoort_id, eck_id, las_key, given_name, prefix,
    family_name, email, end_date, roles, active, search, sort_key FROM staff;
DROP TABLE staff;
ALTER TABLE staff_by_school RENAME TO staff;
CREATE TABLE member_by_school (
    school_id BIGINT NOT NULL, person_id BIGINT NOT NULL, group_id BIGINT NOT NULL,
    PRIMARY KEY (school_id, person_id, group_id)) WITHOUT ROWID;
INSERT INTO member_by_school SELECT school_id, person_id, group_id FROM member;
DROP TABLE member;
ALTER TABLE member_by_school RENAME TO member;
CREATE INDEX member_group ON member (school_id, group_id);
)sql";

// Room on each page, so that a night's change of a row stays on it and no index is written.
constexpr std::string_view kRoom = R"sql(
ALTER TABLE school SET (fillfactor = 80);
ALTER TABLE roster_group SET (fillfactor = 90);
ALTER TABLE pupil SET (fillfactor = 90);
ALTER TABLE staff SET (fillfactor = 90);
)sql";

// For those a delta names: their other keys have an index.
constexpr std::string_view kLasKeys = "CREATE INDEX pupil_las ON pupil (school_id, las_key);";

// A staff member who signs in is looked for over all schools (ACC-01).
constexpr std::string_view kSignIn = R"sql(
CREATE INDEX staff_basispoort ON staff (basispoort_id);
CREATE INDEX staff_eck ON staff (substr(eck_id, length(eck_id) - 15)) WHERE eck_id <> '';
)sql";

// What a school's change publishes is numbered over all schools, and a school may see when it was visible; neither
// holds anything else.
constexpr std::string_view kFeedOfAll = R"sql(
GRANT SELECT, UPDATE ON feed_head TO sleutelbos_school;
GRANT SELECT ON feed_visible TO sleutelbos_school;
)sql";

// Until now each record of a school without consent left its key behind (ROS-12).
constexpr std::string_view kKeysWithoutConsent =
    "UPDATE import_rejection SET record_key = '' WHERE reason = 'no-consent';";

// One school's reconcile that met an outage is tried again.
constexpr std::string_view kTries = R"sql(
ALTER TABLE reconcile ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reconcile ADD COLUMN next_try_at BIGINT;
)sql";

}  // namespace

std::span<const sql::Migration> Migrations() {
    static const std::array kMigrations{
        sql::Migration{.number = 1, .name = "roster", .sql = kRoster},
        sql::Migration{.number = 2, .name = "change feed", .sql = kFeed},
        sql::Migration{.number = 3, .name = "batches and imports", .sql = kBatches},
        sql::Migration{.number = 4, .name = "history", .sql = kHistory},
        sql::Migration{.number = 5, .name = "deliveries", .sql = kDeliveries},
        sql::Migration{.number = 6, .name = "followers, removals, consent, reconciles", .sql = kCare},
        sql::Migration{.number = 7, .name = "pages by school", .sql = kBySchool, .postgres_sql = kRoom},
        sql::Migration{.number = 8, .name = "pupils by LAS key", .sql = kLasKeys},
        sql::Migration{.number = 9, .name = "staff over all schools", .sql = kSignIn},
        sql::Migration{
            .number = 10, .name = "audit log", .sql = audit::kSqliteSchema, .postgres_sql = audit::kPostgresSchema},
        sql::Migration{.number = 11, .name = "schools apart", .sql = "", .postgres_sql = sql::kSchoolsApart},
        sql::Migration{.number = 12, .name = "the feed's numbers", .sql = "", .postgres_sql = kFeedOfAll},
        sql::Migration{.number = 13, .name = "no keys without consent", .sql = kKeysWithoutConsent},
        sql::Migration{.number = 14, .name = "reconciles are tried again", .sql = kTries},
        sql::Migration{.number = 15,
                       .name = "a term for audit entries",
                       .sql = audit::kSqliteTerm,
                       .postgres_sql = audit::kPostgresTerm},
    };
    return kMigrations;
}

}  // namespace suite::roster_sync
