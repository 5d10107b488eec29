#include "audit/audit.hpp"
#include "sql/moment.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace suite::audit {
namespace {

using sql::AtMillis;
using sql::Millis;
using sql::Value;

constexpr std::int64_t kPage = 1000;  // entries in memory at once while verifying
constexpr std::size_t kMostBreaks = 100;
constexpr std::chrono::seconds kPageTime{30};
constexpr std::chrono::minutes kDropTime{1};  // of one transaction

const sql::Table kTable{.name = "audit_entry",
                        .columns = {{.name = "school_id"},
                                    {.name = "number"},
                                    {.name = "at"},
                                    {.name = "role", .is_int = false},
                                    {.name = "person_id"},
                                    {.name = "client_id", .is_int = false},
                                    {.name = "operation", .is_int = false},
                                    {.name = "object", .is_int = false},
                                    {.name = "object_id", .is_int = false},
                                    {.name = "facts", .is_int = false},
                                    {.name = "request_id", .is_int = false},
                                    {.name = "previous_hash", .is_int = false},
                                    {.name = "hash", .is_int = false}},
                        .key_columns = 2};

constexpr std::string_view kHead =
    "SELECT number, at, hash FROM audit_entry WHERE school_id = :1 ORDER BY number DESC LIMIT 1";

constexpr std::string_view kColumns =
    "SELECT school_id, number, at, role, person_id, client_id, operation, object, object_id, facts, request_id,"
    " previous_hash, hash FROM audit_entry ";

const std::string kNewest = std::string(kColumns) +
                            "WHERE school_id = :1 AND number < :2 AND at >= :3 AND at <= :4"
                            " AND (CAST(:5 AS TEXT) = '' OR operation = :5)"
                            " ORDER BY number DESC LIMIT CAST(:6 AS BIGINT)";
const std::string kAfter =
    std::string(kColumns) + "WHERE (school_id, number) > (:1, :2) ORDER BY school_id, number LIMIT CAST(:3 AS BIGINT)";
const std::string kAfterOfSchool =
    std::string(kColumns) + "WHERE school_id = :1 AND number > :2 ORDER BY number LIMIT CAST(:3 AS BIGINT)";
constexpr std::string_view kHeads =
    "SELECT e.school_id, e.number, e.at, e.hash FROM (SELECT school_id, MAX(number) AS number FROM audit_entry"
    " WHERE school_id > :1 GROUP BY school_id ORDER BY school_id LIMIT CAST(:2 AS BIGINT)) AS newest"
    " JOIN audit_entry e ON e.school_id = newest.school_id AND e.number = newest.number ORDER BY e.school_id";
// The partial index finds it among millions.
const std::string kNewestDropped = std::string(kColumns) +
                                   "WHERE school_id = :1 AND operation = 'audit-entries-dropped'"
                                   " ORDER BY number DESC LIMIT 1";
// Moments never go back in a chain, so it is the last of the first so many.
const std::string kLastBefore = std::string(kColumns) +
                                "WHERE school_id = :1 AND at < :2 AND number <"
                                " (SELECT MIN(number) FROM audit_entry WHERE school_id = :1) + CAST(:3 AS BIGINT)"
                                " ORDER BY number DESC LIMIT 1";
constexpr std::string_view kEarlier =
    "SELECT 1 FROM audit_entry WHERE school_id = :1 AND number < :2 ORDER BY number LIMIT 1";
constexpr std::string_view kDrop = "DELETE FROM audit_entry WHERE school_id = :1 AND number <= :2";
constexpr std::string_view kHash = "SELECT hash FROM audit_entry WHERE school_id = :1 AND number = :2";

Entry ReadEntry(const sql::Row& row) {
    return {.school = SchoolId{row.Int(0)},
            .number = row.Int(1),
            .at = AtMillis(row.Int(2)),
            .role = row.Text(3),
            .person = PersonId{row.Int(4)},
            .client_id = row.Text(5),
            .operation = row.Text(6),
            .object = row.Text(7),
            .object_id = row.Text(8),
            .facts = row.Text(9),
            .request_id = row.Text(10),
            .previous_hash = row.Text(11),
            .hash = row.Text(12)};
}

std::vector<Value> RowOf(const Entry& entry) {
    return {Value{entry.school.value}, Value{entry.number},    Value{Millis(entry.at)}, Value{entry.role},
            Value{entry.person.value}, Value{entry.client_id}, Value{entry.operation},  Value{entry.object},
            Value{entry.object_id},    Value{entry.facts},     Value{entry.request_id}, Value{entry.previous_hash},
            Value{entry.hash}};
}

std::vector<Entry> ReadEntries(const std::vector<sql::Row>& rows) {
    std::vector<Entry> entries;
    entries.reserve(rows.size());
    for (const auto& row : rows) entries.push_back(ReadEntry(row));
    return entries;
}

Result<Head> ReadHead(sql::Session& session, std::int64_t school) {
    SUITE_ASSIGN(const auto row, session.QueryOptional(kHead, {Value{school}}));
    if (!row) return Head{};
    return Head{.number = row->Int(0), .at = AtMillis(row->Int(1)), .hash = row->Text(2)};
}

}  // namespace

// The key of the row is its place in the chain, so that two writers who had not seen each other could not both commit.
// INSERT OR REPLACE deletes without calling a delete's trigger, hence the one for inserts.
const std::string_view kSqliteSchema = R"sql(
CREATE TABLE audit_entry (
    school_id BIGINT NOT NULL, number BIGINT NOT NULL, at BIGINT NOT NULL, role TEXT NOT NULL, person_id BIGINT NOT NULL,
    client_id TEXT NOT NULL, operation TEXT NOT NULL, object TEXT NOT NULL, object_id TEXT NOT NULL, facts TEXT NOT NULL,
    request_id TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (school_id, number)) WITHOUT ROWID;
CREATE TRIGGER audit_entry_next BEFORE INSERT ON audit_entry
    WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM audit_entry WHERE school_id = NEW.school_id)
    BEGIN SELECT RAISE(ABORT, 'audit entries follow each other'); END;
CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are only appended'); END;
CREATE TRIGGER audit_entry_fixed BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are only appended'); END;
)sql";

const std::string_view kPostgresSchema = R"sql(
CREATE TABLE audit_entry (
    school_id BIGINT NOT NULL, number BIGINT NOT NULL, at BIGINT NOT NULL, role TEXT NOT NULL, person_id BIGINT NOT NULL,
    client_id TEXT NOT NULL, operation TEXT NOT NULL, object TEXT NOT NULL, object_id TEXT NOT NULL, facts TEXT NOT NULL,
    request_id TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (school_id, number));
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are only appended' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_entry_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
)sql";

const std::string_view kSqliteTerm = R"sql(
CREATE INDEX audit_entry_dropped ON audit_entry (school_id, number) WHERE operation = 'audit-entries-dropped';
DROP TRIGGER audit_entry_kept;
CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
    WHEN NOT EXISTS (SELECT 1 FROM audit_entry d WHERE d.school_id = OLD.school_id
        AND d.operation = 'audit-entries-dropped' AND d.number > OLD.number
        AND CAST(d.object_id AS INTEGER) >= OLD.number)
    BEGIN SELECT RAISE(ABORT, 'audit entries are only appended'); END;
)sql";

// The table by its schema's name: a temporary table of the same name must not answer for it.
const std::string_view kPostgresTerm = R"sql(
CREATE INDEX audit_entry_dropped ON audit_entry (school_id, number) WHERE operation = 'audit-entries-dropped';
DROP TRIGGER audit_entry_fixed ON audit_entry;
CREATE TRIGGER audit_entry_fixed BEFORE UPDATE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE FUNCTION audit_dropped_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    refused boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM gone g WHERE NOT EXISTS (SELECT 1 FROM %I.%I d
        WHERE d.school_id = g.school_id AND d.operation = ''audit-entries-dropped'' AND d.number > g.number
        AND CASE WHEN d.operation = ''audit-entries-dropped'' THEN CAST(d.object_id AS BIGINT) END >= g.number))',
        TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO refused;
    IF refused THEN
        RAISE EXCEPTION 'audit entries are only appended' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER audit_entry_kept AFTER DELETE ON audit_entry REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION audit_dropped_only();
)sql";

Status Append(sql::Session& session, std::span<const AuditNote> notes) {
    std::map<std::int64_t, Head> heads;  // in one order, as LockSchools wants it of everybody
    for (const auto& note : notes) {
        SUITE_RETURN_IF_ERROR(Check(note));
        heads.try_emplace(note.school.value);
    }
    if (heads.empty()) return {};
    std::vector<std::int64_t> schools;
    for (const auto& [school, head] : heads) schools.push_back(school);
    SUITE_RETURN_IF_ERROR(session.LockSchools(schools));
    for (auto& [school, head] : heads) {
        SUITE_ASSIGN(head, ReadHead(session, school));
    }
    std::vector<std::vector<Value>> rows;
    rows.reserve(notes.size());
    for (const auto& note : notes) {
        Head& head = heads.at(note.school.value);
        const Entry entry = Follow(head, note);
        rows.push_back(RowOf(entry));
        head = HeadAfter(entry);
    }
    return session.Insert(kTable, rows);
}

Status Append(sql::Session& session, const AuditNote& note) { return Append(session, std::span(&note, 1)); }

Result<std::vector<Entry>> ReadNewest(sql::Session& session, SchoolId school, const Filter& filter) {
    constexpr auto kNever = std::numeric_limits<std::int64_t>::max();
    SUITE_ASSIGN(const auto rows,
                 session.Query(kNewest, {Value{school.value}, Value{filter.before > 0 ? filter.before : kNever},
                                         Value{filter.from ? Millis(*filter.from) : std::int64_t{0}},
                                         Value{filter.until ? Millis(*filter.until) : kNever}, Value{filter.operation},
                                         Value{filter.limit}}));
    return ReadEntries(rows);
}

Status Trail::Note(AuditNote note) {
    if (note.request_id.empty()) note.request_id = request_id_;
    return Append(session_, note);
}

Result<std::vector<Entry>> ReadAfter(sql::Session& session, const Place& place, std::optional<SchoolId> only,
                                     std::int64_t limit) {
    SUITE_ASSIGN(const auto rows,
                 session.Query(only ? kAfterOfSchool : kAfter,
                               {Value{only ? only->value : place.school}, Value{place.number}, Value{limit}}));
    return ReadEntries(rows);
}

Result<std::vector<SchoolHead>> ReadHeads(sql::Session& session, std::int64_t after, std::int64_t limit) {
    SUITE_ASSIGN(const auto rows, session.Query(kHeads, {Value{after}, Value{limit}}));
    std::vector<SchoolHead> heads;
    for (const auto& row : rows) {
        heads.push_back({.school = SchoolId{row.Int(0)},
                         .head = {.number = row.Int(1), .at = AtMillis(row.Int(2)), .hash = row.Text(3)}});
    }
    return heads;
}

Result<std::optional<std::string>> ReadHash(sql::Session& session, SchoolId school, std::int64_t number) {
    SUITE_ASSIGN(const auto row, session.QueryOptional(kHash, {Value{school.value}, Value{number}}));
    return row ? std::optional(row->Text(0)) : std::nullopt;
}

Result<std::optional<Head>> ReadDropped(sql::Session& session, SchoolId school) {
    SUITE_ASSIGN(const auto row, session.QueryOptional(kNewestDropped, {Value{school.value}}));
    return row ? DroppedBy(ReadEntry(*row)) : std::nullopt;
}

namespace {

/// How many went, of one chain; kDroppedAtOnce: there may be more. Who looks at that school waits meanwhile.
Result<std::int64_t> DropOfChain(sql::Session& session, SchoolId school, Instant before, Instant now) {
    SUITE_RETURN_IF_ERROR(session.LockSchool(school.value));
    SUITE_ASSIGN(const auto row, session.QueryOptional(
                                     kLastBefore, {Value{school.value}, Value{Millis(before)}, Value{kDroppedAtOnce}}));
    if (!row) return 0;
    const Entry last = ReadEntry(*row);
    if (DroppedBy(last)) {
        SUITE_ASSIGN(const auto earlier, session.QueryOptional(kEarlier, {Value{school.value}, Value{last.number}}));
        if (!earlier) return 0;  // it would only make place for another one
    }
    // First what is left behind: the database lets nothing go without it.
    SUITE_RETURN_IF_ERROR(Append(session, DroppedUpTo(HeadAfter(last), school, now)));
    return session.Execute(kDrop, {Value{school.value}, Value{last.number}});
}

}  // namespace

Result<Dropped> DropBefore(sql::Database& database, Instant before, Instant now) {
    constexpr auto kSchools = SchoolScope::All();  // there is no scope for the publisher's own chain
    Dropped dropped;
    for (std::int64_t after = -1;;) {
        SUITE_ASSIGN(const auto heads, database.Read(kSchools, Deadline::In(kPageTime), [&](sql::Session& session) {
            return ReadHeads(session, after, kPage);
        }));
        for (const auto& [school, head] : heads) {
            std::int64_t of_chain = 0;
            for (std::int64_t gone = kDroppedAtOnce; gone == kDroppedAtOnce; of_chain += gone) {
                SUITE_RETURN_IF_ERROR(
                    database.Write(kSchools, Deadline::In(kDropTime), [&](sql::Session& session) -> Status {
                        SUITE_ASSIGN(gone, DropOfChain(session, school, before, now));
                        return {};
                    }));
            }
            dropped.entries += of_chain;
            if (of_chain > 0) ++dropped.schools;
        }
        if (std::ssize(heads) < kPage) return dropped;
        after = heads.back().school.value;
    }
}

Result<Verdict> Verify(sql::Database& database, std::optional<SchoolId> only) {
    Verdict verdict;
    Place place;
    std::optional<SchoolId> school;
    ChainCheck chain;
    const auto finish = [&] {
        const auto misfit = school ? chain.Found() : std::nullopt;
        if (!misfit) return;
        ++verdict.broken;
        if (verdict.breaks.size() < kMostBreaks)
            verdict.breaks.push_back({.school = *school, .number = misfit->number, .fault = misfit->fault});
    };
    const SchoolScope schools = only ? SchoolScope(*only) : SchoolScope::All();
    for (;;) {
        SUITE_ASSIGN(const auto entries, database.Read(schools, Deadline::In(kPageTime), [&](sql::Session& session) {
            return ReadAfter(session, place, only, kPage);
        }));
        for (const auto& entry : entries) {
            ++verdict.entries;
            if (school != entry.school) {
                finish();
                ++verdict.schools;
                school = entry.school;
                chain = {};
            }
            chain.Add(entry);
        }
        if (std::ssize(entries) < kPage) {
            finish();
            return verdict;
        }
        place = {.school = entries.back().school.value, .number = entries.back().number};
    }
}

}  // namespace suite::audit
