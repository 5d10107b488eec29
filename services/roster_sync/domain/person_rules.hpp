// What differs between pupils and staff in a diff of persons; part of person_diff.cpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "services/roster_sync/domain/check.hpp"
#include "services/roster_sync/domain/person_diff.hpp"

namespace suite::roster_sync {

inline Fault MakeFault(std::string_view field, std::string_view reason) {
    return {.field = std::string(field), .reason = std::string(reason)};
}

inline void SortUnique(std::vector<GroupId>& ids) {
    std::ranges::sort(ids);
    const auto repeated = std::ranges::unique(ids);
    ids.erase(repeated.begin(), repeated.end());
}

struct PupilRules {
    using Person = roster::Pupil;
    using Record = IncomingPupil;
    static constexpr Entity kEntity = Entity::kPupil;

    static Checked<roster::Pupil> Read(const IncomingPupil& record, const PersonBatch& batch) {
        auto pupil = Check(record);
        if (!pupil) return pupil;
        if (record.group) {
            pupil->base_group = batch.groups.Find(*record.group, roster::GroupKind::kBase, batch.incoming.school_year);
            if (!pupil->base_group) return std::unexpected(MakeFault("groep", rejected::kUnknownGroup));
        }
        for (const auto& key : record.composed_groups) {
            const auto group = batch.groups.Find(key, roster::GroupKind::kComposed, batch.incoming.school_year);
            if (!group) return std::unexpected(MakeFault("subgroepen", rejected::kUnknownGroup));
            pupil->composed_groups.push_back(*group);
        }
        SortUnique(pupil->composed_groups);
        return pupil;
    }

    /// Historic year group, of the pupil or of the group, or left before the day the source speaks of (FACTS §2.4).
    static bool Left(const IncomingPupil& record, const PersonBatch& batch) {
        constexpr std::string_view kHistoric = "H";
        const auto reference = batch.incoming.reference_day.value_or(batch.options.today);
        if (record.leave_date && *record.leave_date < reference) return true;
        const auto own = Trim(record.year_group);
        if (!own.empty() || !record.group) return own == kHistoric;
        const auto group = batch.groups.Find(*record.group, roster::GroupKind::kBase, batch.incoming.school_year);
        return group && batch.groups.Get(*group)->year_group == kHistoric;
    }

    static void KeepUnsaid(roster::Pupil&, const roster::Pupil&, Source) {}

    static bool BeyondSource(const roster::Pupil&, Source) { return false; }

    static void LeaveLostGroups(roster::Pupil& pupil, const GroupsAfter& groups) {
        const auto gone = [&](GroupId id, roster::GroupKind kind) {
            const auto* group = groups.Get(id);
            return group == nullptr || group->kind != kind;
        };
        if (pupil.base_group && gone(*pupil.base_group, roster::GroupKind::kBase)) pupil.base_group.reset();
        std::erase_if(pupil.composed_groups, [&](GroupId id) { return gone(id, roster::GroupKind::kComposed); });
    }

    static bool Moved(const roster::Pupil& before, const roster::Pupil& after, const PersonBatch&) {
        return before.base_group && after.base_group && before.base_group != after.base_group;
    }

    /// Group 8 leaves in summer (ROS-09).
    static bool ExpectedToLeave(const roster::Pupil& pupil, const PersonBatch& batch) {
        if (!IsRollover(batch.options.today)) return false;
        if (!pupil.year_group.empty() || !pupil.base_group) return pupil.year_group == "8";
        const auto group = batch.year_groups.find(*pupil.base_group);  // roster::EffectiveYearGroup, for many pupils
        return group != batch.year_groups.end() && group->second == "8";
    }
};

struct StaffRules {
    using Person = roster::StaffMember;
    using Record = IncomingStaff;
    static constexpr Entity kEntity = Entity::kStaff;

    static Checked<roster::StaffMember> Read(const IncomingStaff& record, const PersonBatch& batch) {
        auto member = Check(record);
        if (!member) return member;
        if (batch.options.source == Source::kEdexml) {
            member->roles.clear();
            member->end_date.reset();
        }
        for (const auto& key : record.groups) {
            const auto group = batch.groups.Find(key, std::nullopt, batch.incoming.school_year);
            if (!group) return std::unexpected(MakeFault("groepen", rejected::kUnknownGroup));
            member->groups.push_back(*group);
        }
        SortUnique(member->groups);
        return member;
    }

    static bool Left(const IncomingStaff&, const PersonBatch&) { return false; }

    /// Roles and end date come from Basispoort only (ROS-04), so a file that cannot say them does not take them away.
    static void KeepUnsaid(roster::StaffMember& desired, const roster::StaffMember& existing, Source source) {
        if (source != Source::kEdexml) return;
        desired.roles = existing.roles;
        desired.end_date = existing.end_date;
    }

    /// A coordinator makes staff by hand at Basispoort, with an end date (seed 4): the school's LAS does not know them,
    /// so that its file does not name them says nothing. They go by that date, or when Basispoort says so.
    static bool BeyondSource(const roster::StaffMember& member, Source source) {
        return source == Source::kEdexml && member.end_date.has_value();
    }

    static void LeaveLostGroups(roster::StaffMember& member, const GroupsAfter& groups) {
        std::erase_if(member.groups, [&](GroupId id) { return groups.Get(id) == nullptr; });
    }

    static bool Moved(const roster::StaffMember& before, const roster::StaffMember& after, const PersonBatch& batch) {
        auto had = before.groups;
        std::erase_if(had, [&](GroupId id) { return !batch.base_groups.contains(id); });
        auto has = after.groups;
        std::erase_if(has, [&](GroupId id) {
            const auto* group = batch.groups.Get(id);
            return group == nullptr || group->kind != roster::GroupKind::kBase;
        });
        std::ranges::sort(had);
        std::ranges::sort(has);
        return !had.empty() && !has.empty() && had != has;
    }

    static bool ExpectedToLeave(const roster::StaffMember&, const PersonBatch&) { return false; }
};

}  // namespace suite::roster_sync
