// A school cannot take a seat back, but it can ask the helpdesk to (LIC-06). Pure.
#pragma once

#include <optional>
#include <string>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/time.hpp"

namespace suite::licence {

using CorrectionId = Id<struct CorrectionTag>;

/// kLapsed: the seat became free in another way (the child left, the helpdesk took it back without the request).
enum class CorrectionState { kOpen, kGranted, kRefused, kLapsed };

struct CorrectionDecision {
    Instant at;
    Role role = Role::kNone;  // kNone: lapsed by itself
    std::string reason{};
    bool operator==(const CorrectionDecision&) const = default;
};

struct Correction {
    CorrectionId id;
    LicenceId licence;
    PersonId person;                        // whose seat it is about
    std::optional<PersonId> replacement{};  // who should get it instead
    std::string reason{};                   // in the coordinator's words; may be empty
    Instant asked_at;
    PersonId asked_by{};
    CorrectionState state = CorrectionState::kOpen;
    std::optional<CorrectionDecision> decision{};
    std::optional<PersonId> given_to{};  // granted: who got the seat, if anybody
    bool operator==(const Correction&) const = default;
};

/// FAILED_PRECONDITION correction-decided (with on which day, and what), correction-lapsed.
[[nodiscard]] Status IsOpen(const Correction& correction);

/// The same request sent again is answered with the one that is there; another one while it is open is
/// FAILED_PRECONDITION correction-open.
[[nodiscard]] Status SameAs(const Correction& open, const Correction& asked);

}  // namespace suite::licence
