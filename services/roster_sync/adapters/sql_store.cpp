#include "services/roster_sync/adapters/sql_store.hpp"

#include <algorithm>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "services/roster_sync/adapters/queries.hpp"
#include "services/roster_sync/adapters/sql_roster.hpp"

namespace suite::roster_sync {
namespace {

using sql::Value;
using Rows = std::vector<std::vector<Value>>;

const sql::Table kBatchTable{"batch",
                             {{"batch_id"},
                              {"source", false},
                              {"sequence"},
                              {"kind"},
                              {"status"},
                              {"created_at"},
                              {"committed_at"},
                              {"applied_at"}},
                             1};
const sql::Table kPartTable{
    "batch_part", {{"batch_id"}, {"n"}, {"sha256", false}, {"records"}, {"rejected"}, {"dropped_fields"}}, 2};
const sql::Table kChunkTable{"batch_chunk", {{"batch_id"}, {"basispoort_school_id"}, {"n"}, {"lines", false}}, 3};
const sql::Table kSchoolTable{"batch_school", {{"batch_id"}, {"basispoort_school_id"}, {"counts", false}}, 2};
const sql::Table kBatchRejectionTable{"batch_rejection",
                                      {{"batch_id"},
                                       {"basispoort_school_id"},
                                       {"ordinal"},
                                       {"entity"},
                                       {"part"},
                                       {"line"},
                                       {"record_key", false},
                                       {"field", false},
                                       {"reason", false}},
                                      3};
const sql::Table kImportTable{"roster_import",
                              {{"school_id"},
                               {"import_id"},
                               {"held"},
                               {"format", false},
                               {"school_year"},
                               {"created_at"},
                               {"person_id"},
                               {"counts", false}},
                              2};
const sql::Table kImportRejectionTable{"import_rejection",
                                       {{"school_id"},
                                        {"import_id"},
                                        {"ordinal"},
                                        {"entity"},
                                        {"part"},
                                        {"line"},
                                        {"record_key", false},
                                        {"field", false},
                                        {"reason", false}},
                                       3};

std::int64_t Millis(Instant instant) { return instant.time_since_epoch().count(); }
Instant AtMillis(std::int64_t millis) { return Instant{std::chrono::milliseconds{millis}}; }
Value MillisOrNull(const std::optional<Instant>& instant) { return instant ? Value{Millis(*instant)} : Value{}; }
std::optional<Instant> OptInstant(const sql::Row& row, std::size_t column) {
    if (row.IsNull(column)) return std::nullopt;
    return AtMillis(row.Int(column));
}

Batch ReadBatch(const sql::Row& row) {
    return {.id = BatchId{row.Int(0)},
            .source = row.Text(1),
            .sequence = row.Int(2),
            .kind = static_cast<BatchKind>(row.Int(3)),
            .status = static_cast<BatchStatus>(row.Int(4)),
            .created_at = AtMillis(row.Int(5)),
            .committed_at = OptInstant(row, 6),
            .applied_at = OptInstant(row, 7)};
}

/// "added changed removed unchanged rejected held" for school, groups, pupils, staff: 24 numbers.
std::string EncodeCounts(const EntityCounts& counts) {
    std::string text;
    for (const auto* c : {&counts.school, &counts.groups, &counts.pupils, &counts.staff}) {
        for (const auto n : {c->added, c->changed, c->removed, c->unchanged, c->rejected, c->held})
            text += std::to_string(n) + " ";
    }
    return text;
}

EntityCounts DecodeCounts(const std::string& text) {
    const auto words = Split(text, ' ');
    EntityCounts counts;
    std::size_t word = 0;
    for (auto* c : {&counts.school, &counts.groups, &counts.pupils, &counts.staff}) {
        for (auto* n : {&c->added, &c->changed, &c->removed, &c->unchanged, &c->rejected, &c->held}) {
            if (word < words.size()) *n = static_cast<std::size_t>(ParseInteger(words[word++]).value_or(0));
        }
    }
    return counts;
}

std::vector<Value> RejectionRow(std::int64_t key, std::int64_t second_key, std::size_t ordinal, const Rejection& r) {
    return {key,
            second_key,
            static_cast<std::int64_t>(ordinal),
            static_cast<std::int64_t>(r.entity),
            std::int64_t{r.part},
            std::int64_t{r.line},
            r.key,
            r.field,
            r.reason};
}

/// Texts come from the reason again: they may have become clearer since.
Rejection ReadRejection(const sql::Row& row, std::size_t from) {
    return MakeRejection(
        static_cast<Entity>(row.Int(from)),
        Position{.part = static_cast<int>(row.Int(from + 1)), .line = static_cast<int>(row.Int(from + 2))},
        row.Text(from + 3), {.field = row.Text(from + 4), .reason = row.Text(from + 5)});
}

RosterImport ReadImport(const sql::Row& row) {
    return {.id = ImportId{row.Int(1)},
            .school = SchoolId{row.Int(0)},
            .held = row.Bool(2),
            .format = row.Text(3),
            .school_year = SchoolYear{static_cast<int>(row.Int(4))},
            .created_at = AtMillis(row.Int(5)),
            .by = PersonId{row.OptInt(6).value_or(0)},
            .counts = DecodeCounts(row.Text(7))};
}

class SqlTx final : public RosterTx {
  public:
    explicit SqlTx(sql::Session& session) : session_(session) {}

    Result<std::optional<SchoolId>> FindSchool(std::int64_t basispoort_id) override {
        SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kSchoolByBasispoort, {Value{basispoort_id}}));
        return row ? std::optional(SchoolId{row->Int(0)}) : std::nullopt;
    }
    Result<std::optional<VersionedSchool>> LoadSchool(SchoolId id) override { return sql_roster::Load(session_, id); }
    Status Lock(std::int64_t key) override { return session_.LockSchool(key); }
    Status WriteChanges(const roster::SchoolChanges& changes, Instant now) override {
        return sql_roster::Write(session_, changes, now);
    }

    Result<std::optional<Batch>> FindBatch(BatchId id) override {
        SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kBatch, {Value{id.value}}));
        return row ? std::optional(ReadBatch(*row)) : std::nullopt;
    }
    Result<std::optional<Batch>> FindBatch(const std::string& source, std::int64_t sequence) override {
        SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kBatchBySequence, {Value{source}, Value{sequence}}));
        return row ? std::optional(ReadBatch(*row)) : std::nullopt;
    }
    Result<std::optional<std::int64_t>> NewestCommitted(const std::string& source) override {
        SUITE_ASSIGN(const auto row, session_.QueryOne(query::kNewestCommitted, {Value{source}}));
        return row.OptInt(0);
    }
    Status SaveBatch(const Batch& b) override {
        return session_.Upsert(kBatchTable, {{b.id.value, b.source, b.sequence, static_cast<std::int64_t>(b.kind),
                                              static_cast<std::int64_t>(b.status), Millis(b.created_at),
                                              MillisOrNull(b.committed_at), MillisOrNull(b.applied_at)}});
    }
    Status SavePart(BatchId id, const Part& part) override {
        const Value n{std::int64_t{part.n}};
        SUITE_RETURN_IF_ERROR(session_.Execute(query::kDropChunksOfPart, {Value{id.value}, n}));
        SUITE_RETURN_IF_ERROR(session_.Upsert(
            kPartTable, {{id.value, n, part.sha256, part.records, part.rejected, part.dropped_fields}}));
        Rows chunks;
        for (const auto& chunk : part.chunks) chunks.push_back({id.value, chunk.basispoort_school_id, n, chunk.lines});
        return session_.Upsert(kChunkTable, chunks);
    }
    Result<std::vector<int>> PartNumbers(BatchId id) override {
        SUITE_ASSIGN(const auto rows, session_.Query(query::kPartNumbers, {Value{id.value}}));
        std::vector<int> numbers;
        for (const auto& row : rows) numbers.push_back(static_cast<int>(row.Int(0)));
        return numbers;
    }
    Result<std::optional<BatchView>> ViewBatch(BatchId id) override {
        SUITE_ASSIGN(auto batch, FindBatch(id));
        if (!batch) return std::optional<BatchView>{};
        BatchView view{.batch = std::move(*batch)};
        SUITE_ASSIGN(const auto totals, session_.QueryOne(query::kPartTotals, {Value{id.value}}));
        view.parts = totals.Int(0);
        view.records = totals.Int(1);
        view.dropped_fields = totals.Int(2);
        SUITE_ASSIGN(const auto left, session_.QueryOne(query::kSchoolsLeft, {Value{id.value}}));
        SUITE_ASSIGN(const auto applied, session_.Query(query::kSchoolCounts, {Value{id.value}}));
        view.schools_applied = std::ssize(applied);
        view.schools = view.schools_applied + left.Int(0);
        for (const auto& row : applied) view.counts.Add(DecodeCounts(row.Text(0)));
        return std::optional(std::move(view));
    }
    Result<std::vector<SchoolRejection>> BatchRejections(BatchId id, RejectionCursor after,
                                                         std::int64_t limit) override {
        SUITE_ASSIGN(const auto rows,
                     session_.Query(query::kBatchRejections, {Value{id.value}, Value{after.basispoort_school_id},
                                                              Value{after.ordinal}, Value{limit}}));
        std::vector<SchoolRejection> rejections;
        for (const auto& row : rows) {
            rejections.push_back(
                {.basispoort_school_id = row.Int(0), .ordinal = row.Int(1), .rejection = ReadRejection(row, 2)});
        }
        return rejections;
    }
    Result<std::optional<Batch>> NextToApply() override {
        SUITE_ASSIGN(
            const auto row,
            session_.QueryOptional(query::kNextToApply, {Value{static_cast<std::int64_t>(BatchStatus::kReceived)},
                                                         Value{static_cast<std::int64_t>(BatchStatus::kApplying)}}));
        return row ? std::optional(ReadBatch(*row)) : std::nullopt;
    }
    Result<std::vector<std::int64_t>> SchoolsToApply(BatchId id) override {
        SUITE_ASSIGN(const auto rows, session_.Query(query::kSchoolsToApply, {Value{id.value}}));
        std::vector<std::int64_t> schools;
        for (const auto& row : rows) schools.push_back(row.Int(0));
        return schools;
    }
    Result<std::string> TakeLines(BatchId id, std::int64_t basispoort_school_id) override {
        SUITE_ASSIGN(const auto rows, session_.Query(query::kChunks, {Value{id.value}, Value{basispoort_school_id}}));
        std::string lines;
        for (const auto& row : rows) lines += row.Text(0);
        return lines;
    }
    Status SchoolApplied(BatchId id, std::int64_t basispoort_school_id, const EntityCounts& counts,
                         const std::vector<Rejection>& rejections) override {
        SUITE_RETURN_IF_ERROR(
            session_.Execute(query::kDropChunksOfSchool, {Value{id.value}, Value{basispoort_school_id}}));
        SUITE_RETURN_IF_ERROR(session_.Upsert(kSchoolTable, {{id.value, basispoort_school_id, EncodeCounts(counts)}}));
        Rows rows;
        for (const auto& r : rejections) rows.push_back(RejectionRow(id.value, basispoort_school_id, rows.size(), r));
        return session_.Upsert(kBatchRejectionTable, rows);
    }

    Status SaveImport(const RosterImport& import) override {
        SUITE_RETURN_IF_ERROR(session_.Upsert(
            kImportTable, {{import.school.value, import.id.value, std::int64_t{import.held ? 1 : 0}, import.format,
                            std::int64_t{import.school_year.first_year}, Millis(import.created_at),
                            import.by ? Value{import.by.value} : Value{}, EncodeCounts(import.counts)}}));
        Rows rows;
        for (const auto& r : import.rejections)
            rows.push_back(RejectionRow(import.school.value, import.id.value, rows.size(), r));
        return session_.Upsert(kImportRejectionTable, rows);
    }
    Result<std::optional<RosterImport>> FindImport(SchoolId school, ImportId id) override {
        SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kImport, {Value{school.value}, Value{id.value}}));
        if (!row) return std::optional<RosterImport>{};
        RosterImport import = ReadImport(*row);
        SUITE_ASSIGN(const auto rows, session_.Query(query::kImportRejections, {Value{school.value}, Value{id.value}}));
        for (const auto& rejection : rows) import.rejections.push_back(ReadRejection(rejection, 0));
        return std::optional(std::move(import));
    }
    Result<std::vector<RosterImport>> Imports(SchoolId school, std::optional<Instant> before,
                                              std::int64_t limit) override {
        const std::int64_t until = before ? Millis(*before) : std::numeric_limits<std::int64_t>::max();
        SUITE_ASSIGN(const auto rows,
                     session_.Query(query::kImports, {Value{school.value}, Value{until}, Value{limit}}));
        std::vector<RosterImport> imports;
        for (const auto& row : rows) imports.push_back(ReadImport(row));
        return imports;
    }

  private:
    sql::Session& session_;
};

}  // namespace

Status SqlStore::Read(Deadline deadline, const std::function<Status(RosterTx&)>& work) {
    return database_.Read(deadline, [&](sql::Session& session) -> Status {
        SqlTx tx(session);
        return work(tx);
    });
}

Status SqlStore::Write(Deadline deadline, const std::function<Status(RosterTx&)>& work) {
    return database_.Write(deadline, [&](sql::Session& session) -> Status {
        SqlTx tx(session);
        return work(tx);
    });
}

}  // namespace suite::roster_sync
