// Imports with their rejections, and removals that wait.
#include "audit/audit.hpp"
#include "core/operations.hpp"
#include "rpc/current_call.hpp"
#include "services/roster_sync/adapters/queries.hpp"
#include "services/roster_sync/adapters/sql_parts.hpp"

namespace suite::roster_sync {
namespace {

using sql::Value;
using Rows = std::vector<std::vector<Value>>;

/// Only coordinators import.
AuditNote NoteOf(const RosterImport& import) {
    return {
        .school = import.school,
        .at = import.applied_at,
        .actor = {.role = Role::kCoordinator, .school = import.school, .person = import.by, .client_id = {}, .las = {}},
        .operation = operation::kRosterImported,
        .object = "import",
        .object_id = import.id.ToString(),
        .request_id = rpc::CurrentRequestId()};
}

AuditNote NoteOf(const HeldRemoval& removal) {
    const bool approved = removal.status == RemovalStatus::kApproved;
    return {.school = removal.school,
            .at = removal.decision->at,
            .actor = {.role = removal.decision->role,
                      .school = removal.school,
                      .person = removal.decision->by,
                      .client_id = removal.decision->client_id,
                      .las = {}},
            .operation = approved ? operation::kRemovalApproved : operation::kRemovalDropped,
            .object = "removal",
            .object_id = removal.id.ToString(),
            .facts = {{"subjects", std::to_string(removal.subjects.size())}},
            .request_id = rpc::CurrentRequestId()};
}

const sql::Table kImportTable{"roster_import",
                              {{"school_id"},
                               {"import_id"},
                               {"status"},
                               {"format", false},
                               {"school_year"},
                               {"applied_at"},
                               {"person_id"},
                               {"counts", false},
                               {"basispoort_school_id"},
                               {"origin"},
                               {"batch_id"},
                               {"received_at"},
                               {"feed_sequence"}},
                              2};
const sql::Table kRejectionTable{"import_rejection",
                                 {{"school_id"},
                                  {"import_id"},
                                  {"ordinal"},
                                  {"entity"},
                                  {"part"},
                                  {"line"},
                                  {"record_key", false},
                                  {"field", false},
                                  {"reason", false},
                                  {"name", false},
                                  {"other_name", false}},
                                 3};
const sql::Table kRemovalTable{"held_removal",
                               {{"school_id"},
                                {"removal_id"},
                                {"entity"},
                                {"status"},
                                {"import_id"},
                                {"created_at"},
                                {"expires_at"},
                                {"decided_at"},
                                {"decided_role"},
                                {"decided_by"},
                                {"reason", false},
                                {"subjects", false}},
                               2};

template <class AnyId>
Value IdOrNull(AnyId id) {
    return id ? Value{id.value} : Value{};
}

/// Texts come from the reason again: they may have become clearer since.
ImportRejection ReadRejection(const sql::Row& row) {
    auto rejection = MakeRejection(static_cast<Entity>(row.Int(2)),
                                   Position{.part = static_cast<int>(row.Int(3)), .line = static_cast<int>(row.Int(4))},
                                   row.Text(5), {.field = row.Text(6), .reason = row.Text(7)});
    rejection.name = row.Text(8);
    rejection.other_name = row.Text(9);
    return {.basispoort_school_id = row.Int(0), .ordinal = row.Int(1), .rejection = std::move(rejection)};
}

std::vector<ImportRejection> ReadRejections(const std::vector<sql::Row>& rows) {
    std::vector<ImportRejection> rejections;
    for (const auto& row : rows) rejections.push_back(ReadRejection(row));
    return rejections;
}

HeldRemoval ReadRemoval(const sql::Row& row) {
    HeldRemoval removal{.id = RemovalId{row.Int(1)},
                        .school = SchoolId{row.Int(0)},
                        .entity = static_cast<Entity>(row.Int(2)),
                        .status = static_cast<RemovalStatus>(row.Int(3)),
                        .import = ImportId{row.Int(4)},
                        .created_at = AtMillis(row.Int(5)),
                        .expires_at = AtMillis(row.Int(6))};
    if (!row.IsNull(7)) {
        removal.decision = Decision{.at = AtMillis(row.Int(7)),
                                    .role = static_cast<Role>(row.Int(8)),
                                    .by = PersonId{row.OptInt(9).value_or(0)},
                                    .reason = row.Text(10)};
    }
    for (const auto word : Split(row.Text(11), ' ')) {
        if (const auto id = ParseInteger(word)) removal.subjects.push_back(*id);
    }
    return removal;
}

std::vector<HeldRemoval> ReadRemovals(const std::vector<sql::Row>& rows) {
    std::vector<HeldRemoval> removals;
    for (const auto& row : rows) removals.push_back(ReadRemoval(row));
    return removals;
}

std::optional<HeldRemoval> ReadOptional(const std::optional<sql::Row>& row) {
    return row ? std::optional(ReadRemoval(*row)) : std::nullopt;
}

}  // namespace

RosterImport SqlImports::Read(const sql::Row& row) const {
    RosterImport import{.id = ImportId{row.Int(1)},
                        .school = SchoolId{row.Int(0)},
                        .basispoort_school_id = row.Int(8),
                        .origin = static_cast<Origin>(row.Int(9)),
                        .batch = BatchId{row.OptInt(10).value_or(0)},
                        .status = static_cast<ImportStatus>(row.Int(2)),
                        .format = row.Text(3),
                        .school_year = SchoolYear{static_cast<int>(row.Int(4))},
                        .received_at = AtMillis(row.Int(11)),
                        .applied_at = AtMillis(row.Int(5)),
                        .by = PersonId{row.OptInt(6).value_or(0)},
                        .feed_sequence = row.Int(12),
                        .counts = DecodeCounts(row.Text(7))};
    if (!followed_ || import.feed_sequence == 0) {
        import.visible_at = import.applied_at;
    } else if (!row.IsNull(13)) {
        import.visible_at = AtMillis(row.Int(13));
    }
    return import;
}

Status SqlImports::Save(std::span<const RosterImport> imports) {
    Rows rows;
    Rows rejections;
    for (const auto& import : imports) {
        rows.push_back({import.school.value, import.id.value, Number(import.status), import.format,
                        std::int64_t{import.school_year.first_year}, Millis(import.applied_at), IdOrNull(import.by),
                        EncodeCounts(import.counts), import.basispoort_school_id, Number(import.origin),
                        IdOrNull(import.batch), Millis(import.received_at), import.feed_sequence});
        std::int64_t ordinal = 0;
        for (const auto& r : import.rejections) {
            rejections.push_back({import.school.value, import.id.value, ordinal++, Number(r.entity),
                                  std::int64_t{r.part}, std::int64_t{r.line}, r.key, r.field, r.reason, r.name,
                                  r.other_name});
        }
    }
    SUITE_RETURN_IF_ERROR(session_.Insert(kImportTable, rows));
    SUITE_RETURN_IF_ERROR(session_.Insert(kRejectionTable, rejections));
    // A file is the coordinator's doing; what Basispoort delivers has these reports for a log.
    std::vector<AuditNote> notes;
    for (const auto& import : imports) {
        if (import.origin == Origin::kFile) notes.push_back(NoteOf(import));
    }
    return audit::Append(session_, notes);
}

Result<std::optional<RosterImport>> SqlImports::Find(SchoolId school, ImportId id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kImport, {Value{school.value}, Value{id.value}}));
    return row ? std::optional(Read(*row)) : std::nullopt;
}

Result<std::vector<RosterImport>> SqlImports::List(SchoolId school, std::optional<ListPlace> before,
                                                   std::int64_t limit) {
    SUITE_ASSIGN(const auto rows,
                 session_.Query(query::kImports, {Value{school.value}, TimeOf(before), IdOf(before), Value{limit}}));
    std::vector<RosterImport> imports;
    for (const auto& row : rows) imports.push_back(Read(row));
    return imports;
}

Result<std::vector<ImportRejection>> SqlImports::Rejections(SchoolId school, ImportId id, RejectionCursor after,
                                                            std::int64_t limit) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kImportRejections, {Value{school.value}, Value{id.value},
                                                                            Value{after.ordinal}, Value{limit}}));
    return ReadRejections(rows);
}

Result<std::vector<ImportRejection>> SqlImports::BatchRejections(BatchId batch, RejectionCursor after,
                                                                 std::int64_t limit) {
    SUITE_ASSIGN(const auto rows,
                 session_.Query(query::kBatchRejections, {Value{batch.value}, Value{after.basispoort_school_id},
                                                          Value{after.ordinal}, Value{limit}}));
    return ReadRejections(rows);
}

Status SqlImports::EraseRejections(std::int64_t basispoort_school_id) {
    SUITE_RETURN_IF_ERROR(session_.Execute(query::kEraseRejections, {Value{basispoort_school_id}}));
    return {};
}

Result<std::vector<HeldRemoval>> SqlRemovals::Waiting(std::span<const SchoolId> schools) {
    std::vector<HeldRemoval> waiting;
    SUITE_RETURN_IF_ERROR(ByIds(schools, {}, [&](const std::string& places, std::span<const Value> values) -> Status {
        SUITE_ASSIGN(const auto rows, session_.Query(query::WaitingRemovals(places), values));
        for (const auto& row : rows) waiting.push_back(ReadRemoval(row));
        return {};
    }));
    return waiting;
}

Result<std::optional<HeldRemoval>> SqlRemovals::Find(SchoolId school, RemovalId id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kRemoval, {Value{school.value}, Value{id.value}}));
    return ReadOptional(row);
}

Status SqlRemovals::Save(const HeldRemoval& removal) {
    std::string subjects;
    for (const auto id : removal.subjects) subjects += std::to_string(id) + " ";
    const auto& decision = removal.decision;
    if (decision) SUITE_RETURN_IF_ERROR(audit::Append(session_, NoteOf(removal)));
    return session_.Upsert(
        kRemovalTable,
        {{removal.school.value, removal.id.value, Number(removal.entity), Number(removal.status), removal.import.value,
          Millis(removal.created_at), Millis(removal.expires_at), decision ? Value{Millis(decision->at)} : Value{},
          decision ? Value{Number(decision->role)} : Value{}, decision ? IdOrNull(decision->by) : Value{},
          decision ? decision->reason : std::string(), std::move(subjects)}});
}

Result<std::vector<HeldRemoval>> SqlRemovals::List(std::optional<SchoolId> school, bool waiting_only,
                                                   std::optional<ListPlace> before, std::int64_t limit) {
    if (!school || waiting_only) {
        SUITE_ASSIGN(const auto rows,
                     session_.Query(query::kWaitingRemovals, {TimeOf(before), IdOf(before), Value{limit}}));
        return ReadRemovals(rows);
    }
    SUITE_ASSIGN(const auto rows,
                 session_.Query(query::kRemovals, {Value{school->value}, TimeOf(before), IdOf(before), Value{limit}}));
    return ReadRemovals(rows);
}

Result<std::int64_t> SqlRemovals::Expire(Instant now) {
    return session_.Execute(query::kExpireRemovals, {Value{Millis(now)}});
}

}  // namespace suite::roster_sync
