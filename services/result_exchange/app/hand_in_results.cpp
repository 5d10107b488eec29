#include "services/result_exchange/app/hand_in_results.hpp"

#include "core/reasons.hpp"
#include "services/result_exchange/app/access.hpp"

namespace suite::results {
namespace {

/// The checked results of one school, and where in the call they stood.
struct Batch {
    SchoolId school;
    std::vector<CheckedResult> results{};
    std::vector<std::size_t> positions{};
};

/// Schools in order of first appearance, so that of two results with one key the first is judged first.
Batch& BatchOf(std::vector<Batch>& batches, SchoolId school) {
    for (auto& batch : batches) {
        if (batch.school == school) return batch;
    }
    return batches.emplace_back(Batch{.school = school});
}

IntakeRequest RequestFor(const Batch& batch, const std::string& client_id, Instant now) {
    IntakeRequest request{.school = batch.school, .client_id = client_id, .received_at = now};
    for (const auto& result : batch.results) {
        request.result_keys.insert(result.result_key);
        request.pupils.insert(result.pupil);
    }
    return request;
}

Receipt Rejected(Rejection rejection) { return {.outcome = Outcome::kRejected, .rejection = std::move(rejection)}; }

}  // namespace

Result<std::vector<Receipt>> HandInResults::operator()(const Actor& actor, std::span<const Submission> submissions,
                                                       Deadline deadline) {
    SUITE_RETURN_IF_ERROR(MayHandIn(actor));
    if (submissions.empty() || submissions.size() > kMostResults) {
        return Fail(Error{.code = Code::kInvalidArgument,
                          .reason = std::string(reason::kInvalidRequest),
                          .message = "too few or too many results",
                          .fields = {{"/results", "must have 1 to 500 items"}}});
    }
    const Instant now = clock_.Now();
    const Date today = DutchDay(now);
    std::vector<Receipt> receipts(submissions.size());
    std::vector<Batch> batches;
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        auto checked = Check(submissions[i], today);
        if (!checked) {
            receipts[i] = Rejected(std::move(checked.error()));
            continue;
        }
        Batch& batch = BatchOf(batches, checked->school);
        batch.results.push_back(std::move(*checked));
        batch.positions.push_back(i);
    }

    std::size_t failed = 0;
    Error last_error;
    for (const auto& batch : batches) {
        std::vector<Receipt> judged;
        const auto changed = store_.Change(
            RequestFor(batch, actor.client_id, now),
            [&](const IntakeState& state) {
                auto verdict = Judge(state, batch.results);
                judged = std::move(verdict.receipts);
                return std::move(verdict.changes);
            },
            deadline);
        if (!changed) {
            ++failed;
            last_error = changed.error();
            judged.assign(batch.results.size(),
                          Rejected({.reason = last_error.reason, .message = "not stored; hand it in again"}));
        }
        for (std::size_t i = 0; i < judged.size(); ++i) receipts[batch.positions[i]] = std::move(judged[i]);
    }
    if (failed > 0 && failed == batches.size()) return Fail(std::move(last_error));
    return receipts;
}

}  // namespace suite::results
