#include "services/roster_sync/domain/person_diff.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/text.hpp"
#include "services/roster_sync/domain/check.hpp"
#include "services/roster_sync/domain/person_match.hpp"
#include "services/roster_sync/domain/person_rules.hpp"

namespace suite::roster_sync {
namespace {

using roster::StaffMember;

template <class Rules>
class Persons {
  public:
    using Person = typename Rules::Person;
    using Record = typename Rules::Record;

    Persons(const PersonBatch& batch, const std::vector<Person>& present, Counts& counts, DiffResult& result)
        : batch_(batch), counts_(counts), result_(result) {
        slots_.reserve(present.size());
        for (const auto& person : present) {
            index_.Add(slots_.size(), StableKeys(person.keys));
            slots_.push_back(Slot{.existing = &person});
        }
    }

    void Read(const std::vector<Record>& incoming) {
        std::vector<Reading> readings;
        readings.reserve(incoming.size());
        for (const auto& record : incoming) {
            readings.push_back(Reading{.record = &record, .keys = StableKeys(record.keys)});
            index_.Name(readings.back().keys);
            named_any_ = named_any_ || record.head.op == Op::kUpsert;
        }
        std::ranges::stable_sort(readings, {}, [](const Reading& reading) { return reading.record->head.at; });
        PlaceAll(readings);
        for (auto& reading : readings) Take(reading);
    }

    void Write(IdSource& ids, std::vector<Person>& upserts, std::vector<PersonId>& removed, std::vector<PersonId>& held,
               std::vector<PersonId>& confirmed) {
        const bool hold = !batch_.closing && Holds();
        for (auto& slot : slots_) {
            if (slot.existing == nullptr && slot.last != nullptr && slot.removal) {
                // Whoever is to be deleted and is not there: so it is already, as when a delta comes again.
                if (slot.last->head.op == Op::kDelete) {
                    ++counts_.unchanged;
                } else {
                    Reject(*slot.last, MakeFault("", rejected::kFormerPupil), &slot);
                }
                slot.last = nullptr;
            }
            if (!Leaves(slot)) continue;
            auto& list = hold ? held : removed;
            list.push_back(slot.existing->id);
            ++(hold ? counts_.held : counts_.removed);
            slot.gone = !hold;
            slot.last = nullptr;
        }
        RejectClashes();
        for (auto& slot : slots_) {
            if (slot.gone) continue;
            if (slot.last == nullptr && slot.existing == nullptr) continue;
            if (slot.existing == nullptr) {
                slot.desired.id = ids.New<PersonId>();
                ++counts_.added;
                upserts.push_back(std::move(slot.desired));
                continue;
            }
            if (slot.last != nullptr) confirmed.push_back(slot.existing->id);
            Person after = slot.last != nullptr ? std::move(slot.desired) : *slot.existing;
            if (slot.last == nullptr) Rules::LeaveLostGroups(after, batch_.groups);
            if (after != *slot.existing) {
                ++(Rules::Moved(*slot.existing, after, batch_) ? counts_.moved : counts_.changed);
                upserts.push_back(std::move(after));
            } else if (slot.last != nullptr) {
                ++counts_.unchanged;
            }
        }
    }

  private:
    struct Reading {
        const Record* record = nullptr;
        roster::PersonKeys keys{};
        std::optional<std::size_t> slot{};
    };

    struct Slot {
        const Person* existing = nullptr;
        const Record* last = nullptr;  // the valid record that wins; nullptr: the person stays as is
        bool removal = false;          // `last` says that the person goes
        bool named = false;            // also by a rejected record
        bool gone = false;
        Person desired{};
    };

    /// `slot`: of whom the record speaks, as far as known; `keeper`: who has what the record claims.
    void Reject(const Record& record, const Fault& fault, const Slot* slot, std::string keeper = {}) {
        ++counts_.rejected;
        const auto& keys = record.keys;
        auto key = keys.basispoort_id ? std::to_string(*keys.basispoort_id) : std::string(Trim(keys.las_key));
        auto rejection = MakeRejection(Rules::kEntity, record.head.at, std::move(key), fault);
        rejection.name = ShownName(record.name);
        // A record that could not be read, or a deletion, holds keys only.
        if (rejection.name.empty() && slot != nullptr && slot->existing != nullptr) {
            rejection.name = ShownName(slot->existing->name);
        }
        rejection.other_name = std::move(keeper);
        result_.rejections.push_back(std::move(rejection));
    }

    static bool AreOthers(const roster::PersonKeys& one, const roster::PersonKeys& two) {
        if (one.basispoort_id && two.basispoort_id) return *one.basispoort_id != *two.basispoort_id;
        return !one.eck_id.empty() && !two.eck_id.empty() && one.eck_id != two.eck_id;
    }

    /// Gives each reading its person. Persons that the batch brings are made from the strongest keys first, so that the
    /// order of the records makes no difference.
    void PlaceAll(std::vector<Reading>& readings) {
        std::unordered_map<std::size_t, roster::PersonKeys> takers;
        for (auto& reading : readings) {
            reading.slot = index_.Find(reading.keys);
            if (!reading.slot) continue;
            const auto [taker, first] = takers.try_emplace(*reading.slot, reading.keys);
            // Two strangers who name one weaker key: the first has it, the other ends as a clash and not unseen.
            if (!first && AreOthers(taker->second, reading.keys)) reading.slot.reset();
        }
        PersonIndex brought;
        for (const auto& reading : readings) brought.Name(reading.keys);
        const auto strength = [](const roster::PersonKeys& keys) {
            if (keys.basispoort_id) return 0;
            if (!keys.eck_id.empty()) return 1;
            return keys.las_key.empty() ? 3 : 2;
        };
        for (int level = 0; level < 3; ++level) {
            for (auto& reading : readings) {
                if (reading.slot || strength(reading.keys) != level) continue;
                reading.slot = brought.Find(reading.keys);
                if (reading.slot) continue;
                reading.slot = slots_.size();
                brought.Add(slots_.size(), reading.keys);
                slots_.push_back(Slot{});
            }
        }
    }

    /// Readings come by position, so a later valid one replaces an earlier.
    void Take(const Reading& reading) {
        const auto& record = *reading.record;
        Slot* slot = reading.slot ? &slots_[*reading.slot] : nullptr;
        if (slot != nullptr) slot->named = true;
        if (record.head.fault) {
            // A file that names one key twice (EDEXML): `slot` is of the first record with it.
            const auto* keeper = slot != nullptr ? Outcome(*slot) : nullptr;
            const bool clash = keeper != nullptr && record.head.fault->reason == rejected::kDuplicateKey;
            return Reject(record, *record.head.fault, slot, clash ? ShownName(keeper->name) : std::string{});
        }
        if (record.head.op == Op::kDelete || Rules::Left(record, batch_)) {
            const auto reason = record.head.op == Op::kDelete ? rejected::kUnknownPerson : rejected::kFormerPupil;
            if (slot == nullptr) return Reject(record, MakeFault("", reason), slot);
            slot->last = &record;
            slot->removal = true;
            return;
        }
        auto person = Rules::Read(record, batch_);
        if (!person) return Reject(record, person.error(), slot);
        slot->last = &record;
        slot->removal = false;
        slot->desired = *std::move(person);
        if (slot->existing == nullptr) return;
        const auto& existing = *slot->existing;
        auto& keys = slot->desired.keys;
        slot->desired.id = existing.id;
        if (!keys.basispoort_id) keys.basispoort_id = existing.keys.basispoort_id;
        if (keys.eck_id.empty()) keys.eck_id = existing.keys.eck_id;
        if (keys.las_key.empty()) keys.las_key = existing.keys.las_key;
        Rules::KeepUnsaid(slot->desired, existing, batch_.options.source);
    }

    [[nodiscard]] bool Leaves(const Slot& slot) const {
        if (slot.existing == nullptr) return false;
        if (slot.last != nullptr) return slot.removal;
        return batch_.options.kind == BatchKind::kSnapshot && !slot.named &&
               !Rules::BeyondSource(*slot.existing, batch_.options.source);
    }

    [[nodiscard]] bool Holds() const {
        Removals removals{.nothing_named = batch_.options.kind == BatchKind::kSnapshot && !named_any_};
        for (const auto& slot : slots_) {
            if (slot.existing != nullptr) ++removals.present;
            if (!Leaves(slot)) continue;
            ++removals.removed;
            if (Rules::ExpectedToLeave(*slot.existing, batch_)) ++removals.expected;
        }
        return HoldsRemovals(removals, batch_.options.guard, batch_.options.today);
    }

    struct ClashKind {
        std::string_view field;
        std::string_view reason;
    };
    static constexpr std::array<ClashKind, 4> kClashKinds{{{"id", rejected::kDuplicateKey},
                                                           {"eckid", rejected::kDuplicateKey},
                                                           {"lasKey", rejected::kDuplicateKey},
                                                           {"emailadres", rejected::kDuplicateEmail}}};
    /// Index in kClashKinds, and the value that somebody claims.
    using Claim = std::pair<std::size_t, std::string>;

    /// In the order of kClashKinds.
    static std::array<std::string, kClashKinds.size()> Claims(const Person& person) {
        const auto& keys = person.keys;
        std::string email;
        if constexpr (std::same_as<Person, StaffMember>) email = person.email;
        return {keys.basispoort_id ? std::to_string(*keys.basispoort_id) : std::string{}, keys.eck_id, keys.las_key,
                std::move(email)};
    }

    /// The person as the batch leaves it; nullptr for nobody.
    static const Person* Outcome(const Slot& slot) {
        if (slot.gone) return nullptr;
        return slot.last != nullptr ? &slot.desired : slot.existing;
    }

    /// Keys and e-mail addresses are unique within the school. Who keeps a value: a person the batch leaves alone, else
    /// its present holder, else the first by position. A rejected record leaves its person as is, which can make the
    /// next clash: only the values of that person are looked at again, since a long chain of clashes must not cost a
    /// round over all each.
    void RejectClashes() {
        for (std::size_t at = 0; at < slots_.size(); ++at) AddClaims(at);
        while (!contested_.empty()) Settle(contested_.extract(contested_.begin()).value());
    }

    void AddClaims(std::size_t at) {
        const auto* person = Outcome(slots_[at]);
        if (person == nullptr) return;
        auto claims = Claims(*person);
        for (std::size_t kind = 0; kind < claims.size(); ++kind) {
            auto& value = claims.at(kind);
            if (value.empty()) continue;
            auto& claimants = claimants_.at(kind)[value];
            claimants.push_back(at);
            if (claimants.size() > 1) contested_.emplace(kind, std::move(value));
        }
    }

    void Settle(const Claim& claim) {
        const auto& [kind, value] = claim;
        auto slots = claimants_.at(kind).at(value);
        std::ranges::sort(slots);
        const auto repeated = std::ranges::unique(slots);
        slots.erase(repeated.begin(), repeated.end());
        // Those rejected meanwhile claim something else, or nothing.
        std::erase_if(slots, [&](std::size_t at) {
            const auto* person = Outcome(slots_[at]);
            return person == nullptr || Claims(*person).at(kind) != value;
        });
        if (slots.size() < 2) return;
        const auto winner = *std::ranges::min_element(slots, {}, [&](std::size_t at) {
            const auto& slot = slots_[at];
            const bool holder = slot.existing != nullptr && Claims(*slot.existing).at(kind) == value;
            const int rank = slot.last == nullptr ? 0 : holder ? 1 : 2;
            return std::pair(rank, slot.last == nullptr ? Position{} : slot.last->head.at);
        });
        const auto keeper = ShownName(Outcome(slots_[winner])->name);
        for (const auto at : slots) {
            auto& slot = slots_[at];
            if (at == winner || slot.last == nullptr) continue;
            Reject(*slot.last, MakeFault(kClashKinds.at(kind).field, kClashKinds.at(kind).reason), &slot, keeper);
            slot.last = nullptr;
            AddClaims(at);
        }
    }

    const PersonBatch& batch_;
    Counts& counts_;
    DiffResult& result_;
    std::vector<Slot> slots_;  // the school's first, in their order, then those the batch brings
    PersonIndex index_;
    std::array<std::unordered_map<std::string, std::vector<std::size_t>>, kClashKinds.size()> claimants_;
    std::set<Claim> contested_;  // ordered, so that the same batch always gives the same rejections
    bool named_any_ = false;
};

}  // namespace

void DiffPupils(const PersonBatch& batch, IdSource& ids, DiffResult& result) {
    Persons<PupilRules> persons(batch, batch.current.pupils, result.pupils, result);
    persons.Read(batch.incoming.pupils);
    persons.Write(ids, result.changes.pupils, result.changes.removed_pupils, result.held_pupils,
                  result.confirmed_pupils);
}

void DiffStaff(const PersonBatch& batch, IdSource& ids, DiffResult& result) {
    Persons<StaffRules> persons(batch, batch.current.staff, result.staff, result);
    persons.Read(batch.incoming.staff);
    persons.Write(ids, result.changes.staff, result.changes.removed_staff, result.held_staff, result.confirmed_staff);
}

}  // namespace suite::roster_sync
