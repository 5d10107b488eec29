#include "services/licence/domain/correction.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

const Instant kAsked = *ParseInstant("2026-11-26T09:00:00Z");

Correction Asked() {
    return {.id = CorrectionId{7},
            .licence = LicenceId{3},
            .person = PersonId{11},
            .replacement = PersonId{12},
            .reason = "Verkeerd kind",
            .asked_at = kAsked};
}

}  // namespace

TEST_CASE("a request is decided once, and afterwards says on which day", "[LIC-06]") {
    auto correction = Asked();
    CHECK(IsOpen(correction));
    // 23:30 in London is the next day at school.
    correction.decision = CorrectionDecision{.at = *ParseInstant("2026-11-26T23:30:00Z"), .role = Role::kHelpdesk};
    correction.state = CorrectionState::kGranted;
    auto refusal = IsOpen(correction).error();
    CHECK(refusal.reason == reason::kCorrectionDecided);
    CHECK(refusal.metadata.at("decidedOn") == "2026-11-27");
    CHECK(refusal.metadata.at("decidedByRole") == "helpdesk");
    CHECK(refusal.metadata.at("state") == "granted");
    correction.state = CorrectionState::kRefused;
    CHECK(IsOpen(correction).error().metadata.at("state") == "refused");
    correction.state = CorrectionState::kLapsed;
    CHECK(IsOpen(correction).error().reason == reason::kCorrectionLapsed);
}

TEST_CASE("the same request again is the same, another one is refused while it is open", "[LIC-06]") {
    const auto open = Asked();
    auto again = Asked();
    again.id = CorrectionId{8};
    again.asked_at += std::chrono::minutes(1);
    CHECK(SameAs(open, again));
    again.reason = "Toch iets anders";
    CHECK(SameAs(open, again).error().reason == reason::kCorrectionOpen);
    again = Asked();
    again.replacement.reset();
    CHECK(SameAs(open, again).error().metadata.at("correctionId") == open.id.ToString());
}
