#include "sql/schools_apart.hpp"

#include "core/reasons.hpp"
#include "sql/backend.hpp"

namespace suite::sql {
namespace {

// Services that start beside each other may all come here.
constexpr std::string_view kMakeRole = R"sql(
DO $do$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'sleutelbos_school')
        AND (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        CREATE ROLE sleutelbos_school NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END
$do$
)sql";

}  // namespace

// The condition compares numbers and calls nothing with a column, so that it goes into the index with the query's own
// school_id = $1. After a transaction that had set it the setting is '' in that session.
const std::string_view kSchoolsApart = R"sql(
DO $do$
DECLARE
    of_schools name;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO sleutelbos_school', current_schema());
    FOR of_schools IN
        SELECT t.relname FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid
        WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p')
            AND c.attname = 'school_id' AND NOT c.attisdropped
            AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = t.oid)
        ORDER BY t.relname
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', of_schools);
        EXECUTE format('CREATE POLICY of_school ON %I TO sleutelbos_school '
            'USING (school_id = nullif(current_setting(''suite.school'', true), '''')::bigint)', of_schools);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO sleutelbos_school', of_schools);
    END LOOP;
END
$do$
)sql";

Status RequireSchoolRole(Backend& session) {
    SUITE_RETURN_IF_ERROR(session.RunScript(kMakeRole));
    SUITE_ASSIGN(const auto found, session.Query("select 1 from pg_roles where rolname = :1 and pg_has_role(oid, :2)",
                                                 {std::string(kSchoolRole), std::string("member")}));
    if (!found.empty()) return {};
    return Fail(Code::kFailedPrecondition, reason::kInternal,
                "the login may not act as role sleutelbos_school: a superuser runs CREATE ROLE sleutelbos_school and "
                "GRANT sleutelbos_school TO the login");
}

}  // namespace suite::sql
