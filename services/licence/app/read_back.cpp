#include "services/licence/app/read_back.hpp"

#include <algorithm>

namespace suite::licence {
namespace {

using std::chrono::seconds;

constexpr seconds kReadTime{90};    // the whole country's list, asked up to three times
constexpr seconds kWriteTime{30};   // of one request
constexpr seconds kClaimTime{300};  // nobody else compares meanwhile
constexpr seconds kClockMargin{2};  // what another instance with another clock wrote just before may be newer

int DutchHour(Instant now) {
    const auto left = EndOfDutchDay(DutchDay(now)) - now;
    return 23 - static_cast<int>(std::chrono::duration_cast<std::chrono::hours>(left).count());
}

}  // namespace

Result<ReadReport> ReadBack::operator()() const {
    ReadReport report;
    std::vector<UserList> lists;
    const auto find = [&](const auto& which) {
        return store_.Read(SchoolScope::All(), Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
            SUITE_ASSIGN(lists, which(tx.Users()));
            return {};
        });
    };
    SUITE_RETURN_IF_ERROR(find([&](BasispoortUsersTx& users) {
        // Reading says nothing of what was sent just now: that would only put off the next turn.
        return users.ListsToRead(clock_.Now(), clock_.Now() - kClockMargin);
    }));
    for (const auto& list : lists) SUITE_RETURN_IF_ERROR(Read(list, report));
    if (options_.compare_hour < 0 || DutchHour(clock_.Now()) < options_.compare_hour) return report;
    SUITE_RETURN_IF_ERROR(
        find([&](BasispoortUsersTx& users) { return users.ListsToCompare(clock_.Now(), DutchDay(clock_.Now())); }));
    for (const auto& list : lists) {
        SUITE_ASSIGN(const bool ours, Claim(list));
        if (ours) SUITE_RETURN_IF_ERROR(Compare(list, report));
    }
    return report;
}

Result<bool> ReadBack::Claim(const UserList& list) const {
    bool ours = false;
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
        const Instant now = clock_.Now();
        SUITE_ASSIGN(ours, tx.Users().Claim(list, now, now + std::max(kClaimTime, options_.interval)));
        return {};
    }));
    return ours;
}

Result<std::optional<ReadList>> ReadBack::Fetch(const UserList& list, Deadline deadline) const {
    ReadList read{.read_at = clock_.Now() - kClockMargin, .keys = {}};
    auto keys = lika_.ReadUsers(list, deadline);
    if (!keys && keys.error().code == Code::kNotFound) {
        SUITE_RETURN_IF_ERROR(Unlist(store_, clock_, list));
        return std::optional<ReadList>{};
    }
    if (!keys) return Again(std::move(keys).error());
    read.keys = *std::move(keys);
    return std::optional(std::move(read));
}

Status ReadBack::EachSchool(const UserList& list, OfState state, const OnSchool& work) const {
    for (SchoolId after;;) {
        RowsBySchool rows;
        SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
            SUITE_ASSIGN(rows, tx.Users().RowsOfSchools(list, state, after, kSchoolsAtOnce));
            return {};
        }));
        for (const auto& [school, of_school] : rows) SUITE_RETURN_IF_ERROR(work(school, of_school));
        if (std::ssize(rows) < kSchoolsAtOnce) return {};
        after = rows.rbegin()->first;
    }
}

Status ReadBack::Read(const UserList& list, ReadReport& report) const {
    bool ours = false;
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
        const Instant now = clock_.Now();
        SUITE_ASSIGN(ours, tx.Users().Claim(list, now, now + options_.interval));
        return {};
    }));
    if (!ours) return {};
    SUITE_ASSIGN(const auto read, Fetch(list, Deadline::In(kReadTime)));
    if (!read) return {};
    ++report.lists;
    SUITE_RETURN_IF_ERROR(EachSchool(list, OfState::kSent, [&](SchoolId school, const std::vector<ListedUser>& rows) {
        return JudgeSchool(school, list, *read, rows, report);
    }));
    return NoteRead(list, std::nullopt);
}

Status ReadBack::JudgeSchool(SchoolId school, const UserList& list, const ReadList& read,
                             const std::vector<ListedUser>& rows, ReadReport& report) const {
    std::vector<ListedUser> judged;
    for (const auto& row : rows) {
        if (auto news = Judge(row, read, clock_.Now())) {
            auto& count = news->state == UserState::kVisible   ? report.visible
                          : news->state == UserState::kDropped ? report.dropped
                                                               : report.lost;
            ++count;
            judged.push_back(*std::move(news));
        }
    }
    return SaveJudged(store_, clock_, school, list, judged);
}

Status ReadBack::Compare(const UserList& list, ReadReport& report) const {
    SUITE_RETURN_IF_ERROR(AddDroppedAgain(list));
    SUITE_ASSIGN(const auto read, Fetch(list, Deadline::In(kReadTime)));
    if (!read) return {};
    ++report.lists;
    ++report.compared;
    std::vector<UserKey> ours;
    SUITE_RETURN_IF_ERROR(
        EachSchool(list, OfState::kAny, [&](SchoolId school, const std::vector<ListedUser>& rows) -> Status {
            for (const auto& row : rows) ours.push_back(row.key);
            return JudgeSchool(school, list, *read, rows, report);
        }));
    SUITE_RETURN_IF_ERROR(RemoveStrangers(list, *read, std::move(ours), report));
    return NoteRead(list, DutchDay(clock_.Now()));
}

Status ReadBack::NoteRead(const UserList& list, std::optional<Date> compared) const {
    return store_.Write(SchoolScope::All(), Deadline::In(kStoreTime), [&](LicenceTx& tx) {
        const Instant now = clock_.Now();
        return tx.Users().SaveRead(list, now, compared, now + options_.interval);
    });
}

Status ReadBack::AddDroppedAgain(const UserList& list) const {
    return EachSchool(list, OfState::kDropped, [&](SchoolId, const std::vector<ListedUser>& rows) -> Status {
        std::vector<UserKey> dropped;
        for (const auto& row : rows) {
            if (row.state == UserState::kDropped) dropped.push_back(row.key);
        }
        for (const auto& part : InParts(dropped)) {
            const auto added = lika_.AddUsers(list, part, Deadline::In(kWriteTime));
            if (!added && added.error().code != Code::kNotFound) return Again(added.error());
        }
        return {};
    });
}

Status ReadBack::RemoveStrangers(const UserList& list, const ReadList& read, std::vector<UserKey> ours,
                                 ReadReport& report) const {
    std::ranges::sort(ours);
    const auto strangers = Strangers(read, ours);
    if (!MayRemoveUnasked(strangers.size(), read.keys.size())) {
        report.held += std::ssize(strangers);
        return {};
    }
    for (const auto& part : InParts(strangers)) {
        if (const auto removed = lika_.RemoveUsers(list, part, Deadline::In(kWriteTime)); !removed)
            return Again(removed.error());
        report.strangers += std::ssize(part);
        SUITE_RETURN_IF_ERROR(AddBack(store_, clock_, list, part, SchoolId{}));
    }
    return {};
}

Status ReadBack::PutWhole(const UserList& list, Deadline deadline) const {
    const Instant begun = clock_.Now() - kClockMargin;
    std::vector<UserKey> ours;
    SUITE_RETURN_IF_ERROR(EachSchool(list, OfState::kAny, [&](SchoolId, const std::vector<ListedUser>& rows) -> Status {
        for (const auto& row : rows) {
            if (row.state != UserState::kRemoving) ours.push_back(row.key);
        }
        return {};
    }));
    std::ranges::sort(ours);
    ours.erase(std::ranges::unique(ours).begin(), ours.end());
    auto put = lika_.ReplaceUsers(list, ours, deadline);
    if (!put && put.error().code == Code::kNotFound) return Unlist(store_, clock_, list);
    if (!put) return Again(std::move(put).error());
    // Who was added while the list was on its way may have been wiped out by it.
    return EachSchool(list, OfState::kSent, [&](SchoolId school, const std::vector<ListedUser>& rows) {
        std::vector<ListedUser> again;
        for (const auto& row : rows) {
            if (row.state == UserState::kSent && row.changed_at >= begun)
                again.push_back(Turned(row, UserState::kAdding, clock_.Now()));
        }
        return SaveJudged(store_, clock_, school, list, again);
    });
}

Status ReadBack::Repair(const std::string& product_id, Deadline deadline) const {
    std::vector<UserList> lists;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
        lists.clear();
        SUITE_ASSIGN(const auto states, tx.Users().Lists());
        for (const auto& state : states) {
            if (!state.listed || state.list.product_id != product_id) continue;
            lists = {{.method_id = state.list.method_id}, state.list};
        }
        return {};
    }));
    ReadReport report;
    for (const auto& list : lists) {
        SUITE_RETURN_IF_ERROR(PutWhole(list, deadline));
        SUITE_RETURN_IF_ERROR(Compare(list, report));
    }
    return {};
}

}  // namespace suite::licence
