#include "sql/migrator.hpp"

#include <fmt/format.h>

#include "core/reasons.hpp"
#include "sql/schools_apart.hpp"

namespace suite::sql {
namespace {

std::string_view TextOf(const Migration& migration, Dialect dialect) {
    const bool own = dialect == Dialect::kPostgres && !migration.postgres_sql.empty();
    return own ? migration.postgres_sql : migration.sql;
}

/// FNV-1a, 64 bits: it shall notice edits, not attackers.
std::string Checksum(std::string_view text) {
    std::uint64_t hash = 14695981039346656037u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    return fmt::format("{:016x}", hash);
}

Status Prepare(Backend& session, const std::string& schema) {
    SUITE_RETURN_IF_ERROR(session.LockForMigration());
    if (session.GetDialect() == Dialect::kPostgres && !schema.empty()) {
        // Asked first, because CREATE SCHEMA IF NOT EXISTS wants the right to create also when it exists.
        SUITE_ASSIGN(const auto found, session.Query("select 1 from pg_namespace where nspname = :1", {schema}));
        if (found.empty()) SUITE_RETURN_IF_ERROR(session.RunScript("create schema " + schema));
    }
    return session.RunScript(
        "create table if not exists schema_migrations (number bigint primary key, name text not null, "
        "checksum text not null, applied_at bigint not null)");
}

}  // namespace

Status CheckNumbering(std::span<const Migration> migrations) {
    for (std::size_t i = 0; i < migrations.size(); ++i) {
        if (static_cast<std::size_t>(migrations[i].number) != i + 1) {
            return Fail(Code::kInternal, reason::kInternal, "migrations are not numbered 1, 2, 3, ...");
        }
    }
    return {};
}

Result<MigrationProgress> ApplyNext(Backend& session, std::span<const Migration> migrations, const std::string& schema,
                                    Instant now) {
    SUITE_RETURN_IF_ERROR(Prepare(session, schema));
    SUITE_ASSIGN(const auto applied, session.Query("select number, checksum from schema_migrations order by number"));
    if (applied.size() > migrations.size()) {
        return Fail(Code::kFailedPrecondition, reason::kInternal,
                    fmt::format("the database has {} migrations and this program knows {}: it is of a newer version",
                                applied.size(), migrations.size()));
    }
    for (std::size_t i = 0; i < applied.size(); ++i) {
        const Migration& migration = migrations[i];
        if (applied[i].Int(0) != migration.number ||
            applied[i].Text(1) != Checksum(TextOf(migration, session.GetDialect()))) {
            return Fail(
                Code::kFailedPrecondition, reason::kInternal,
                fmt::format("migration {} ({}) has changed since it was applied", migration.number, migration.name));
        }
    }
    if (applied.size() == migrations.size()) return MigrationProgress::kUpToDate;

    const Migration& next = migrations[applied.size()];
    const std::string_view text = TextOf(next, session.GetDialect());
    if (text == kSchoolsApart) SUITE_RETURN_IF_ERROR(RequireSchoolRole(session));
    if (Status status = session.RunScript(text); !status) {
        Error error = std::move(status).error();
        error.message = fmt::format("migration {} ({}): {}", next.number, next.name, error.message);
        return Fail(std::move(error));
    }
    SUITE_RETURN_IF_ERROR(
        session.Execute("insert into schema_migrations (number, name, checksum, applied_at) values (:1, :2, :3, :4)",
                        {std::int64_t{next.number}, std::string(next.name), Checksum(text),
                         std::int64_t{now.time_since_epoch().count()}}));
    return MigrationProgress::kAppliedOne;
}

}  // namespace suite::sql
