#include "services/licence/domain/basispoort_users.hpp"

#include <algorithm>
#include <iterator>

namespace suite::licence {
namespace {

constexpr std::size_t kFewStrangers = 20;
constexpr std::size_t kStrangersShare = 10;  // one in

}  // namespace

ListedUser Turned(ListedUser row, UserState state, Instant now) {
    row.state = state;
    row.changed_at = now;
    row.visible_since = state == UserState::kVisible ? std::optional(now) : std::nullopt;
    ++row.revision;
    return row;
}

std::optional<UserKey> KeyOf(std::optional<std::int64_t> basispoort_id, const std::string& eck_id,
                             std::optional<std::int64_t> institution) {
    if (basispoort_id) return UserKey{.basispoort_id = *basispoort_id};
    if (eck_id.empty() || !institution) return std::nullopt;
    return UserKey{.institution = *institution, .eck_id = eck_id};
}

bool MayUse(const SchoolUsers& users, const Addressee& person, const std::string& product_id, Date today) {
    SchoolFacts facts = users.school;
    facts.person = person.facts;
    return Decide(facts, users.mapping, product_id, today).Entitled();
}

WantedUsers Wanted(const SchoolUsers& users, Date today) {
    WantedUsers wanted;
    SchoolFacts facts = users.school;
    for (const auto& person : users.persons) {
        if (!person.key) continue;
        facts.person = person.facts;
        for (const auto& [product, entitlement] : UsableProducts(facts, users.mapping, today)) {
            const auto method = users.method_of.find(product);
            if (method == users.method_of.end()) continue;
            wanted[{.method_id = method->second, .product_id = product}].emplace(*person.key, person.id);
            wanted[{.method_id = method->second}].emplace(*person.key, person.id);
        }
    }
    return wanted;
}

std::vector<ListedUser> Plan(const WantedUsers& wanted, const std::vector<ListedUser>& rows, Instant now) {
    std::vector<ListedUser> changes;
    auto missing = wanted;
    for (const auto& row : rows) {
        const auto list = missing.find(row.list);
        const bool is_wanted = list != missing.end() && list->second.erase(row.key) > 0;
        if (is_wanted && row.state == UserState::kRemoving) {
            changes.push_back(Turned(row, UserState::kAdding, now));
        } else if (!is_wanted && row.state != UserState::kRemoving) {
            changes.push_back(Turned(row, UserState::kRemoving, now));
        }
    }
    for (const auto& [list, users] : missing) {
        for (const auto& [key, person] : users) {
            changes.push_back({.list = list, .key = key, .person = person, .changed_at = now, .revision = 1});
        }
    }
    return changes;
}

std::optional<ListedUser> Judge(const ListedUser& row, const ReadList& list, Instant now) {
    if (row.state == UserState::kAdding || row.state == UserState::kRemoving) return std::nullopt;
    // The same millisecond counts as after.
    if (row.changed_at >= list.read_at) return std::nullopt;
    const bool there = std::ranges::binary_search(list.keys, row.key);
    if (row.state == (there ? UserState::kVisible : UserState::kDropped)) return std::nullopt;
    if (there) return Turned(row, UserState::kVisible, now);
    return Turned(row, row.state == UserState::kSent ? UserState::kDropped : UserState::kAdding, now);
}

std::vector<UserKey> Strangers(const ReadList& list, const std::vector<UserKey>& ours) {
    std::vector<UserKey> strangers;
    std::ranges::set_difference(list.keys, ours, std::back_inserter(strangers));
    return strangers;
}

bool MayRemoveUnasked(std::size_t strangers, std::size_t list_size) {
    return strangers <= kFewStrangers || strangers * kStrangersShare <= list_size;
}

}  // namespace suite::licence
