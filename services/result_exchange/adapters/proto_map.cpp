#include "services/result_exchange/adapters/proto_map.hpp"

#include <algorithm>
#include <limits>

namespace suite::results {
namespace {

std::optional<ResultKind> KindFrom(v1::ResultKind kind) {
    switch (kind) {
        case v1::RESULT_KIND_TEST:
            return ResultKind::kTest;
        case v1::RESULT_KIND_OBSERVATION:
            return ResultKind::kObservation;
        case v1::RESULT_KIND_PRACTICE:
            return ResultKind::kPractice;
        default:  // proto3 lets any number through
            return std::nullopt;
    }
}

v1::ResultKind ToWire(ResultKind kind) {
    switch (kind) {
        case ResultKind::kTest:
            return v1::RESULT_KIND_TEST;
        case ResultKind::kObservation:
            return v1::RESULT_KIND_OBSERVATION;
        case ResultKind::kPractice:
            return v1::RESULT_KIND_PRACTICE;
    }
    return v1::RESULT_KIND_UNSPECIFIED;
}

/// Versions and scores came in as int32; counts stop at what int32 can show.
std::int32_t Narrow(std::int64_t value) {
    return static_cast<std::int32_t>(std::min<std::int64_t>(value, std::numeric_limits<std::int32_t>::max()));
}

}  // namespace

Submission FromProto(const v1::Result& wire) {
    return {
        .result_key = wire.result_key(),
        .version = wire.version(),
        .school_id = wire.school_id(),
        .person_id = wire.person_id(),
        .eck_id = wire.eck_id(),
        .basispoort_id = wire.has_basispoort_id() ? std::optional<std::int64_t>(wire.basispoort_id()) : std::nullopt,
        .product_id = wire.product_id(),
        .kind = KindFrom(wire.kind()),
        .test_code = wire.test_code(),
        .test_name = wire.test_name(),
        .part_code = wire.part_code(),
        .score = wire.has_score() ? std::optional<std::int64_t>(wire.score()) : std::nullopt,
        .taken_on = wire.taken_on()};
}

std::vector<Submission> FromProto(const v1::HandInResultsRequest& wire) {
    std::vector<Submission> submissions;
    submissions.reserve(static_cast<std::size_t>(wire.results_size()));
    for (const auto& result : wire.results()) submissions.push_back(FromProto(result));
    return submissions;
}

v1::ResultConnection ToProto(const ConnectionView& view) {
    v1::ResultConnection wire;
    wire.set_id(view.id.ToString());
    wire.set_las(view.las);
    wire.set_las_name(view.las_name);
    wire.set_masked_key(view.masked_key);
    wire.set_status(view.status == ConnectionStatus::kActive ? v1::CONNECTION_STATUS_ACTIVE
                                                             : v1::CONNECTION_STATUS_NOT_USED);
    wire.set_created_at(FormatInstant(view.created_at));
    if (view.last_pulled_at) wire.set_last_pulled_at(FormatInstant(*view.last_pulled_at));
    wire.set_waiting(Narrow(view.waiting));
    wire.set_delivered(Narrow(view.delivered));
    return wire;
}

v1::ResultOutcome ToProto(Outcome outcome) {
    switch (outcome) {
        case Outcome::kAccepted:
            return v1::RESULT_OUTCOME_ACCEPTED;
        case Outcome::kReplaced:
            return v1::RESULT_OUTCOME_REPLACED;
        case Outcome::kUnchanged:
            return v1::RESULT_OUTCOME_UNCHANGED;
        case Outcome::kRejected:
            return v1::RESULT_OUTCOME_REJECTED;
    }
    return v1::RESULT_OUTCOME_UNSPECIFIED;
}

v1::ResultReceipt ToProto(const std::string& result_key, const Receipt& receipt) {
    v1::ResultReceipt wire;
    wire.set_result_key(result_key);
    wire.set_outcome(ToProto(receipt.outcome));
    if (receipt.rejection) {
        wire.set_reason(receipt.rejection->reason);
        wire.set_message(receipt.rejection->message);
    }
    return wire;
}

v1::PulledResult ToProto(const PulledResult& pulled) {
    const StoredResult& result = pulled.result;
    v1::PulledResult wire;
    wire.set_result_key(result.result_key);
    wire.set_version(Narrow(result.version));
    wire.set_brin(pulled.brin);
    wire.set_location(pulled.location);
    wire.set_school_key(pulled.school_key);
    if (!result.pupil.eck_id.empty()) wire.set_eck_id(result.pupil.eck_id);
    if (!result.pupil.las_key.empty()) wire.set_las_key(result.pupil.las_key);
    wire.set_product_id(result.content.product_id);
    wire.set_kind(ToWire(result.content.kind));
    wire.set_test_code(result.content.test_code);
    wire.set_test_name(result.content.test_name);
    wire.set_part_code(result.content.part_code);
    if (result.content.score) wire.set_score(Narrow(*result.content.score));
    wire.set_taken_on(result.content.taken_on.ToString());
    return wire;
}

}  // namespace suite::results
