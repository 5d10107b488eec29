// The parts of a transaction on roster-sync's database, one class per port; SqlStore puts them together.
#pragma once

#include <algorithm>
#include <type_traits>

#include "core/text.hpp"
#include "services/roster_sync/app/ports.hpp"
#include "sql/moment.hpp"
#include "sql/sql.hpp"

namespace suite::roster_sync {

using sql::AtMillis;
using sql::Millis;
[[nodiscard]] inline sql::Value MillisOrNull(const std::optional<Instant>& instant) {
    return instant ? sql::Value{Millis(*instant)} : sql::Value{};
}
[[nodiscard]] inline std::optional<Instant> OptInstant(const sql::Row& row, std::size_t column) {
    if (row.IsNull(column)) return std::nullopt;
    return AtMillis(row.Int(column));
}
/// The place's time and id; without a place one that everything is before.
[[nodiscard]] inline sql::Value TimeOf(const std::optional<ListPlace>& place) {
    return sql::Value{place ? Millis(place->at) : std::numeric_limits<std::int64_t>::max()};
}
[[nodiscard]] inline sql::Value IdOf(const std::optional<ListPlace>& place) {
    return sql::Value{place ? place->id : std::int64_t{0}};
}
template <class Enum>
[[nodiscard]] std::int64_t Number(Enum value) {
    return static_cast<std::int64_t>(value);
}

/// Calls `work(places, values)` for some of `ids` at a time: `places` for IN (...), `values` those of `before` and then
/// the ids, the last one repeated to fill up, because a text that stays the same is prepared once.
template <class AnyId, class Work>
[[nodiscard]] Status ByIds(std::span<const AnyId> ids, std::initializer_list<sql::Value> before, Work work) {
    constexpr std::size_t kAtOnce = 32;
    for (std::size_t from = 0; from < ids.size(); from += kAtOnce) {
        const std::size_t count = ids.size() == 1 ? 1 : kAtOnce;
        std::vector<sql::Value> values(before);
        for (std::size_t i = from; i < from + count; ++i) {
            const auto& id = ids[std::min(i, ids.size() - 1)];
            if constexpr (std::is_same_v<AnyId, std::int64_t>) {
                values.emplace_back(id);
            } else {
                values.emplace_back(id.value);
            }
        }
        SUITE_RETURN_IF_ERROR(work(sql::Places(before.size() + 1, count), std::span<const sql::Value>(values)));
    }
    return {};
}

/// "added changed removed unchanged rejected held" for school, groups, pupils, staff, and then "moved" for each: 28
/// numbers.
[[nodiscard]] std::string EncodeCounts(const EntityCounts& counts);
/// What was written before there was "moved" has 24; who moved counts as changed there.
[[nodiscard]] EntityCounts DecodeCounts(const std::string& text);

class SqlSchools final : public SchoolTx {
  public:
    explicit SqlSchools(sql::Session& session) : session_(session) {}
    Result<std::optional<SchoolId>> Find(std::int64_t basispoort_id) override;
    Result<std::optional<VersionedSchool>> Load(SchoolId id) override;
    Result<std::map<std::int64_t, SchoolId>> Find(std::span<const std::int64_t> basispoort_ids) override;
    Result<std::map<SchoolId, VersionedSchool>> Load(std::span<const SchoolId> ids) override;
    Result<std::map<SchoolId, VersionedSchool>> Load(std::span<const PartOfSchool> parts) override;
    Result<std::map<SchoolId, std::vector<GroupId>>> WithPupils(std::span<const GroupOfSchool> groups) override;
    Result<std::optional<std::int64_t>> BasispoortId(SchoolId id) override;
    Result<std::optional<std::int64_t>> Version(SchoolId id) override;
    Result<std::optional<roster::SchoolState>> LoadAsOf(SchoolId id, Instant at) override;
    Result<std::optional<roster::SchoolState>> LoadBefore(SchoolId id, std::int64_t version) override;
    Result<std::vector<KnownPupil>> ActivePupils(const std::vector<roster::PersonKeys>& keys) override;
    Status Write(std::span<const SchoolWrite> writes, Instant now) override;
    Result<std::vector<std::int64_t>> Publish(std::span<const SchoolWrite> writes, Instant now) override;
    Status SaveMerger(const Merger& merger, Instant now) override;
    Result<std::vector<Merger>> OpenMergers() override;
    Status MergerDone(SchoolId from, Instant now) override;
    Status Erase(const VersionedSchool& school, Instant now) override;

  private:
    sql::Session& session_;
};

class SqlBatches final : public BatchTx {
  public:
    SqlBatches(sql::Session& session, bool followed) : session_(session), followed_(followed) {}
    Result<std::optional<Batch>> Find(BatchId id) override;
    Result<std::optional<Batch>> Find(const std::string& source, std::int64_t sequence) override;
    Result<std::optional<std::int64_t>> NewestCommitted(const std::string& source) override;
    Status Save(const Batch& batch) override;
    Status SavePart(BatchId id, const Part& part) override;
    Result<std::optional<Part>> FindPart(BatchId id, int n) override;
    Result<std::vector<int>> PartNumbers(BatchId id) override;
    Result<std::optional<BatchView>> View(BatchId id) override;
    Result<std::vector<BatchView>> List(std::optional<ListPlace> before, std::int64_t limit) override;
    Result<std::optional<Batch>> NextToApply() override;
    Result<std::vector<std::int64_t>> SchoolsToApply(BatchId id) override;
    Result<std::int64_t> LargestSchool(BatchId id) override;
    Result<std::map<std::int64_t, std::string>> Lines(BatchId id,
                                                      std::span<const std::int64_t> basispoort_school_ids) override;
    Result<std::set<std::int64_t>> Waiting(BatchId id, std::span<const std::int64_t> basispoort_school_ids) override;
    Status DropLines(BatchId id, std::span<const std::int64_t> basispoort_school_ids) override;

  private:
    [[nodiscard]] Result<BatchView> Complete(Batch batch);

    sql::Session& session_;
    bool followed_;
};

class SqlImports final : public ImportTx {
  public:
    SqlImports(sql::Session& session, bool followed) : session_(session), followed_(followed) {}
    using ImportTx::Save;
    Status Save(std::span<const RosterImport> imports) override;
    Result<std::optional<RosterImport>> Find(SchoolId school, ImportId id) override;
    Result<std::vector<RosterImport>> List(SchoolId school, std::optional<ListPlace> before,
                                           std::int64_t limit) override;
    Result<std::vector<ImportRejection>> Rejections(SchoolId school, ImportId id, RejectionCursor after,
                                                    std::int64_t limit) override;
    Result<std::vector<ImportRejection>> BatchRejections(BatchId batch, RejectionCursor after,
                                                         std::int64_t limit) override;
    Status EraseRejections(std::int64_t basispoort_school_id) override;

  private:
    [[nodiscard]] RosterImport Read(const sql::Row& row) const;

    sql::Session& session_;
    bool followed_;
};

class SqlRemovals final : public RemovalTx {
  public:
    explicit SqlRemovals(sql::Session& session) : session_(session) {}
    Result<std::vector<HeldRemoval>> Waiting(std::span<const SchoolId> schools) override;
    Result<std::optional<HeldRemoval>> Find(SchoolId school, RemovalId id) override;
    Status Save(const HeldRemoval& removal) override;
    Result<std::vector<HeldRemoval>> List(std::optional<SchoolId> school, bool waiting_only,
                                          std::optional<ListPlace> before, std::int64_t limit) override;
    Result<std::int64_t> Expire(Instant now) override;

  private:
    sql::Session& session_;
};

class SqlReconciles final : public ReconcileTx {
  public:
    explicit SqlReconciles(sql::Session& session) : session_(session) {}
    Status Save(const Reconcile& reconcile) override;
    Result<std::optional<Reconcile>> Find(ReconcileId id) override;
    Result<std::optional<Reconcile>> Next(Instant now) override;
    Result<std::optional<Reconcile>> Open(std::int64_t basispoort_school_id) override;
    Result<std::vector<Reconcile>> List(std::optional<std::int64_t> basispoort_school_id,
                                        std::optional<ListPlace> before, std::int64_t limit) override;
    Result<std::optional<Instant>> LastScheduled() override;
    Status AddFailure(ReconcileId id, const ReconcileFailure& failure) override;
    Result<std::vector<ReconcileFailure>> Failures(ReconcileId id) override;
    Result<std::optional<Consent>> FindConsent(std::int64_t basispoort_school_id) override;
    Status SaveConsent(const Consent& consent) override;
    Result<std::vector<std::int64_t>> WithoutConsent(std::int64_t after, std::int64_t limit) override;
    Result<std::vector<Consent>> ConsentsToErase(Instant now) override;
    Result<std::optional<Date>> ConsentsReadUntil() override;
    Status SetConsentsReadUntil(Date day) override;

  private:
    sql::Session& session_;
};

class SqlRetention final : public RetentionTx {
  public:
    explicit SqlRetention(sql::Session& session) : session_(session) {}
    Result<std::int64_t> Forget(Instant before, std::int64_t limit) override;

  private:
    sql::Session& session_;
};

}  // namespace suite::roster_sync
