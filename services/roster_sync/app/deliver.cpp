#include "services/roster_sync/app/deliver.hpp"

#include <algorithm>

#include "core/reasons.hpp"
#include "services/roster_sync/domain/joins.hpp"
#include "services/roster_sync/domain/partial.hpp"

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

/// Our own ids are positive, -1 is the batches'.
std::int64_t LockKey(std::int64_t basispoort_school_id) { return -2 - basispoort_school_id; }

VersionedSchool Newcomer(std::int64_t basispoort_school_id, IdSource& ids) {
    return {.state = {.school = {.id = ids.New<SchoolId>(), .basispoort_id = basispoort_school_id}}};
}

/// The pupils whom `changes` leave at the school.
void AddPupils(const roster::SchoolChanges& changes, std::vector<KnownPupil>& pupils) {
    for (const auto& pupil : changes.pupils) {
        if (pupil.active) pupils.push_back({.school = changes.school_id, .id = pupil.id, .keys = pupil.keys});
    }
}

}  // namespace

Status Deliver::Lock(RosterTx& tx, std::int64_t basispoort_school_id) { return tx.Lock(LockKey(basispoort_school_id)); }

Result<std::vector<VersionedSchool>> Deliver::Open(RosterTx& tx, BatchKind kind,
                                                   std::span<const SchoolRecords> records) const {
    std::vector<std::int64_t> basispoort_ids;
    std::vector<std::int64_t> locks;
    for (const auto& one : records) {
        basispoort_ids.push_back(one.basispoort_school_id);
        locks.push_back(LockKey(one.basispoort_school_id));
    }
    SUITE_RETURN_IF_ERROR(tx.Lock(locks));
    SUITE_ASSIGN(const auto known, tx.Schools().Find(basispoort_ids));
    std::vector<SchoolId> whole;
    std::vector<PartOfSchool> parts;
    locks.clear();
    for (const auto& one : records) {
        const auto at = known.find(one.basispoort_school_id);
        if (at == known.end()) continue;
        locks.push_back(at->second.value);
        if (MayJudgeInPart(kind, *one.records)) {
            parts.push_back(
                {.school = at->second, .pupils = PupilKeysOf(*one.records), .staff = !one.records->staff.empty()});
        } else {
            whole.push_back(at->second);
        }
    }
    SUITE_RETURN_IF_ERROR(tx.Lock(locks));
    SUITE_ASSIGN(auto stored, tx.Schools().Load(whole));
    SUITE_ASSIGN(auto in_part, tx.Schools().Load(parts));
    stored.merge(in_part);
    std::vector<VersionedSchool> schools;
    for (const auto basispoort_id : basispoort_ids) {
        const auto id = known.find(basispoort_id);
        const auto at = id == known.end() ? stored.end() : stored.find(id->second);
        schools.push_back(at == stored.end() ? Newcomer(basispoort_id, ids_) : std::move(at->second));
    }
    return schools;
}

Result<VersionedSchool> Deliver::Open(RosterTx& tx, std::int64_t basispoort_school_id, bool dry_run) const {
    if (!dry_run) SUITE_RETURN_IF_ERROR(Lock(tx, basispoort_school_id));
    SUITE_ASSIGN(const auto known, tx.Schools().Find(basispoort_school_id));
    if (known) {
        if (!dry_run) SUITE_RETURN_IF_ERROR(tx.Lock(known->value));
        SUITE_ASSIGN(auto stored, tx.Schools().Load(*known));
        if (stored) return std::move(*stored);
    }
    return Newcomer(basispoort_school_id, ids_);
}

Result<DiffResult> Deliver::Diffed(RosterTx& tx, const VersionedSchool& current, const Delivery& delivery) const {
    const bool known = current.version > 0;
    bool consent = current.state.school.consent;
    if (!known && delivery.basispoort_school_id != 0) {
        SUITE_ASSIGN(const auto said, tx.Reconciles().FindConsent(delivery.basispoort_school_id));
        consent = !said || said->granted;
    }
    if (!consent) return RejectWithoutConsent(delivery.records);
    auto result = Diff(current.state, delivery.records,
                       {.kind = delivery.kind,
                        .source = delivery.origin == Origin::kFile ? Source::kEdexml : Source::kBasispoort,
                        .today = DutchDay(clock_.Now())},
                       ids_);
    if (!known && (!result.changes.school || result.changes.school->name.empty()))
        return RejectUnknownSchool(delivery.records);
    return result;
}

Result<Judged> Deliver::Judge(RosterTx& tx, const VersionedSchool& current, const Delivery& delivery) const {
    SUITE_ASSIGN(auto result, Diffed(tx, current, delivery));
    const bool taken = current.version > 0 || !result.changes.Empty();
    RosterImport import{.id = ids_.New<ImportId>(),
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
    import.status = import.counts.AnyHeld() ? ImportStatus::kHeld : ImportStatus::kApplied;
    return Judged{.current = &current, .kind = delivery.kind, .result = std::move(result), .import = std::move(import)};
}

Result<std::vector<Judged>> Deliver::Judge(RosterTx& tx, std::span<const SchoolDelivery> deliveries) const {
    std::vector<Judged> all;
    for (const auto& one : deliveries) {
        SUITE_ASSIGN(auto judged, Judge(tx, *one.current, one.delivery));
        all.push_back(std::move(judged));
    }
    SUITE_RETURN_IF_ERROR(KeepIdentities(tx, deliveries, all));
    return all;
}

Status Deliver::KeepIdentities(RosterTx& tx, std::span<const SchoolDelivery> deliveries, std::span<Judged> all) const {
    std::vector<roster::PersonKeys> newcomers;
    for (const auto& one : all) {
        for (auto& keys : KeysOfNewPupils(one.current->state, one.result.changes)) newcomers.push_back(std::move(keys));
    }
    if (newcomers.empty()) return {};
    SUITE_ASSIGN(auto pupils, tx.Schools().ActivePupils(newcomers));
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto& one = all[i];
        const auto elsewhere = Elsewhere(one.current->state, one.result.changes, pupils);
        if (!elsewhere.empty() && !one.current->whole) {
            // Whether the school uses such an id for somebody else only all of it can tell.
            const auto school = one.current->state.school.id;
            SUITE_ASSIGN(auto loaded, tx.Schools().Load(school));
            if (!loaded) return Fail(Code::kInternal, reason::kInternal, "a locked school is gone");
            *deliveries[i].current = std::move(*loaded);
            SUITE_ASSIGN(one, Judge(tx, *deliveries[i].current, deliveries[i].delivery));
        }
        roster_sync::KeepIdentities(one.current->state, elsewhere, one.result.changes);
        AddPupils(one.result.changes, pupils);  // who comes to two schools at once is one person, too
    }
    return {};
}

Result<RosterImport> Deliver::operator()(RosterTx& tx, VersionedSchool& current, const Delivery& delivery,
                                         bool dry_run) const {
    const SchoolDelivery one{.current = &current, .delivery = delivery};
    SUITE_ASSIGN(auto judged, Judge(tx, std::span(&one, 1)));
    if (dry_run) {
        auto& import = judged.front().import;
        import.id = {};
        import.status = ImportStatus::kDryRun;
        return std::move(import);
    }
    SUITE_ASSIGN(auto imports, Write(tx, judged));
    return std::move(imports.front());
}

Result<RosterImport> Deliver::Change(RosterTx& tx, const VersionedSchool& current, roster::SchoolChanges changes,
                                     Origin origin, PersonId by) const {
    const auto now = clock_.Now();
    Judged judged{.current = &current};
    judged.import = {.id = ids_.New<ImportId>(),
                     .school = current.state.school.id,
                     .basispoort_school_id = current.state.school.basispoort_id.value_or(0),
                     .origin = origin,
                     .received_at = now,
                     .applied_at = now,
                     .by = by,
                     .counts = CountsOf(current.state, changes)};
    judged.result.changes = std::move(changes);
    SUITE_ASSIGN(auto imports, Write(tx, std::span(&judged, 1)));
    return std::move(imports.front());
}

/// Of the groups that these changes may bring a pupil into, those that have pupils now: a school that was read in part
/// does not show it.
Result<std::map<SchoolId, std::vector<GroupId>>> Deliver::GroupsWithPupils(RosterTx& tx, std::span<const Judged> all,
                                                                           Date today) {
    std::vector<GroupOfSchool> asked;
    for (const auto& one : all) {
        if (one.current->whole || one.result.changes.Empty()) continue;
        const auto& state = one.current->state;
        std::vector<GroupId> any;
        for (const auto& group : state.groups) any.push_back(group.id);
        for (const auto& join : MidYearJoins(state, one.result.changes, today, any))
            asked.emplace_back(state.school.id, join.group);
    }
    return tx.Schools().WithPupils(asked);
}

Result<std::vector<RosterImport>> Deliver::Write(RosterTx& tx, std::span<Judged> all) const {
    const auto now = clock_.Now();
    const auto today = DutchDay(now);
    SUITE_ASSIGN(const auto with_pupils, GroupsWithPupils(tx, all, today));
    std::vector<SchoolWrite> writes;
    std::vector<Judged*> changed;
    for (auto& one : all) {
        auto& changes = one.result.changes;
        if (changes.Empty()) continue;
        changes.version = one.current->version + 1;
        const auto others = with_pupils.find(one.current->state.school.id);
        changes.joins = MidYearJoins(one.current->state, changes, today,
                                     others == with_pupils.end() ? std::vector<GroupId>{} : others->second);
        writes.push_back({.before = one.current, .changes = &changes});
        changed.push_back(&one);
    }
    SUITE_RETURN_IF_ERROR(tx.Schools().Write(writes, now));
    for (const auto& write : writes) SUITE_RETURN_IF_ERROR(SaveMerger(tx, *write.before, *write.changes));
    SUITE_RETURN_IF_ERROR(Hold(tx, all));
    SUITE_ASSIGN(const auto sequences, tx.Schools().Publish(writes, now));
    for (std::size_t i = 0; i < changed.size(); ++i) changed[i]->import.feed_sequence = sequences[i];
    std::vector<RosterImport> imports;
    for (auto& one : all) imports.push_back(std::move(one.import));
    SUITE_RETURN_IF_ERROR(tx.Imports().Save(imports));
    return imports;
}

Status Deliver::SaveMerger(RosterTx& tx, const VersionedSchool& current, const roster::SchoolChanges& changes) const {
    const auto& before = current.state.school;
    if (!changes.school || !changes.school->merged_into_basispoort_id || current.version == 0 ||
        changes.school->merged_into_basispoort_id == before.merged_into_basispoort_id) {
        return {};
    }
    return tx.Schools().SaveMerger({.from = before.id,
                                    .from_version = changes.version,
                                    .into_basispoort_id = *changes.school->merged_into_basispoort_id},
                                   clock_.Now());
}

Status Deliver::Hold(RosterTx& tx, std::span<const Judged> all) const {
    std::vector<SchoolId> schools;
    for (const auto& one : all) {
        if (one.kind && one.current->version > 0) schools.push_back(one.current->state.school.id);
    }
    if (schools.empty()) return {};
    SUITE_ASSIGN(const auto waiting, tx.Removals().Waiting(schools));
    for (const auto& one : all) {
        if (one.kind && one.current->version > 0) SUITE_RETURN_IF_ERROR(Hold(tx, one, waiting));
    }
    return {};
}

Status Deliver::Hold(RosterTx& tx, const Judged& one, std::span<const HeldRemoval> all_waiting) const {
    struct Type {
        Entity entity;
        Subjects held;
        Subjects confirmed;
    };
    const auto& result = one.result;
    const auto& import = one.import;
    const std::array types{
        Type{Entity::kGroup, SubjectsOf(result.held_groups), SubjectsOf(result.confirmed_groups)},
        Type{Entity::kPupil, SubjectsOf(result.held_pupils), SubjectsOf(result.confirmed_pupils)},
        Type{Entity::kStaff, SubjectsOf(result.held_staff), SubjectsOf(result.confirmed_staff)},
    };
    for (const auto& type : types) {
        const auto at = std::ranges::find_if(all_waiting, [&](const HeldRemoval& removal) {
            return removal.school == one.current->state.school.id && removal.entity == type.entity;
        });
        auto waiting = at == all_waiting.end() ? std::nullopt : std::optional(*at);
        const auto present = waiting ? waiting->subjects : Subjects{};
        auto after = WaitingAfter(*one.kind, present, type.held, type.confirmed);
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
