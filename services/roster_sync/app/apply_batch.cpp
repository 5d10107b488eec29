#include "services/roster_sync/app/apply_batch.hpp"

#include "core/reasons.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::chrono::seconds kSchoolTime{30};

/// A school that nobody introduced: its records are refused, one by one, so that the sender can see which.
DiffResult RejectAll(const IncomingRoster& incoming) {
    DiffResult result;
    const auto reject = [&](Entity entity, const RecordHead& head, std::string key, Counts& counts) {
        ++counts.rejected;
        result.rejections.push_back(
            MakeRejection(entity, head.at, std::move(key), {"schoolId", std::string(rejected::kUnknownSchool)}));
    };
    const auto person_key = [](const roster::PersonKeys& keys) {
        return keys.basispoort_id ? std::to_string(*keys.basispoort_id) : keys.las_key;
    };
    for (const auto& school : incoming.schools) {
        const auto key = school.basispoort_id ? std::to_string(*school.basispoort_id) : std::string();
        reject(Entity::kSchool, school.head, key, result.school);
    }
    for (const auto& group : incoming.groups) reject(Entity::kGroup, group.head, group.las_key, result.groups);
    for (const auto& pupil : incoming.pupils) reject(Entity::kPupil, pupil.head, person_key(pupil.keys), result.pupils);
    for (const auto& member : incoming.staff)
        reject(Entity::kStaff, member.head, person_key(member.keys), result.staff);
    return result;
}

}  // namespace

Status ApplyBatch::ApplySchool(const Batch& batch, std::int64_t basispoort_school_id) const {
    bool changed = false;
    SUITE_RETURN_IF_ERROR(store_.Write(Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
        changed = false;
        SUITE_ASSIGN(const auto lines, tx.TakeLines(batch.id, basispoort_school_id));
        if (lines.empty()) return {};
        SUITE_ASSIGN(const auto incoming, read_lines_(lines));
        SUITE_ASSIGN(const auto known, tx.FindSchool(basispoort_school_id));
        const SchoolId id = known ? *known : ids_.New<SchoolId>();
        SUITE_RETURN_IF_ERROR(tx.Lock(id.value));
        VersionedSchool current{.state = {.school = {.id = id, .basispoort_id = basispoort_school_id}}};
        if (known) {
            SUITE_ASSIGN(auto stored, tx.LoadSchool(id));
            if (stored) current = std::move(*stored);
        }
        auto result = Diff(current.state, incoming,
                           {.kind = batch.kind, .source = Source::kBasispoort, .today = DutchDay(clock_.Now())}, ids_);
        if (!known && !result.changes.school) result = RejectAll(incoming);
        if (!known && result.changes.school && result.changes.school->name.empty()) result = RejectAll(incoming);
        if (!result.changes.Empty()) {
            result.changes.version = current.version + 1;
            SUITE_RETURN_IF_ERROR(tx.WriteChanges(result.changes, clock_.Now()));
            changed = true;
        }
        return tx.SchoolApplied(batch.id, basispoort_school_id, CountsOf(result), result.rejections);
    }));
    if (changed) applied_();
    return {};
}

Result<bool> ApplyBatch::operator()(const std::function<bool()>& stopping) const {
    std::optional<Batch> batch;
    std::vector<std::int64_t> schools;
    SUITE_RETURN_IF_ERROR(store_.Write(Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(batch, tx.NextToApply());
        if (!batch) return {};
        batch->status = BatchStatus::kApplying;
        SUITE_RETURN_IF_ERROR(tx.SaveBatch(*batch));
        SUITE_ASSIGN(schools, tx.SchoolsToApply(batch->id));
        return {};
    }));
    if (!batch) return false;
    for (const auto school : schools) {
        if (stopping()) return false;
        SUITE_RETURN_IF_ERROR(ApplySchool(*batch, school));
    }
    SUITE_RETURN_IF_ERROR(store_.Write(Deadline::In(kSchoolTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto view, tx.ViewBatch(batch->id));
        batch->status = view && view->counts.AnyHeld() ? BatchStatus::kHeld : BatchStatus::kApplied;
        batch->applied_at = clock_.Now();
        return tx.SaveBatch(*batch);
    }));
    return true;
}

}  // namespace suite::roster_sync
