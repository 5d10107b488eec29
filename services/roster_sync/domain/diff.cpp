#include "services/roster_sync/domain/diff.hpp"

#include <algorithm>
#include <string>

#include "services/roster_sync/domain/check.hpp"
#include "services/roster_sync/domain/group_diff.hpp"
#include "services/roster_sync/domain/person_diff.hpp"

namespace suite::roster_sync {
namespace {

roster::School DiffSchool(const roster::School& current, const IncomingRoster& incoming, DiffResult& result) {
    std::vector<const IncomingSchool*> records;
    for (const auto& record : incoming.schools) records.push_back(&record);
    std::ranges::stable_sort(records, {}, [](const auto* record) { return record->head.at; });

    roster::School after = current;
    bool named = false;
    const auto reject = [&](const IncomingSchool& record, const Fault& fault) {
        ++result.school.rejected;
        auto key = record.basispoort_id ? std::to_string(*record.basispoort_id) : std::string{};
        result.rejections.push_back(MakeRejection(Entity::kSchool, record.head.at, std::move(key), fault));
    };
    for (const auto* record : records) {
        if (record->head.fault) {
            reject(*record, *record->head.fault);
            continue;
        }
        if (record->head.op == Op::kDelete) {
            named = true;
            after.active = false;  // the school stays readable (ROS-11)
            continue;
        }
        auto school = Check(*record);
        if (!school) {
            reject(*record, school.error());
            continue;
        }
        named = true;
        school->id = current.id;
        // Basispoort has no word for it. It was learned through the school's key, and goes when that key does.
        if (school->school_key == current.school_key) school->institution_number = current.institution_number;
        school->consent = current.consent;  // comes by its own way (ROS-12)
        if (!school->basispoort_id) school->basispoort_id = current.basispoort_id;
        after = *std::move(school);
    }
    // A school's own file, recognised by its key (school_file.hpp).
    if (after.institution_number.empty() && after.brin.empty()) after.institution_number = incoming.institution_number;
    if (after != current) {
        // A school that was just found for the first time has an id and no name.
        ++(current.name.empty() ? result.school.added : result.school.changed);
        result.changes.school = after;
    } else if (named) {
        ++result.school.unchanged;
    }
    return after;
}

}  // namespace

DiffResult Diff(const roster::SchoolState& current, const IncomingRoster& incoming, const DiffOptions& options,
                IdSource& ids) {
    DiffResult result;
    result.changes.school_id = current.school.id;
    const auto school = DiffSchool(current.school, incoming, result);
    // Announced closings and mergers do not trip the guard (ROS-09).
    const bool closing = !school.active || school.merged_into_basispoort_id.has_value();
    const auto groups = DiffGroups(current, incoming, options, closing, ids, result);
    PersonBatch batch{
        .current = current, .incoming = incoming, .options = options, .groups = groups, .closing = closing};
    for (const auto& group : current.groups) {
        batch.year_groups.emplace(group.id, group.year_group);
        if (group.kind == roster::GroupKind::kBase) batch.base_groups.insert(group.id);
    }
    DiffPupils(batch, ids, result);
    DiffStaff(batch, ids, result);
    if (options.source == Source::kEdexml) std::ranges::for_each(result.rejections, UseEdexmlWords);
    std::ranges::stable_sort(result.rejections, {},
                             [](const Rejection& rejection) { return Position{rejection.part, rejection.line}; });
    return result;
}

DiffResult RejectUnknownSchool(const IncomingRoster& incoming) {
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

DiffResult RejectWithoutConsent(const IncomingRoster& incoming) {
    DiffResult result;
    const auto reject = [&](Entity entity, std::size_t records, Counts& counts) {
        counts.rejected = records;
        if (records == 0) return;
        result.rejections.push_back(
            MakeRejection(entity, {.part = 0, .line = 0}, {}, {"schoolId", std::string(rejected::kNoConsent)}));
    };
    reject(Entity::kSchool, incoming.schools.size(), result.school);
    reject(Entity::kGroup, incoming.groups.size(), result.groups);
    reject(Entity::kPupil, incoming.pupils.size(), result.pupils);
    reject(Entity::kStaff, incoming.staff.size(), result.staff);
    return result;
}

}  // namespace suite::roster_sync
