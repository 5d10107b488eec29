#include "services/licence/app/sweep_users.hpp"

#include <algorithm>

namespace suite::licence {

Result<bool> SweepUsers::operator()() const {
    const Date today = DutchDay(clock_.Now());
    std::vector<SchoolId> schools;
    bool due = false;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto swept, tx.Users().SweptDay());
        due = !swept || *swept < today;
        if (!due) return {};
        // Never swept: what began or ended today may have been set down before.
        const Date since = swept.value_or(Date{today.days - std::chrono::days(1)});
        SUITE_ASSIGN(schools, tx.Users().SchoolsChanging(since, today));
        return {};
    }));
    if (!due) return false;
    for (std::size_t from = 0; from < schools.size(); from += kSchoolsAtOnce) {
        SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
            const auto to = std::min(schools.size(), from + kSchoolsAtOnce);
            for (auto i = from; i < to; ++i) SUITE_RETURN_IF_ERROR(tx.Users().Tell(schools[i], clock_.Now()));
            return {};
        }));
    }
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto states, tx.Users().Lists());
        for (auto state : states) {
            if (!state.refused) continue;
            state.fingerprint.clear();
            SUITE_RETURN_IF_ERROR(tx.Users().SaveList(state));
            SUITE_RETURN_IF_ERROR(tx.Users().TellCatalogue(clock_.Now()));
        }
        return tx.Users().SaveSweptDay(today);
    }));
    return true;
}

}  // namespace suite::licence
