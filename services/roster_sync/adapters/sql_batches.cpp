#include <array>

#include "services/roster_sync/adapters/queries.hpp"
#include "services/roster_sync/adapters/sql_parts.hpp"

namespace suite::roster_sync {
namespace {

using sql::Value;

const sql::Table kBatchTable{"batch",
                             {{"batch_id"},
                              {"source", false},
                              {"sequence"},
                              {"kind"},
                              {"status"},
                              {"created_at"},
                              {"committed_at"},
                              {"applied_at"},
                              {"gap"},
                              {"checked_at"}},
                             1};
const sql::Table kPartTable{
    "batch_part", {{"batch_id"}, {"n"}, {"sha256", false}, {"records"}, {"rejected"}, {"dropped_fields"}}, 2};
const sql::Table kChunkTable{"batch_chunk", {{"batch_id"}, {"basispoort_school_id"}, {"n"}, {"lines", false}}, 3};

Batch ReadBatch(const sql::Row& row) {
    return {.id = BatchId{row.Int(0)},
            .source = row.Text(1),
            .sequence = row.Int(2),
            .kind = static_cast<BatchKind>(row.Int(3)),
            .status = static_cast<BatchStatus>(row.Int(4)),
            .created_at = AtMillis(row.Int(5)),
            .committed_at = OptInstant(row, 6),
            .checked_at = OptInstant(row, 9),
            .applied_at = OptInstant(row, 7),
            .gap = row.Bool(8)};
}

std::optional<Batch> ReadOptional(const std::optional<sql::Row>& row) {
    return row ? std::optional(ReadBatch(*row)) : std::nullopt;
}

}  // namespace

std::string EncodeCounts(const EntityCounts& counts) {
    std::string text;
    for (const auto* c : {&counts.school, &counts.groups, &counts.pupils, &counts.staff}) {
        for (const auto n : {c->added, c->changed, c->removed, c->unchanged, c->rejected, c->held})
            text += std::to_string(n) + " ";
    }
    for (const auto* c : {&counts.school, &counts.groups, &counts.pupils, &counts.staff})
        text += std::to_string(c->moved) + " ";
    return text;
}

EntityCounts DecodeCounts(const std::string& text) {
    const auto words = Split(text, ' ');
    EntityCounts counts;
    std::size_t word = 0;
    const auto read = [&](std::size_t& n) {
        if (word < words.size()) n = static_cast<std::size_t>(ParseInteger(words[word++]).value_or(0));
    };
    const std::array all{&counts.school, &counts.groups, &counts.pupils, &counts.staff};
    for (auto* c : all) {
        for (auto* n : {&c->added, &c->changed, &c->removed, &c->unchanged, &c->rejected, &c->held}) read(*n);
    }
    for (auto* c : all) read(c->moved);
    return counts;
}

Result<std::optional<Batch>> SqlBatches::Find(BatchId id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kBatch, {Value{id.value}}));
    return ReadOptional(row);
}

Result<std::optional<Batch>> SqlBatches::Find(const std::string& source, std::int64_t sequence) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kBatchBySequence, {Value{source}, Value{sequence}}));
    return ReadOptional(row);
}

Result<std::optional<std::int64_t>> SqlBatches::NewestCommitted(const std::string& source) {
    SUITE_ASSIGN(const auto row, session_.QueryOne(query::kNewestCommitted, {Value{source}}));
    return row.OptInt(0);
}

Status SqlBatches::Save(const Batch& b) {
    return session_.Upsert(kBatchTable,
                           {{b.id.value, b.source, b.sequence, Number(b.kind), Number(b.status), Millis(b.created_at),
                             MillisOrNull(b.committed_at), MillisOrNull(b.applied_at), std::int64_t{b.gap ? 1 : 0},
                             MillisOrNull(b.checked_at)}});
}

Status SqlBatches::SavePart(BatchId id, const Part& part) {
    const Value n{std::int64_t{part.n}};
    SUITE_RETURN_IF_ERROR(session_.Execute(query::kDropChunksOfPart, {Value{id.value}, n}));
    SUITE_RETURN_IF_ERROR(
        session_.Upsert(kPartTable, {{id.value, n, part.sha256, part.records, part.rejected, part.dropped_fields}}));
    std::vector<std::vector<Value>> chunks;
    for (const auto& chunk : part.chunks) chunks.push_back({id.value, chunk.basispoort_school_id, n, chunk.lines});
    return session_.Insert(kChunkTable, chunks);
}

Result<std::optional<Part>> SqlBatches::FindPart(BatchId id, int n) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kPart, {Value{id.value}, Value{std::int64_t{n}}}));
    if (!row) return std::optional<Part>{};
    return std::optional(Part{.n = n,
                              .sha256 = row->Text(1),
                              .records = row->Int(2),
                              .rejected = row->Int(3),
                              .dropped_fields = row->Int(4)});
}

Result<std::vector<int>> SqlBatches::PartNumbers(BatchId id) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kPartNumbers, {Value{id.value}}));
    std::vector<int> numbers;
    for (const auto& row : rows) numbers.push_back(static_cast<int>(row.Int(0)));
    return numbers;
}

Result<BatchView> SqlBatches::Complete(Batch batch) {
    BatchView view{.batch = std::move(batch)};
    const Value id{view.batch.id.value};
    SUITE_ASSIGN(const auto totals, session_.QueryOne(query::kPartTotals, {id}));
    view.parts = totals.Int(0);
    view.records = totals.Int(1);
    view.dropped_fields = totals.Int(2);
    SUITE_ASSIGN(const auto left, session_.QueryOne(query::kSchoolsLeft, {id}));
    SUITE_ASSIGN(const auto applied, session_.Query(query::kCountsOfBatch, {id}));
    std::int64_t sequence = 0;
    for (const auto& row : applied) {
        // In a delta thousands of schools have the same few counts.
        view.counts.Add(DecodeCounts(row.Text(0)), static_cast<std::size_t>(row.Int(1)));
        const bool failed = row.Int(3) == Number(ImportStatus::kFailed);
        (failed ? view.schools_failed : view.schools_applied) += row.Int(1);
        sequence = std::max(sequence, row.Int(2));
    }
    view.schools = view.schools_applied + view.schools_failed + left.Int(0);
    if (!view.batch.applied_at) return view;
    if (!followed_ || sequence == 0) {
        view.visible_at = view.batch.applied_at;
        return view;
    }
    SUITE_ASSIGN(const auto visible, session_.QueryOptional(query::kVisibleAt, {Value{sequence}}));
    if (visible) view.visible_at = std::max(AtMillis(visible->Int(0)), *view.batch.applied_at);
    return view;
}

Result<std::optional<BatchView>> SqlBatches::View(BatchId id) {
    SUITE_ASSIGN(auto batch, Find(id));
    if (!batch) return std::optional<BatchView>{};
    SUITE_ASSIGN(auto view, Complete(std::move(*batch)));
    return std::optional(std::move(view));
}

Result<std::vector<BatchView>> SqlBatches::List(std::optional<ListPlace> before, std::int64_t limit) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kBatches, {TimeOf(before), IdOf(before), Value{limit}}));
    std::vector<BatchView> views;
    for (const auto& row : rows) {
        SUITE_ASSIGN(auto view, Complete(ReadBatch(row)));
        views.push_back(std::move(view));
    }
    return views;
}

Result<std::optional<Batch>> SqlBatches::NextToApply() {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kNextToApply, {Value{Number(BatchStatus::kReceived)},
                                                                              Value{Number(BatchStatus::kApplying)}}));
    return ReadOptional(row);
}

Result<std::vector<std::int64_t>> SqlBatches::SchoolsToApply(BatchId id) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kSchoolsToApply, {Value{id.value}}));
    std::vector<std::int64_t> schools;
    for (const auto& row : rows) schools.push_back(row.Int(0));
    return schools;
}

Result<std::int64_t> SqlBatches::LargestSchool(BatchId id) {
    SUITE_ASSIGN(const auto row, session_.QueryOne(query::kLargestSchool, {Value{id.value}}));
    return row.Int(0);
}

Result<std::map<std::int64_t, std::string>> SqlBatches::Lines(BatchId id,
                                                              std::span<const std::int64_t> basispoort_school_ids) {
    std::map<std::int64_t, std::string> lines;
    SUITE_RETURN_IF_ERROR(ByIds(basispoort_school_ids, {Value{id.value}},
                                [&](const std::string& places, std::span<const Value> values) -> Status {
                                    SUITE_ASSIGN(const auto rows, session_.Query(query::Chunks(places), values));
                                    for (const auto& row : rows) lines[row.Int(0)] += row.Text(1);
                                    return {};
                                }));
    return lines;
}

Result<std::set<std::int64_t>> SqlBatches::Waiting(BatchId id, std::span<const std::int64_t> basispoort_school_ids) {
    std::set<std::int64_t> waiting;
    SUITE_RETURN_IF_ERROR(ByIds(basispoort_school_ids, {Value{id.value}},
                                [&](const std::string& places, std::span<const Value> values) -> Status {
                                    SUITE_ASSIGN(const auto rows,
                                                 session_.Query(query::SchoolsWithChunks(places), values));
                                    for (const auto& row : rows) waiting.insert(row.Int(0));
                                    return {};
                                }));
    return waiting;
}

Status SqlBatches::DropLines(BatchId id, std::span<const std::int64_t> basispoort_school_ids) {
    return ByIds(basispoort_school_ids, {Value{id.value}},
                 [&](const std::string& places, std::span<const Value> values) -> Status {
                     SUITE_RETURN_IF_ERROR(session_.Execute(query::DropChunks(places), values));
                     return {};
                 });
}

}  // namespace suite::roster_sync
