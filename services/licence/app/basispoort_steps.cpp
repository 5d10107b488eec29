#include "services/licence/app/basispoort_steps.hpp"

#include <algorithm>
#include <set>

namespace suite::licence {

std::unexpected<Error> Again(Error error) {
    if (error.code != Code::kDeadlineExceeded) error.code = Code::kUnavailable;
    return std::unexpected(std::move(error));
}

std::vector<std::vector<UserKey>> InParts(const std::vector<UserKey>& users) {
    std::vector<std::vector<UserKey>> parts;
    for (std::size_t from = 0; from < users.size(); from += kUsersAtOnce) {
        const auto begin = users.begin() + static_cast<std::ptrdiff_t>(from);
        const auto count = std::min(kUsersAtOnce, users.size() - from);
        parts.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(count));
    }
    return parts;
}

Status Unlist(LicenceStore& store, const Clock& clock, const UserList& list) {
    return store.Write(SchoolScope::All(), Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Users().SaveList({.list = list}));
        // Without its method a product is not there either.
        if (!list.product_id.empty())
            SUITE_RETURN_IF_ERROR(tx.Users().SaveList({.list = {.method_id = list.method_id}}));
        return tx.Users().TellCatalogue(clock.Now());
    });
}

Status AddBack(LicenceStore& store, const Clock& clock, const UserList& list, std::span<const UserKey> removed,
               SchoolId but) {
    std::map<SchoolId, std::set<UserKey>> wanted;
    SUITE_RETURN_IF_ERROR(store.Read(SchoolScope::All(), Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
        for (const auto& key : removed) {
            SUITE_ASSIGN(const auto schools, tx.Users().SchoolsWanting(list, key, but));
            for (const auto school : schools) wanted[school].insert(key);
        }
        return {};
    }));
    for (const auto& [school, keys] : wanted) {
        SUITE_RETURN_IF_ERROR(store.Write(school, Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
            SUITE_RETURN_IF_ERROR(tx.Lock(school));
            const Instant now = clock.Now();
            SUITE_ASSIGN(auto rows, tx.Users().Rows(school, list));
            std::erase_if(rows, [&](const ListedUser& row) {
                return row.state == UserState::kRemoving || !keys.contains(row.key);
            });
            for (auto& row : rows) row = Turned(row, UserState::kAdding, now);
            SUITE_RETURN_IF_ERROR(tx.Users().Save(school, rows));
            return tx.Users().Tell(school, now);
        }));
    }
    return {};
}

Status SaveJudged(LicenceStore& store, const Clock& clock, SchoolId school, const UserList& list,
                  const std::vector<ListedUser>& judged) {
    if (judged.empty()) return {};
    return store.Write(school, Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto rows, tx.Users().Rows(school, list));
        std::vector<ListedUser> still;
        bool tell = false;
        for (const auto& row : judged) {
            const auto same = std::ranges::find(rows, row.key, &ListedUser::key);
            if (same == rows.end() || same->revision + 1 != row.revision) continue;
            tell = tell || row.state == UserState::kAdding;
            still.push_back(row);
        }
        SUITE_RETURN_IF_ERROR(tx.Users().Save(school, still));
        return tell ? tx.Users().Tell(school, clock.Now()) : Status{};
    });
}

}  // namespace suite::licence
