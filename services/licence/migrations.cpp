#include "services/licence/migrations.hpp"

#include <array>

#include "audit/audit.hpp"
#include "outbox/outbox.hpp"
#include "roster_copy/copy_store.hpp"
#include "services/licence/adapters/sql_users.hpp"
#include "sql/schools_apart.hpp"

namespace suite::licence {
namespace {

// licence_version counts the changes of a school's mappings: what the cache is checked against (LIC-13).
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

// Contracts that renew (LIC-10); how a link came to be, and its group's name for the history, which outlives the group.
// licence_history replaces link_history: numbered per school, about pupils and seats too (LIC-15).
constexpr std::string_view kTermsAndHistory = R"sql(
ALTER TABLE licence ADD COLUMN renews BIGINT NOT NULL DEFAULT 0;
ALTER TABLE licence ADD COLUMN ends_on TEXT;
ALTER TABLE group_link ADD COLUMN how TEXT NOT NULL DEFAULT 'hand';
ALTER TABLE group_link ADD COLUMN group_name TEXT NOT NULL DEFAULT '';
UPDATE group_link SET group_name = COALESCE((SELECT g.name FROM copy_group g
    WHERE g.school_id = group_link.school_id AND g.group_id = group_link.group_id), '');
CREATE TABLE licence_history (
    school_id BIGINT NOT NULL, number BIGINT NOT NULL, at BIGINT NOT NULL, licence_id BIGINT NOT NULL, subject TEXT NOT NULL,
    subject_id BIGINT NOT NULL, group_name TEXT NOT NULL, action TEXT NOT NULL, how TEXT NOT NULL, role TEXT NOT NULL,
    person_id BIGINT, client_id TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (school_id, number));
CREATE INDEX licence_history_licence ON licence_history (school_id, licence_id, number);
INSERT INTO licence_history
    SELECT h.school_id, row_number() OVER (PARTITION BY h.school_id ORDER BY h.at, h.licence_id, h.group_id, h.action),
        h.at, h.licence_id, 'group', h.group_id, COALESCE(g.name, ''), h.action, h.how,
        CASE WHEN h.person_id IS NULL THEN '' ELSE 'coordinator' END, h.person_id, '', ''
    FROM link_history h LEFT JOIN copy_group g ON g.school_id = h.school_id AND g.group_id = h.group_id;
DROP TABLE link_history;
)sql";

// Single pupils: on a group licence of another group (LIC-05), and on seats of a licence per child (LIC-06). Keyed by
// the person, because a login check asks for one.
constexpr std::string_view kPupils = R"sql(
CREATE TABLE pupil_link (
    school_id BIGINT NOT NULL, person_id BIGINT NOT NULL, licence_id BIGINT NOT NULL, linked_at BIGINT NOT NULL,
    how TEXT NOT NULL, PRIMARY KEY (school_id, person_id, licence_id));
CREATE INDEX pupil_link_licence ON pupil_link (school_id, licence_id);
CREATE TABLE seat_assignment (
    school_id BIGINT NOT NULL, person_id BIGINT NOT NULL, licence_id BIGINT NOT NULL, assigned_at BIGINT NOT NULL,
    PRIMARY KEY (school_id, person_id, licence_id));
CREATE INDEX seat_assignment_licence ON seat_assignment (school_id, licence_id);
)sql";

// The waiting list of a licence per child and what the school asks the helpdesk to put right (LIC-06, LIC-07). A seat
// has a number from 1 to the licence's seats, so that the database itself refuses two children on one seat. A place on
// the list keeps its number; who comes later gets a higher one.
constexpr std::string_view kSeats = R"sql(
ALTER TABLE seat_assignment ADD COLUMN seat BIGINT;
CREATE UNIQUE INDEX seat_assignment_seat ON seat_assignment (school_id, licence_id, seat);
CREATE TABLE waiting_pupil (
    school_id BIGINT NOT NULL, licence_id BIGINT NOT NULL, person_id BIGINT NOT NULL, number BIGINT NOT NULL,
    waiting_since BIGINT NOT NULL, PRIMARY KEY (school_id, licence_id, person_id));
CREATE UNIQUE INDEX waiting_pupil_number ON waiting_pupil (school_id, licence_id, number);
CREATE TABLE correction_request (
    school_id BIGINT NOT NULL, correction_id BIGINT NOT NULL, licence_id BIGINT NOT NULL, person_id BIGINT NOT NULL,
    replacement_id BIGINT, reason TEXT NOT NULL, asked_at BIGINT NOT NULL, asked_by BIGINT, state TEXT NOT NULL,
    decided_at BIGINT, decided_by_role TEXT NOT NULL, decision TEXT NOT NULL, given_to BIGINT,
    PRIMARY KEY (school_id, correction_id));
CREATE UNIQUE INDEX correction_request_open ON correction_request (school_id, licence_id, person_id)
    WHERE state = 'open';
CREATE INDEX correction_request_school ON correction_request (school_id, asked_at, correction_id);
CREATE INDEX correction_request_state ON correction_request (state, asked_at, correction_id);
)sql";

// Automatic links (LIC-04): what could not be decided, and which group each pupil was in when the last school year
// ended, because the group itself is gone by then (ROS-10).
constexpr std::string_view kAutoLink = R"sql(
CREATE TABLE link_proposal (
    school_id BIGINT NOT NULL, proposal_id BIGINT NOT NULL, number BIGINT NOT NULL, licence_id BIGINT NOT NULL,
    group_id BIGINT NOT NULL, group_name TEXT NOT NULL, state TEXT NOT NULL, reasons TEXT NOT NULL,
    proposed_at BIGINT NOT NULL, decided_at BIGINT, person_id BIGINT, PRIMARY KEY (school_id, proposal_id));
CREATE UNIQUE INDEX link_proposal_number ON link_proposal (school_id, number);
CREATE UNIQUE INDEX link_proposal_open ON link_proposal (school_id, licence_id, group_id) WHERE state = 'open';
CREATE TABLE last_year_group (
    school_id BIGINT NOT NULL, person_id BIGINT NOT NULL, school_year BIGINT NOT NULL, group_id BIGINT NOT NULL,
    year_group TEXT NOT NULL, PRIMARY KEY (school_id, person_id, school_year));
)sql";

// The coordinator sees who has a seat by name; the copy takes them in by following the feed from the start.
constexpr std::string_view kNames = R"sql(
UPDATE copy_school SET version = 0;
DELETE FROM copy_cursor;
)sql";

// What the publisher sells, of no school (LIC-01). An order may name a product that is not here, so nothing refers to
// it. When a contract was terminated (LIC-10).
constexpr std::string_view kCatalogue = R"sql(
CREATE TABLE method (
    method_id TEXT PRIMARY KEY, name TEXT NOT NULL, subject TEXT NOT NULL, url TEXT, icon TEXT, excluded BIGINT NOT NULL,
    teacher_app BIGINT NOT NULL, test_app BIGINT NOT NULL);
CREATE TABLE product (
    product_id TEXT PRIMARY KEY, method_id TEXT NOT NULL, name TEXT NOT NULL, year_groups TEXT NOT NULL,
    for_groups BIGINT NOT NULL, for_pupils BIGINT NOT NULL, url TEXT NOT NULL, teacher_app BIGINT NOT NULL,
    test_app BIGINT NOT NULL);
CREATE INDEX product_method ON product (method_id);
CREATE INDEX licence_of_product ON licence (product_id);
ALTER TABLE licence ADD COLUMN terminated_at BIGINT;
)sql";

// The history of one group or pupil (LIC-15), and which entry takes which back. A pupil's link ends with the school
// year of its group.
constexpr std::string_view kLinks = R"sql(
ALTER TABLE licence_history ADD COLUMN undoes BIGINT;
CREATE INDEX licence_history_subject ON licence_history (school_id, subject, subject_id, licence_id, number);
ALTER TABLE pupil_link ADD COLUMN school_year BIGINT;
)sql";

// A group's link ends with its school year (ROS-10): the group's, or the one in which it was made if that came later.
// The latter is counted in mean years of 31556952 seconds from 1 August 1970: a few hours off at most.
constexpr std::string_view kLinkYears = R"sql(
ALTER TABLE group_link ADD COLUMN school_year BIGINT;
UPDATE group_link SET school_year = (SELECT
    CASE WHEN g.school_year > 1970 + (group_link.linked_at - 18316800000) / 31556952000 THEN g.school_year
         ELSE 1970 + (group_link.linked_at - 18316800000) / 31556952000 END
    FROM copy_group g WHERE g.school_id = group_link.school_id AND g.group_id = group_link.group_id);
CREATE INDEX group_link_year ON group_link (school_year);
)sql";

// What every school may see: the catalogue, and which of its lists Basispoort has.
constexpr std::string_view kCatalogueOfAll = "GRANT SELECT ON method, product, basispoort_list TO sleutelbos_school;";

}  // namespace

std::span<const sql::Migration> Migrations() {
    static const std::array kMigrations{
        sql::Migration{.number = 1, .name = "roster copy", .sql = roster_copy::kSchema},
        sql::Migration{.number = 2, .name = "outbox", .sql = outbox::kSchema},
        sql::Migration{.number = 3, .name = "licences", .sql = kTables},
        sql::Migration{.number = 4, .name = "consent", .sql = roster_copy::kConsentSchema},
        sql::Migration{.number = 5, .name = "terms and history", .sql = kTermsAndHistory},
        sql::Migration{.number = 6, .name = "names of pupils", .sql = kNames},
        sql::Migration{.number = 7, .name = "pupils with a link or a seat", .sql = kPupils},
        sql::Migration{.number = 8, .name = "seats, waiting list, corrections", .sql = kSeats},
        sql::Migration{.number = 9, .name = "catalogue", .sql = kCatalogue},
        sql::Migration{.number = 10, .name = "history by group and pupil", .sql = kLinks},
        sql::Migration{.number = 11, .name = "automatic links", .sql = kAutoLink},
        sql::Migration{.number = 12, .name = "users at Basispoort", .sql = kBasispoortSchema},
        sql::Migration{.number = 13,
                       .name = "pages by school",
                       .sql = roster_copy::kBySchoolSqlite,
                       .postgres_sql = roster_copy::kRoomPostgres},
        sql::Migration{
            .number = 14, .name = "audit log", .sql = audit::kSqliteSchema, .postgres_sql = audit::kPostgresSchema},
        sql::Migration{.number = 15, .name = "schools apart", .sql = "", .postgres_sql = sql::kSchoolsApart},
        sql::Migration{.number = 16, .name = "the catalogue", .sql = "", .postgres_sql = kCatalogueOfAll},
        sql::Migration{.number = 17, .name = "school years of links", .sql = kLinkYears},
        sql::Migration{.number = 18,
                       .name = "a term for audit entries",
                       .sql = audit::kSqliteTerm,
                       .postgres_sql = audit::kPostgresTerm},
    };
    return kMigrations;
}

}  // namespace suite::licence
