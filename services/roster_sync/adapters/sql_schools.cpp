// Schools beyond their own rows: history, mergers, pupils across schools, erasing.
#include <suite/roster/v1/roster_feed.pb.h>

#include <array>

#include "core/reasons.hpp"
#include "roster/apply.hpp"
#include "roster_copy/feed_map.hpp"
#include "services/roster_sync/adapters/queries.hpp"
#include "services/roster_sync/adapters/sql_parts.hpp"
#include "services/roster_sync/adapters/sql_roster.hpp"

namespace suite::roster_sync {
namespace {

using sql::Value;

constexpr std::size_t kAskedAtOnce = 100;  // always as many, so that the statement is prepared once
constexpr std::size_t kEckTail = 16;       // of the index pupil_eck

/// Applies undos, newest first, to the present state. nullopt when one of them says there was nothing before, or when
/// the oldest that is kept does not reach back far enough.
Result<std::optional<roster::SchoolState>> WindBack(sql::Session& session, SchoolId id,
                                                    const std::vector<sql::Row>& undos) {
    SUITE_ASSIGN(auto loaded, sql_roster::Load(session, id));
    if (!loaded) return std::optional<roster::SchoolState>{};
    auto version = loaded->version;
    for (const auto& row : undos) {
        if (row.Int(0) != version) return std::optional<roster::SchoolState>{};
        if (row.Text(1).empty()) return std::optional<roster::SchoolState>{};
        const auto bytes = Base64UrlDecode(row.Text(1));
        roster::v1::SchoolChanges changes;
        if (!bytes || !changes.ParseFromString(*bytes))
            return Fail(Code::kDataLoss, reason::kInternal, "a change that was kept cannot be read");
        roster::Apply(loaded->state, roster_copy::FromProto(changes));
        --version;
    }
    return std::optional(std::move(loaded->state));
}

}  // namespace

Result<std::optional<SchoolId>> SqlSchools::Find(std::int64_t basispoort_id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kSchoolByBasispoort, {Value{basispoort_id}}));
    return row ? std::optional(SchoolId{row->Int(0)}) : std::nullopt;
}

Result<std::optional<VersionedSchool>> SqlSchools::Load(SchoolId id) { return sql_roster::Load(session_, id); }

Result<std::map<SchoolId, std::vector<GroupId>>> SqlSchools::WithPupils(std::span<const GroupOfSchool> groups) {
    return sql_roster::WithPupils(session_, groups);
}

Result<std::optional<std::int64_t>> SqlSchools::BasispoortId(SchoolId id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kBasispoortOfSchool, {Value{id.value}}));
    return row ? row->OptInt(0) : std::nullopt;
}

Result<std::optional<std::int64_t>> SqlSchools::Version(SchoolId id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kVersionOfSchool, {Value{id.value}}));
    return row ? row->OptInt(0) : std::nullopt;
}

Result<std::optional<roster::SchoolState>> SqlSchools::LoadAsOf(SchoolId id, Instant at) {
    SUITE_ASSIGN(const auto undos, session_.Query(query::kUndoAfter, {Value{id.value}, Value{Millis(at)}}));
    return WindBack(session_, id, undos);
}

Result<std::optional<roster::SchoolState>> SqlSchools::LoadBefore(SchoolId id, std::int64_t version) {
    SUITE_ASSIGN(const auto undos, session_.Query(query::kUndoFrom, {Value{id.value}, Value{version}}));
    return WindBack(session_, id, undos);
}

Result<std::map<SchoolId, VersionedSchool>> SqlSchools::Load(std::span<const PartOfSchool> parts) {
    return sql_roster::Load(session_, parts);
}

Result<std::vector<KnownPupil>> SqlSchools::ActivePupils(const std::vector<roster::PersonKeys>& keys) {
    static const std::string kColumns =
        "SELECT school_id, person_id, basispoort_id, eck_id FROM pupil WHERE active = 1 AND ";
    static const std::string kByBasispoort = kColumns + "basispoort_id IN (" + sql::Places(1, kAskedAtOnce) + ")";
    static const std::string kByEck =
        kColumns + "eck_id <> '' AND substr(eck_id, length(eck_id) - 15) IN (" + sql::Places(1, kAskedAtOnce) + ")";
    std::vector<Value> basispoort_ids;
    std::vector<Value> eck_tails;
    for (const auto& key : keys) {
        if (key.basispoort_id) basispoort_ids.emplace_back(*key.basispoort_id);
        // A real ECK iD is far longer; what is shorter is none and finds nobody.
        if (key.eck_id.size() >= kEckTail) eck_tails.emplace_back(key.eck_id.substr(key.eck_id.size() - kEckTail));
    }
    std::vector<KnownPupil> found;
    const auto ask = [&](const std::string& sql, const std::vector<Value>& wanted) -> Status {
        for (std::size_t from = 0; from < wanted.size(); from += kAskedAtOnce) {
            std::vector<Value> values;
            for (std::size_t i = 0; i < kAskedAtOnce; ++i)
                values.push_back(wanted[std::min(from + i, wanted.size() - 1)]);  // the last one fills the list up
            SUITE_ASSIGN(const auto rows, session_.Query(sql, std::span<const Value>(values)));
            for (const auto& row : rows) {
                found.push_back({.school = SchoolId{row.Int(0)},
                                 .id = PersonId{row.Int(1)},
                                 .keys = {.basispoort_id = row.OptInt(2), .eck_id = row.Text(3), .las_key = {}}});
            }
        }
        return {};
    };
    SUITE_RETURN_IF_ERROR(ask(kByBasispoort, basispoort_ids));
    SUITE_RETURN_IF_ERROR(ask(kByEck, eck_tails));
    return found;
}

Result<std::map<std::int64_t, SchoolId>> SqlSchools::Find(std::span<const std::int64_t> basispoort_ids) {
    std::map<std::int64_t, SchoolId> found;
    SUITE_RETURN_IF_ERROR(
        ByIds(basispoort_ids, {}, [&](const std::string& places, std::span<const Value> values) -> Status {
            SUITE_ASSIGN(const auto rows, session_.Query(query::SchoolsByBasispoort(places), values));
            for (const auto& row : rows) found.emplace(row.Int(0), SchoolId{row.Int(1)});
            return {};
        }));
    return found;
}

Result<std::map<SchoolId, VersionedSchool>> SqlSchools::Load(std::span<const SchoolId> ids) {
    return sql_roster::Load(session_, ids);
}

Status SqlSchools::Write(std::span<const SchoolWrite> writes, Instant now) {
    return sql_roster::Write(session_, writes, now);
}

Result<std::vector<std::int64_t>> SqlSchools::Publish(std::span<const SchoolWrite> writes, Instant now) {
    std::vector<const roster::SchoolChanges*> all;
    for (const auto& write : writes) all.push_back(write.changes);
    return sql_roster::Publish(session_, all, now);
}

Status SqlSchools::SaveMerger(const Merger& merger, Instant now) {
    static const sql::Table kTable{
        "merger", {{"school_id"}, {"version"}, {"into_basispoort_id"}, {"at"}, {"done_at"}}, 1};
    return session_.Upsert(kTable,
                           {{merger.from.value, merger.from_version, merger.into_basispoort_id, Millis(now), Value{}}});
}

Result<std::vector<Merger>> SqlSchools::OpenMergers() {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kOpenMergers));
    std::vector<Merger> mergers;
    for (const auto& row : rows) {
        mergers.push_back({.from = SchoolId{row.Int(0)}, .from_version = row.Int(1), .into_basispoort_id = row.Int(2)});
    }
    return mergers;
}

Status SqlSchools::MergerDone(SchoolId from, Instant now) {
    SUITE_RETURN_IF_ERROR(session_.Execute(query::kMergerDone, {Value{from.value}, Value{Millis(now)}}));
    return {};
}

Status SqlSchools::Erase(const VersionedSchool& school, Instant now) {
    const auto id = school.state.school.id;
    static constexpr std::array kTables{"member",      "pupil",      "staff",  "roster_group",
                                        "roster_undo", "group_join", "merger", "import_rejection",
                                        "held_removal"};
    for (const auto* table : kTables) {
        SUITE_RETURN_IF_ERROR(
            session_.Execute(std::string("DELETE FROM ") + table + " WHERE school_id = :1", {Value{id.value}}));
    }
    SUITE_RETURN_IF_ERROR(session_.Execute(query::kBlankFeed, {Value{id.value}}));
    // What stays says that there was a school and that it took its consent away.
    auto bare = school.state.school;
    bare.consent = false;
    const roster::SchoolChanges emptied{
        .school_id = id, .version = school.version + 1, .complete = true, .school = std::move(bare)};
    SUITE_RETURN_IF_ERROR(
        session_.Execute(query::kTouchSchool, {Value{id.value}, Value{emptied.version}, Value{Millis(now)}}));
    const auto* const entry = &emptied;
    SUITE_RETURN_IF_ERROR(sql_roster::Publish(session_, std::span(&entry, 1), now));
    return {};
}

Result<std::int64_t> SqlRetention::Forget(Instant before, std::int64_t limit) {
    // Applied batches go with their imports; the newest of a source stays, because it says what is too old (ROS-05).
    static constexpr std::array kStatements{
        "DELETE FROM feed WHERE sequence IN (SELECT o.sequence FROM (SELECT sequence, at FROM feed ORDER BY sequence "
        "LIMIT "
        ":2) o WHERE o.at < :1)",
        "DELETE FROM roster_undo WHERE (school_id, version) IN (SELECT school_id, version FROM roster_undo WHERE at < "
        ":1 "
        "LIMIT :2)",
        "DELETE FROM group_join WHERE (school_id, number) IN (SELECT school_id, number FROM group_join WHERE at < :1 "
        "LIMIT "
        ":2)",
        "DELETE FROM import_rejection WHERE (school_id, import_id) IN (SELECT school_id, import_id FROM roster_import"
        " WHERE applied_at < :1 ORDER BY applied_at LIMIT :2)",
        "DELETE FROM roster_import WHERE (school_id, import_id) IN (SELECT school_id, import_id FROM roster_import"
        " WHERE applied_at < :1 ORDER BY applied_at LIMIT :2)",
        "DELETE FROM batch_part WHERE batch_id IN (SELECT b.batch_id FROM batch b WHERE b.created_at < :1 AND b.status "
        "> 2"
        " LIMIT :2)",
        "DELETE FROM batch WHERE batch_id IN (SELECT b.batch_id FROM batch b WHERE b.created_at < :1 AND b.status > 2 "
        "AND"
        " b.sequence < (SELECT max(n.sequence) FROM batch n WHERE n.source = b.source AND n.committed_at IS NOT NULL)"
        " LIMIT :2)",
        "DELETE FROM held_removal WHERE (school_id, removal_id) IN (SELECT school_id, removal_id FROM held_removal"
        " WHERE status <> 0 AND created_at < :1 LIMIT :2)",
        "DELETE FROM reconcile_failure WHERE reconcile_id IN (SELECT reconcile_id FROM reconcile WHERE status = 2 AND"
        " created_at < :1 LIMIT :2)",
        "DELETE FROM reconcile WHERE reconcile_id IN (SELECT reconcile_id FROM reconcile WHERE status = 2 AND"
        " created_at < :1 LIMIT :2)",
        "DELETE FROM feed_visible WHERE sequence IN (SELECT sequence FROM feed_visible WHERE at < :1 ORDER BY sequence "
        "LIMIT "
        ":2)",
    };
    std::int64_t gone = 0;
    for (const auto* statement : kStatements) {
        SUITE_ASSIGN(const auto rows, session_.Execute(statement, {Value{Millis(before)}, Value{limit}}));
        gone += rows;
    }
    return gone;
}

}  // namespace suite::roster_sync
