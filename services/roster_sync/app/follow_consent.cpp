#include "services/roster_sync/app/follow_consent.hpp"

#include <map>

#include "core/reasons.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::chrono::seconds kOwnTime{30};
constexpr std::chrono::seconds kListTime{60};
constexpr std::chrono::days kFirstLook{7};  // back, on the first run ever
constexpr std::int64_t kAskedAtOnce = 500;  // schools; some seconds

/// What is about Basispoort or our way to it, and not about one school.
bool IsAway(const Error& error) {
    return error.code == Code::kUnavailable || error.code == Code::kDeadlineExceeded ||
           error.code == Code::kFailedPrecondition;
}

}  // namespace

Status FollowConsent::operator()(const std::function<bool()>& stopping) {
    const auto today = DutchDay(clock_.Now());
    std::optional<Date> read;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(read, tx.Reconciles().ConsentsReadUntil());
        return {};
    }));
    for (auto day = read.value_or(Date{today.days - kFirstLook}); day <= today; day.days += std::chrono::days(1))
        SUITE_RETURN_IF_ERROR(ReadDay(day));
    return AskForTheOthers(today, stopping);
}

Result<std::optional<bool>> FollowConsent::HasConsent(std::int64_t basispoort_id) const {
    const auto has_consent = api_.HasConsent(basispoort_id, Deadline::In(kListTime));
    if (has_consent) return *has_consent;
    if (has_consent.error().reason == reason::kSchoolUnknown) return std::nullopt;
    return std::unexpected(has_consent.error());
}

Status FollowConsent::AskForTheOthers(Date today, const std::function<bool()>& stopping) {
    if (asked_on_ == today) return {};
    std::vector<std::int64_t> schools;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(schools, tx.Reconciles().WithoutConsent(asked_to_, kAskedAtOnce));
        return {};
    }));
    for (const auto school : schools) {
        if (stopping()) return {};
        const auto has_consent = HasConsent(school);
        if (!has_consent && IsAway(has_consent.error())) return std::unexpected(has_consent.error());
        // One school that Basispoort has no good answer about must not keep the others waiting.
        if (has_consent && *has_consent) SUITE_RETURN_IF_ERROR(Take(school, **has_consent, today, Source::kQuestion));
        asked_to_ = school;
    }
    if (std::ssize(schools) < kAskedAtOnce) {
        asked_to_ = 0;
        asked_on_ = today;
    }
    return {};
}

Status FollowConsent::ReadDay(Date day) const {
    SUITE_ASSIGN(const auto granted, api_.ConsentGranted(day, Deadline::In(kListTime)));
    SUITE_ASSIGN(const auto withdrawn, api_.ConsentWithdrawn(day, Deadline::In(kListTime)));
    std::map<std::int64_t, bool> said;
    for (const auto school : granted) said[school] = true;
    for (const auto school : withdrawn) {
        if (said.contains(school)) {
            // On and off on one day: the lists don't say which came last.
            SUITE_ASSIGN(const auto has_consent, HasConsent(school));
            said[school] = has_consent.value_or(false);
        } else {
            said[school] = false;
        }
    }
    for (const auto& [school, has_consent] : said) SUITE_RETURN_IF_ERROR(Take(school, has_consent, day, Source::kList));
    return store_.Write(SchoolScope::All(), Deadline::In(kOwnTime),
                        [&](RosterTx& tx) { return tx.Reconciles().SetConsentsReadUntil(day); });
}

Status FollowConsent::Take(std::int64_t basispoort_id, bool granted, Date day, Source source) const {
    bool changed = false;
    bool pull = false;
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kOwnTime), [&](RosterTx& tx) -> Status {
        changed = pull = false;
        SUITE_ASSIGN(const auto current, deliver_.Open(tx, basispoort_id, false));
        SUITE_ASSIGN(const auto before, tx.Reconciles().FindConsent(basispoort_id));
        // Lists are read again: news that is known, or older than what is known, is none.
        if (before && (before->granted == granted || before->since > day)) return {};
        Consent consent{.basispoort_school_id = basispoort_id, .granted = granted, .since = day};
        if (!granted) consent.erase_at = clock_.Now() + term_;
        SUITE_RETURN_IF_ERROR(tx.Reconciles().SaveConsent(consent));
        if (current.version > 0 && current.state.school.consent != granted) {
            roster::SchoolChanges changes{.school_id = current.state.school.id, .school = current.state.school};
            changes.school->consent = granted;
            SUITE_RETURN_IF_ERROR(deliver_.Change(tx, current, std::move(changes), Origin::kConsent, PersonId{}));
            changed = true;
        }
        // Who was asked for is in already, by what Basispoort pushed.
        if (!granted || source == Source::kQuestion) return {};
        SUITE_ASSIGN(const auto open, tx.Reconciles().Open(basispoort_id));
        pull = true;
        if (open) return {};
        return tx.Reconciles().Save({.id = ids_.New<ReconcileId>(),
                                     .basispoort_school_id = basispoort_id,
                                     .cause = ReconcileCause::kConsent,
                                     .created_at = clock_.Now()});
    }));
    if (changed) applied_();
    if (pull) granted_();
    return {};
}

}  // namespace suite::roster_sync
