#include "services/licence/domain/correction.hpp"

#include "core/reasons.hpp"

namespace suite::licence {

Status IsOpen(const Correction& correction) {
    if (correction.state == CorrectionState::kOpen) return {};
    if (correction.state == CorrectionState::kLapsed)
        return Fail(Code::kFailedPrecondition, reason::kCorrectionLapsed, "the seat became free in another way");
    const bool granted = correction.state == CorrectionState::kGranted;
    return Fail({.code = Code::kFailedPrecondition,
                 .reason = std::string(reason::kCorrectionDecided),
                 .message = granted ? "the request was granted before" : "the request was refused before",
                 .metadata = {{"state", granted ? "granted" : "refused"},
                              {"decidedByRole", "helpdesk"},  // nobody else decides
                              {"decidedOn", correction.decision ? DutchDay(correction.decision->at).ToString() : ""}}});
}

Status SameAs(const Correction& open, const Correction& asked) {
    if (open.replacement == asked.replacement && open.reason == asked.reason) return {};
    return Fail({.code = Code::kFailedPrecondition,
                 .reason = std::string(reason::kCorrectionOpen),
                 .message = "another request for this seat is open",
                 .metadata = {{"askedOn", DutchDay(open.asked_at).ToString()}, {"correctionId", open.id.ToString()}}});
}

}  // namespace suite::licence
