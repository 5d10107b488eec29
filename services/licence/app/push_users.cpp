#include "services/licence/app/push_users.hpp"

#include <algorithm>
#include <set>

namespace suite::licence {
namespace {

std::vector<ListedUser> Of(const std::vector<ListedUser>& rows, UserState state) {
    std::vector<ListedUser> some;
    std::ranges::copy_if(rows, std::back_inserter(some), [&](const auto& row) { return row.state == state; });
    return some;
}

std::vector<UserKey> KeysOf(const std::vector<ListedUser>& rows) {
    std::vector<UserKey> keys;
    for (const auto& row : rows) keys.push_back(row.key);
    return keys;
}

/// Nobody there just now: asking for the next list would fail as well.
bool IsAway(const Error& error) { return error.code == Code::kUnavailable || error.code == Code::kDeadlineExceeded; }

}  // namespace

Status PushUsers::operator()(SchoolId school, Deadline deadline) const {
    SUITE_ASSIGN(const auto rows, WriteDown(school));
    std::map<UserList, Rows> by_list;
    for (const auto& row : rows) by_list[row.list].push_back(row);
    if (by_list.empty()) return {};
    std::set<UserList> listed;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline.AtMost(kStoreTime), [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto states, tx.Users().Lists());
        for (const auto& state : states) {
            if (state.listed) listed.insert(state.list);
        }
        return {};
    }));
    Status outcome;
    for (const auto& [list, of_list] : by_list) {
        auto said = listed.contains(list)
                        ? Say(school, list, of_list, deadline)
                        // What Basispoort does not have shows nobody anything.
                        : Settle(school, list, Of(of_list, UserState::kRemoving), UserState::kRemoving);
        if (said) continue;
        const bool away = IsAway(said.error());
        outcome = Again(std::move(said).error());
        if (away) break;
    }
    return outcome;
}

Result<std::vector<ListedUser>> PushUsers::WriteDown(SchoolId school) const {
    Rows undone;
    bool differs = false;
    const auto look = [&](LicenceTx& tx) -> Result<Rows> {
        SUITE_ASSIGN(const auto users, tx.Users().Load(school));
        SUITE_ASSIGN(const auto rows, tx.Users().Rows(school));
        const Instant now = clock_.Now();
        auto plan = Plan(Wanted(users, DutchDay(now)), rows, now);
        differs = !plan.empty();
        undone.clear();
        std::set<std::pair<UserList, UserKey>> planned;
        for (const auto& row : plan) planned.emplace(row.list, row.key);
        for (const auto& row : rows) {
            const bool waits = row.state == UserState::kAdding || row.state == UserState::kRemoving;
            if (waits && !planned.contains({row.list, row.key})) undone.push_back(row);
        }
        undone.insert(undone.end(), plan.begin(), plan.end());
        return plan;
    };
    // Most times there is nothing to write: then nobody has to wait for the lock.
    SUITE_RETURN_IF_ERROR(store_.Read(school, Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(look(tx));
        return {};
    }));
    if (!differs) return undone;
    SUITE_RETURN_IF_ERROR(store_.Write(school, Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto plan, look(tx));
        return tx.Users().Save(school, plan);
    }));
    return undone;
}

Status PushUsers::Say(SchoolId school, const UserList& list, const Rows& rows, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(Add(school, list, Of(rows, UserState::kAdding), deadline));
    return TakeOut(school, list, Of(rows, UserState::kRemoving), deadline);
}

Status PushUsers::Add(SchoolId school, const UserList& list, const Rows& rows, Deadline deadline) const {
    for (const auto& part : InParts(KeysOf(rows))) {
        const auto added = lika_.AddUsers(list, part, deadline);
        if (!added && added.error().code == Code::kNotFound) return Unlist(store_, clock_, list);
        SUITE_RETURN_IF_ERROR(added);
    }
    return Settle(school, list, rows, UserState::kAdding);
}

Status PushUsers::TakeOut(SchoolId school, const UserList& list, const Rows& rows, Deadline deadline) const {
    if (rows.empty()) return {};
    // Somebody who works at two schools may still need it for the other.
    std::vector<UserKey> keys;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), deadline.AtMost(kStoreTime), [&](LicenceTx& tx) -> Status {
        keys.clear();
        for (const auto& row : rows) {
            SUITE_ASSIGN(const auto others, tx.Users().SchoolsWanting(list, row.key, school));
            if (others.empty()) keys.push_back(row.key);
        }
        return {};
    }));
    for (const auto& part : InParts(keys)) {
        const auto removed = lika_.RemoveUsers(list, part, deadline);
        // Not there: then nobody has the icon.
        if (!removed && removed.error().code != Code::kNotFound) return removed;
    }
    SUITE_RETURN_IF_ERROR(Settle(school, list, rows, UserState::kRemoving));
    return AddBack(store_, clock_, list, keys, school);
}

Status PushUsers::Settle(SchoolId school, const UserList& list, const Rows& said, UserState state) const {
    if (said.empty()) return {};
    return store_.Write(school, Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto rows, tx.Users().Rows(school, list));
        // What changed while it was being said is said again by the message that the change left.
        Rows same;
        for (const auto& row : said) {
            const auto now = std::ranges::find(rows, row.key, &ListedUser::key);
            if (now != rows.end() && now->revision == row.revision) same.push_back(row);
        }
        if (state == UserState::kRemoving) return tx.Users().Remove(school, same);
        for (auto& row : same) row = Turned(row, UserState::kSent, clock_.Now());
        return tx.Users().Save(school, same);
    });
}

}  // namespace suite::licence
