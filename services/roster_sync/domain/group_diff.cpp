#include "services/roster_sync/domain/group_diff.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "core/text.hpp"
#include "services/roster_sync/domain/check.hpp"

namespace suite::roster_sync {
namespace {

using roster::Group;
using roster::GroupKind;

/// A group with a stable key is (year, key); one without is (year, kind, name).
using Identity = std::tuple<SchoolYear, std::string, GroupKind, std::string>;

Identity IdentityOf(const Group& group) {
    if (!group.las_key.empty()) return {group.school_year, group.las_key, GroupKind::kBase, {}};
    return {group.school_year, {}, group.kind, group.name};
}

struct Slot {
    const Group* existing = nullptr;
    std::optional<Group> upsert{};
    const IncomingGroup* last = nullptr;  // valid record that wins
    bool named = false;                   // also by a rejected record
};

class Groups {
  public:
    Groups(const roster::SchoolState& current, const DiffOptions& options, DiffResult& result)
        : current_(current), options_(options), result_(result) {
        for (const auto& group : current.groups) slots_[IdentityOf(group)].existing = &group;
    }

    void Read(const IncomingRoster& incoming) {
        std::vector<const IncomingGroup*> records;
        for (const auto& record : incoming.groups) records.push_back(&record);
        std::ranges::stable_sort(records, {}, [](const auto* record) { return record->head.at; });
        for (const auto* record : records) {
            if (record->head.op == Op::kUpsert) Upsert(*record);
        }
        // Deletes look for what the school has, and may also meet what this batch brings.
        for (const auto* record : records) {
            if (record->head.op == Op::kDelete) Delete(*record);
        }
    }

    GroupsAfter Write(bool closing, IdSource& ids) {
        const bool held = !closing && Holds();
        GroupsAfter after;
        for (auto& [identity, slot] : slots_) {
            if (Leaves(slot)) {
                if (held) {
                    ++result_.groups.held;
                    result_.held_groups.push_back(slot.existing->id);
                    after.Add(*slot.existing);
                } else {
                    ++result_.groups.removed;
                    result_.changes.removed_groups.push_back(slot.existing->id);
                }
            } else if (slot.upsert) {
                slot.upsert->id = slot.existing != nullptr ? slot.existing->id : ids.New<GroupId>();
                after.Add(*slot.upsert);
                if (slot.existing != nullptr) result_.confirmed_groups.push_back(slot.existing->id);
                if (slot.existing == nullptr) {
                    ++result_.groups.added;
                    result_.changes.groups.push_back(*slot.upsert);
                } else if (*slot.upsert == *slot.existing) {
                    ++result_.groups.unchanged;
                } else {
                    ++result_.groups.changed;
                    result_.changes.groups.push_back(*slot.upsert);
                }
            } else if (slot.existing != nullptr) {
                after.Add(*slot.existing);
            }
        }
        for (const auto& [key, identity] : passing_keys_) {
            const auto& slot = slots_.at(identity);
            if (slot.upsert) after.AddPassingKey(key, *slot.upsert);
        }
        return after;
    }

  private:
    void Reject(const IncomingGroup& record, const Fault& fault) {
        ++result_.groups.rejected;
        result_.rejections.push_back(
            MakeRejection(Entity::kGroup, record.head.at, std::string(Trim(record.las_key)), fault));
    }

    void Upsert(const IncomingGroup& record) {
        named_any_ = true;
        auto group = record.head.fault ? Checked<Group>(std::unexpected(*record.head.fault)) : Check(record);
        if (!group) {
            Group as_named;
            as_named.school_year = record.school_year.value_or(SchoolYear{});
            as_named.las_key = StableKey(record.las_key);
            as_named.name = Collapse(record.name);
            as_named.kind = record.kind;
            const auto slot = slots_.find(IdentityOf(as_named));
            if (slot != slots_.end()) slot->second.named = true;
            return Reject(record, group.error());
        }
        newest_named_ = std::max(newest_named_, group->school_year);
        const auto identity = IdentityOf(*group);
        if (group->las_key.empty()) passing_keys_.insert_or_assign(std::string(Trim(record.las_key)), identity);
        auto& slot = slots_[identity];
        slot.named = true;
        slot.upsert = *std::move(group);
        slot.last = &record;
    }

    void Delete(const IncomingGroup& record) {
        auto* slot = record.head.fault ? nullptr : FindForDelete(record);
        // `last` is later only when the batch brings the group again after this delete.
        if (slot != nullptr && slot->last != nullptr && slot->last->head.at > record.head.at) return;
        if (slot == nullptr || slot->existing == nullptr) {
            if (slot != nullptr) slot->upsert.reset();
            return Reject(record, record.head.fault.value_or(
                                      Fault{.field = "lasKey", .reason = std::string(rejected::kUnknownGroup)}));
        }
        slot->upsert.reset();
        slot->last = &record;
    }

    Slot* FindForDelete(const IncomingGroup& record) {
        const auto key = StableKey(record.las_key);
        if (key.empty()) return nullptr;
        Slot* found = nullptr;
        // Slots are in order of school year, so the last fit is the newest; what the school has goes before what is
        // new.
        for (auto& [identity, slot] : slots_) {
            if (std::get<1>(identity) != key) continue;
            if (record.school_year && std::get<0>(identity) != *record.school_year) continue;
            if (found == nullptr || slot.existing != nullptr || found->existing == nullptr) found = &slot;
        }
        return found;
    }

    [[nodiscard]] bool Leaves(const Slot& slot) const {
        if (slot.existing == nullptr) return false;
        if (slot.last != nullptr) return slot.last->head.op == Op::kDelete;
        return options_.kind == BatchKind::kSnapshot && !slot.named;
    }

    [[nodiscard]] bool Holds() const {
        Removals removals{.present = current_.groups.size(),
                          .nothing_named = options_.kind == BatchKind::kSnapshot && !named_any_};
        for (const auto& [identity, slot] : slots_) {
            if (!Leaves(slot)) continue;
            ++removals.removed;
            // A group lives one school year: last year's go when it is over, or in summer when the new ones are there.
            const auto year = slot.existing->school_year;
            if (year.LastDay() < options_.today || (IsRollover(options_.today) && year < newest_named_))
                ++removals.expected;
        }
        return HoldsRemovals(removals, options_.guard, options_.today);
    }

    const roster::SchoolState& current_;
    const DiffOptions& options_;
    DiffResult& result_;
    std::map<Identity, Slot> slots_;
    std::map<std::string, Identity> passing_keys_;
    SchoolYear newest_named_{};
    bool named_any_ = false;
};

}  // namespace

void GroupsAfter::Add(const Group& group) {
    groups_.insert_or_assign(group.id, group);
    if (!group.las_key.empty()) by_key_[group.las_key].push_back({group.school_year, group.id, group.kind});
}

void GroupsAfter::AddPassingKey(std::string key, const Group& group) {
    by_key_[std::move(key)].push_back({group.school_year, group.id, group.kind});
}

std::optional<GroupId> GroupsAfter::Find(std::string_view key, std::optional<GroupKind> kind,
                                         std::optional<SchoolYear> year) const {
    const auto entries = by_key_.find(std::string(Trim(key)));
    if (entries == by_key_.end()) return std::nullopt;
    const Entry* newest = nullptr;
    for (const auto& entry : entries->second) {
        if (kind && entry.kind != *kind) continue;
        if (year && entry.year != *year) continue;
        if (newest == nullptr || entry.year > newest->year) newest = &entry;
    }
    if (newest == nullptr) return std::nullopt;
    return newest->id;
}

const Group* GroupsAfter::Get(GroupId id) const {
    const auto group = groups_.find(id);
    return group == groups_.end() ? nullptr : &group->second;
}

GroupsAfter DiffGroups(const roster::SchoolState& current, const IncomingRoster& incoming, const DiffOptions& options,
                       bool closing, IdSource& ids, DiffResult& result) {
    Groups groups(current, options, result);
    groups.Read(incoming);
    return groups.Write(closing, ids);
}

}  // namespace suite::roster_sync
