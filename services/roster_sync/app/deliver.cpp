#include "services/roster_sync/app/deliver.hpp"

#include <algorithm>

#include "services/roster_sync/domain/joins.hpp"

namespace suite::roster_sync {
namespace {

template <class AnyId>
Subjects SubjectsOf(const std::vector<AnyId>& ids) {
    Subjects subjects;
    for (const auto id : ids) subjects.push_back(id.value);
    std::ranges::sort(subjects);
    return subjects;
}

EntityCounts CountsOf(const roster::SchoolState& before, const roster::SchoolChanges& changes) {
    EntityCounts counts;
    const auto count = [](const auto& present, const auto& upserts, const auto& removed, Counts& out) {
        for (const auto& entity : upserts) {
            const bool there = std::ranges::any_of(present, [&](const auto& one) { return one.id == entity.id; });
            ++(there ? out.changed : out.added);
        }
        out.removed = removed.size();
    };
    counts.school.changed = changes.school ? 1 : 0;
    count(before.groups, changes.groups, changes.removed_groups, counts.groups);
    count(before.pupils, changes.pupils, changes.removed_pupils, counts.pupils);
    count(before.staff, changes.staff, changes.removed_staff, counts.staff);
    return counts;
}

}  // namespace

Status Deliver::Lock(RosterTx& tx, std::int64_t basispoort_school_id) {
    return tx.Lock(-2 - basispoort_school_id);  // our own ids are positive, -1 is the batches'
}

Result<VersionedSchool> Deliver::Open(RosterTx& tx, std::int64_t basispoort_school_id, bool dry_run) const {
    if (!dry_run) SUITE_RETURN_IF_ERROR(Lock(tx, basispoort_school_id));
    SUITE_ASSIGN(const auto known, tx.Schools().Find(basispoort_school_id));
    if (known) {
        if (!dry_run) SUITE_RETURN_IF_ERROR(tx.Lock(known->value));
        SUITE_ASSIGN(auto stored, tx.Schools().Load(*known));
        if (stored) return std::move(*stored);
    }
    return VersionedSchool{.state = {.school = {.id = ids_.New<SchoolId>(), .basispoort_id = basispoort_school_id}}};
}

Result<DiffResult> Deliver::Judge(RosterTx& tx, const VersionedSchool& current, const Delivery& delivery) const {
    const bool known = current.version > 0;
    bool consent = current.state.school.consent;
    if (!known && delivery.basispoort_school_id != 0) {
        SUITE_ASSIGN(const auto said, tx.Reconciles().FindConsent(delivery.basispoort_school_id));
        consent = !said || said->granted;
    }
    if (!consent) return RejectAll(delivery.records, rejected::kNoConsent);
    auto result = Diff(current.state, delivery.records,
                       {.kind = delivery.kind,
                        .source = delivery.origin == Origin::kFile ? Source::kEdexml : Source::kBasispoort,
                        .today = DutchDay(clock_.Now())},
                       ids_);
    if (!known && (!result.changes.school || result.changes.school->name.empty()))
        return RejectAll(delivery.records, rejected::kUnknownSchool);
    SUITE_ASSIGN(const auto elsewhere,
                 tx.Schools().PupilsElsewhere(current.state.school.id, KeysOfNewPupils(current.state, result.changes)));
    KeepIdentities(current.state, elsewhere, result.changes);
    return result;
}

Result<RosterImport> Deliver::operator()(RosterTx& tx, const VersionedSchool& current, const Delivery& delivery,
                                         bool dry_run) const {
    SUITE_ASSIGN(auto result, Judge(tx, current, delivery));
    const bool taken = current.version > 0 || !result.changes.Empty();
    RosterImport import{.id = dry_run ? ImportId{} : ids_.New<ImportId>(),
                        .school = taken ? current.state.school.id : SchoolId{},
                        .basispoort_school_id = delivery.basispoort_school_id,
                        .origin = delivery.origin,
                        .batch = delivery.batch,
                        .format = delivery.format,
                        .school_year = delivery.school_year,
                        .received_at = delivery.received_at,
                        .applied_at = clock_.Now(),
                        .by = delivery.by,
                        .counts = roster_sync::CountsOf(result),
                        .rejections = std::move(result.rejections)};
    import.status = dry_run                   ? ImportStatus::kDryRun
                    : import.counts.AnyHeld() ? ImportStatus::kHeld
                                              : ImportStatus::kApplied;
    if (dry_run) return import;
    SUITE_RETURN_IF_ERROR(Write(tx, current, result.changes, import));
    if (current.version > 0) SUITE_RETURN_IF_ERROR(Hold(tx, result, delivery.kind, import));
    SUITE_RETURN_IF_ERROR(tx.Imports().Save(import));
    return import;
}

Result<RosterImport> Deliver::Change(RosterTx& tx, const VersionedSchool& current, roster::SchoolChanges changes,
                                     Origin origin, PersonId by) const {
    const auto now = clock_.Now();
    RosterImport import{.id = ids_.New<ImportId>(),
                        .school = current.state.school.id,
                        .basispoort_school_id = current.state.school.basispoort_id.value_or(0),
                        .origin = origin,
                        .received_at = now,
                        .applied_at = now,
                        .by = by,
                        .counts = CountsOf(current.state, changes)};
    SUITE_RETURN_IF_ERROR(Write(tx, current, changes, import));
    SUITE_RETURN_IF_ERROR(tx.Imports().Save(import));
    return import;
}

Status Deliver::Write(RosterTx& tx, const VersionedSchool& current, roster::SchoolChanges& changes,
                      RosterImport& import) const {
    if (changes.Empty()) return {};
    const auto now = clock_.Now();
    changes.version = current.version + 1;
    changes.joins = MidYearJoins(current.state, changes, DutchDay(now));
    SUITE_ASSIGN(import.feed_sequence, tx.Schools().Write(current, changes, now));
    const auto& before = current.state.school;
    if (changes.school && changes.school->merged_into_basispoort_id &&
        changes.school->merged_into_basispoort_id != before.merged_into_basispoort_id && current.version > 0) {
        return tx.Schools().SaveMerger({.from = before.id,
                                        .from_version = changes.version,
                                        .into_basispoort_id = *changes.school->merged_into_basispoort_id},
                                       now);
    }
    return {};
}

Status Deliver::Hold(RosterTx& tx, const DiffResult& result, BatchKind kind, const RosterImport& import) const {
    struct Type {
        Entity entity;
        Subjects held;
        Subjects confirmed;
    };
    const std::array types{
        Type{Entity::kGroup, SubjectsOf(result.held_groups), SubjectsOf(result.confirmed_groups)},
        Type{Entity::kPupil, SubjectsOf(result.held_pupils), SubjectsOf(result.confirmed_pupils)},
        Type{Entity::kStaff, SubjectsOf(result.held_staff), SubjectsOf(result.confirmed_staff)},
    };
    for (const auto& type : types) {
        SUITE_ASSIGN(auto waiting, tx.Removals().Waiting(import.school, type.entity));
        const auto present = waiting ? waiting->subjects : Subjects{};
        auto after = WaitingAfter(kind, present, type.held, type.confirmed);
        if (after == present) continue;
        // Fewer of the same keep their place and their term; others are a new question to the coordinator.
        const bool fewer = waiting && !after.empty() && std::ranges::includes(present, after);
        if (fewer) {
            waiting->subjects = std::move(after);
            SUITE_RETURN_IF_ERROR(tx.Removals().Save(*waiting));
            continue;
        }
        if (waiting) {
            waiting->status = RemovalStatus::kReplaced;
            SUITE_RETURN_IF_ERROR(tx.Removals().Save(*waiting));
        }
        if (after.empty()) continue;
        SUITE_RETURN_IF_ERROR(tx.Removals().Save({.id = ids_.New<RemovalId>(),
                                                  .school = import.school,
                                                  .entity = type.entity,
                                                  .import = import.id,
                                                  .created_at = import.applied_at,
                                                  .expires_at = import.applied_at + kRemovalTerm,
                                                  .subjects = std::move(after)}));
    }
    return {};
}

}  // namespace suite::roster_sync
