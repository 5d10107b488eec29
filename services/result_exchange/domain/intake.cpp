#include "services/result_exchange/domain/intake.hpp"

#include <algorithm>

#include "core/reasons.hpp"

namespace suite::results {
namespace {

Receipt Reject(std::string_view reason, std::string message) {
    return {.outcome = Outcome::kRejected,
            .rejection = Rejection{.reason = std::string(reason), .message = std::move(message)}};
}

Receipt JudgeVersion(const CheckedResult& result, const Pupil& pupil, const StoredResult* held) {
    if (held == nullptr) return {.outcome = Outcome::kAccepted};
    if (held->school != result.school || held->content.kind != result.content.kind) {
        return Reject(reason::kResultFixed, "a correction cannot change the school or the kind");
    }
    if (result.version < held->version) return Reject(reason::kVersionOutdated, "a higher version is held");
    if (result.version > held->version) return {.outcome = Outcome::kReplaced};
    if (held->pupil.id == pupil.id && held->content == result.content) return {.outcome = Outcome::kUnchanged};
    return Reject(reason::kVersionDiffers, "this version is held with other content");
}

/// The newest state of each result: what is stored, overlaid with what this call changes.
class Ledger {
  public:
    explicit Ledger(const std::map<std::string, StoredResult>& stored) : stored_(stored) {}

    const StoredResult* Find(const std::string& key) const {
        if (const auto it = position_.find(key); it != position_.end()) return &changed_[it->second];
        const auto it = stored_.find(key);
        return it == stored_.end() ? nullptr : &it->second;
    }

    void Put(StoredResult result) {
        const auto [it, added] = position_.try_emplace(result.result_key, changed_.size());
        if (added) {
            changed_.push_back(std::move(result));
        } else {
            changed_[it->second] = std::move(result);
        }
    }

    std::vector<StoredResult> TakeChanged() && { return std::move(changed_); }

  private:
    const std::map<std::string, StoredResult>& stored_;
    std::vector<StoredResult> changed_{};
    std::map<std::string, std::size_t> position_{};
};

std::vector<Delivery> RouteAll(const IntakeState& state, const std::vector<StoredResult>& results) {
    std::vector<Delivery> deliveries;
    for (const auto& result : results) {
        for (const auto& route : state.connections) {
            const Las* const las = FindLas(route.las);
            if (las == nullptr || !Takes(*las, result.content.kind)) continue;
            deliveries.push_back({.route = route,
                                  .result_key = result.result_key,
                                  .version = result.version,
                                  .replaces = state.stored.contains(result.result_key)});
        }
    }
    return deliveries;
}

}  // namespace

IntakeVerdict Judge(const IntakeState& state, std::span<const CheckedResult> results) {
    IntakeVerdict verdict;
    if (!state.school_active) {
        verdict.receipts.assign(results.size(), Reject(reason::kSchoolUnknown, "no such school"));
        return verdict;
    }
    Ledger ledger(state.stored);
    for (const auto& result : results) {
        const auto pupil = state.pupils.find(result.pupil);
        if (pupil == state.pupils.end()) {
            verdict.receipts.push_back(Reject(reason::kPersonUnknown, "no such pupil at this school"));
            continue;
        }
        auto receipt = JudgeVersion(result, pupil->second, ledger.Find(result.result_key));
        if (receipt.outcome == Outcome::kAccepted || receipt.outcome == Outcome::kReplaced) {
            ledger.Put({.result_key = result.result_key,
                        .version = result.version,
                        .school = result.school,
                        .pupil = pupil->second,
                        .content = result.content});
        }
        verdict.receipts.push_back(std::move(receipt));
    }
    verdict.changes.results = std::move(ledger).TakeChanged();
    verdict.changes.deliveries = RouteAll(state, verdict.changes.results);
    return verdict;
}

}  // namespace suite::results
