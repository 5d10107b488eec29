#include "services/result_exchange/domain/submission.hpp"

#include "core/reasons.hpp"
#include "services/result_exchange/domain/plain_text.hpp"

namespace suite::results {
namespace {

constexpr std::size_t kMaxCode = 256;
constexpr std::size_t kMaxName = 128;
constexpr std::size_t kMaxProduct = 64;

std::unexpected<Rejection> Reject(std::string_view reason, std::string message) {
    return std::unexpected(Rejection{.reason = std::string(reason), .message = std::move(message)});
}
std::unexpected<Rejection> Invalid(std::string message) { return Reject(reason::kInvalidRequest, std::move(message)); }

std::expected<PupilRef, Rejection> FindRef(const Submission& submission) {
    const int given = (submission.person_id.empty() ? 0 : 1) + (submission.eck_id.empty() ? 0 : 1) +
                      (submission.basispoort_id ? 1 : 0);
    if (given != 1) return Invalid("exactly one of personId, eckId and basispoortId names the pupil");
    if (submission.basispoort_id) return PupilRef{BasispoortId{*submission.basispoort_id}};
    if (!submission.eck_id.empty()) {
        if (!IsPlainText(submission.eck_id, 1, kMaxCode)) return Reject(reason::kPersonUnknown, "no such pupil");
        return PupilRef{EckId{submission.eck_id}};
    }
    const auto person = PersonId::Parse(submission.person_id);
    if (!person) return Reject(reason::kPersonUnknown, "no such pupil");
    return PupilRef{*person};
}

}  // namespace

std::expected<CheckedResult, Rejection> Check(const Submission& submission, Date today) {
    if (!IsPlainText(submission.result_key, 1, kMaxCode)) return Invalid("resultKey: 1 to 256 characters");
    if (submission.version < 0) return Invalid("version: 1 or more");
    const auto school = SchoolId::Parse(submission.school_id);
    if (!school) return Reject(reason::kSchoolUnknown, "no such school");
    auto pupil = FindRef(submission);
    if (!pupil) return std::unexpected(pupil.error());
    if (!IsPlainText(submission.product_id, 1, kMaxProduct)) return Invalid("productId: 1 to 64 characters");
    if (!submission.kind) return Invalid("kind: test, observation or practice");
    if (!IsPlainText(submission.test_code, 1, kMaxCode)) return Invalid("testCode: 1 to 256 characters");
    if (!IsPlainText(submission.test_name, 0, kMaxName)) return Invalid("testName: at most 128 characters");
    if (!IsPlainText(submission.part_code, 0, kMaxCode)) return Invalid("partCode: at most 256 characters");
    if (submission.score && *submission.score < 0) return Invalid("score: 0 or more");
    const auto taken_on = Date::Parse(submission.taken_on);
    if (!taken_on) return Invalid("takenOn: a date, YYYY-MM-DD");
    if (taken_on->days > today.days + std::chrono::days(1)) return Invalid("takenOn: in the future");
    return CheckedResult{.result_key = submission.result_key,
                         .version = submission.version == 0 ? 1 : submission.version,
                         .school = *school,
                         .pupil = std::move(*pupil),
                         .content = {.product_id = submission.product_id,
                                     .kind = *submission.kind,
                                     .test_code = submission.test_code,
                                     .test_name = submission.test_name,
                                     .part_code = submission.part_code,
                                     .score = submission.score,
                                     .taken_on = *taken_on}};
}

}  // namespace suite::results
