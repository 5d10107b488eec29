// Reconciles and consent.
#include "services/roster_sync/adapters/queries.hpp"
#include "services/roster_sync/adapters/sql_parts.hpp"

namespace suite::roster_sync {
namespace {

using sql::Value;

const sql::Table kReconcileTable{"reconcile",
                                 {{"reconcile_id"},
                                  {"basispoort_school_id"},
                                  {"cause"},
                                  {"status"},
                                  {"created_at"},
                                  {"finished_at"},
                                  {"schools"},
                                  {"done"},
                                  {"changed"},
                                  {"failed"},
                                  {"cursor_id"},
                                  {"tries"},
                                  {"next_try_at"}},
                                 1};
const sql::Table kFailureTable{"reconcile_failure", {{"reconcile_id"}, {"basispoort_school_id"}, {"reason", false}}, 2};
const sql::Table kConsentTable{
    "consent", {{"basispoort_school_id"}, {"granted"}, {"since", false}, {"erase_at"}, {"erased_at"}}, 1};
const sql::Table kConsentReadTable{"consent_read", {{"one"}, {"day", false}}, 1};

Reconcile ReadReconcile(const sql::Row& row) {
    return {.id = ReconcileId{row.Int(0)},
            .basispoort_school_id = row.Int(1),
            .cause = static_cast<ReconcileCause>(row.Int(2)),
            .status = static_cast<ReconcileStatus>(row.Int(3)),
            .created_at = AtMillis(row.Int(4)),
            .finished_at = OptInstant(row, 5),
            .schools = row.Int(6),
            .done = row.Int(7),
            .changed = row.Int(8),
            .failed = row.Int(9),
            .cursor = row.Int(10),
            .tries = row.Int(11),
            .next_try_at = OptInstant(row, 12)};
}

std::optional<Reconcile> ReadOptional(const std::optional<sql::Row>& row) {
    return row ? std::optional(ReadReconcile(*row)) : std::nullopt;
}

Consent ReadConsent(const sql::Row& row) {
    return {.basispoort_school_id = row.Int(0),
            .granted = row.Bool(1),
            .since = Date::Parse(row.Text(2)).value_or(Date{}),
            .erase_at = OptInstant(row, 3),
            .erased_at = OptInstant(row, 4)};
}

}  // namespace

Status SqlReconciles::Save(const Reconcile& r) {
    return session_.Upsert(kReconcileTable, {{r.id.value, r.basispoort_school_id, Number(r.cause), Number(r.status),
                                              Millis(r.created_at), MillisOrNull(r.finished_at), r.schools, r.done,
                                              r.changed, r.failed, r.cursor, r.tries, MillisOrNull(r.next_try_at)}});
}

Result<std::optional<Reconcile>> SqlReconciles::Find(ReconcileId id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kReconcile, {Value{id.value}}));
    return ReadOptional(row);
}

Result<std::optional<Reconcile>> SqlReconciles::Next(Instant now) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kNextReconcile, {Value{Millis(now)}}));
    return ReadOptional(row);
}

Result<std::optional<Reconcile>> SqlReconciles::Open(std::int64_t basispoort_school_id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kOpenReconcile, {Value{basispoort_school_id}}));
    return ReadOptional(row);
}

Result<std::vector<Reconcile>> SqlReconciles::List(std::optional<std::int64_t> basispoort_school_id,
                                                   std::optional<ListPlace> before, std::int64_t limit) {
    const auto at = TimeOf(before);
    const auto id = IdOf(before);
    SUITE_ASSIGN(const auto rows,
                 basispoort_school_id
                     ? session_.Query(query::kReconcilesOfSchool, {Value{*basispoort_school_id}, at, id, Value{limit}})
                     : session_.Query(query::kReconciles, {at, id, Value{limit}}));
    std::vector<Reconcile> runs;
    for (const auto& row : rows) runs.push_back(ReadReconcile(row));
    return runs;
}

Result<std::optional<Instant>> SqlReconciles::LastScheduled() {
    SUITE_ASSIGN(const auto row, session_.QueryOne(query::kLastScheduled));
    return OptInstant(row, 0);
}

Status SqlReconciles::AddFailure(ReconcileId id, const ReconcileFailure& failure) {
    return session_.Upsert(kFailureTable, {{id.value, failure.basispoort_school_id, failure.reason}});
}

Result<std::vector<ReconcileFailure>> SqlReconciles::Failures(ReconcileId id) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kReconcileFailures, {Value{id.value}}));
    std::vector<ReconcileFailure> failures;
    for (const auto& row : rows) failures.push_back({.basispoort_school_id = row.Int(0), .reason = row.Text(1)});
    return failures;
}

Result<std::optional<Consent>> SqlReconciles::FindConsent(std::int64_t basispoort_school_id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kConsent, {Value{basispoort_school_id}}));
    return row ? std::optional(ReadConsent(*row)) : std::nullopt;
}

Status SqlReconciles::SaveConsent(const Consent& c) {
    return session_.Upsert(kConsentTable, {{c.basispoort_school_id, std::int64_t{c.granted ? 1 : 0}, c.since.ToString(),
                                            MillisOrNull(c.erase_at), MillisOrNull(c.erased_at)}});
}

Result<std::vector<std::int64_t>> SqlReconciles::WithoutConsent(std::int64_t after, std::int64_t limit) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kWithoutConsent, {Value{after}, Value{limit}}));
    std::vector<std::int64_t> ids;
    for (const auto& row : rows) ids.push_back(row.Int(0));
    return ids;
}

Result<std::vector<Consent>> SqlReconciles::ConsentsToErase(Instant now) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kConsentsToErase, {Value{Millis(now)}}));
    std::vector<Consent> consents;
    for (const auto& row : rows) consents.push_back(ReadConsent(row));
    return consents;
}

Result<std::optional<Date>> SqlReconciles::ConsentsReadUntil() {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kConsentsReadUntil));
    return row ? Date::Parse(row->Text(0)) : std::nullopt;
}

Status SqlReconciles::SetConsentsReadUntil(Date day) {
    return session_.Upsert(kConsentReadTable, {{std::int64_t{1}, day.ToString()}});
}

}  // namespace suite::roster_sync
