// What becomes of the results that one call hands in for one school: stored or refused, and where they go.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "services/result_exchange/domain/submission.hpp"

namespace suite::results {

/// A pupil of the school, with what the LAS knows the pupil by; either may be empty.
struct Pupil {
    PersonId id;
    std::string eck_id;
    std::string las_key;
};

/// A result as it is held. It keeps the pupil's identifiers of that moment, because the pupil may leave the school
/// before the LAS comes, and a result goes to the school where it was made (RES-11).
struct StoredResult {
    std::string result_key;
    std::int64_t version = 1;
    SchoolId school;
    Pupil pupil;
    ResultContent content;
};

struct Route {
    ConnectionId connection;
    std::string las;
};

/// What judging needs to know, all read in the transaction that writes the outcome.
struct IntakeState {
    bool school_active = false;
    std::map<PupilRef, Pupil> pupils{};            // of those asked for, the ones that are pupils of the school
    std::map<std::string, StoredResult> stored{};  // by result key, of this client, at any school
    std::vector<Route> connections{};              // the school's active ones
};

enum class Outcome { kAccepted, kReplaced, kUnchanged, kRejected };

struct Receipt {
    Outcome outcome = Outcome::kRejected;
    std::optional<Rejection> rejection{};  // with kRejected
};

struct Delivery {
    Route route;
    std::string result_key;
    std::int64_t version = 1;
    bool replaces = false;  // an older one of the same result may still wait
};

struct IntakeChanges {
    std::vector<StoredResult> results;  // keys differ
    std::vector<Delivery> deliveries;   // in the order the results were handed in
};

struct IntakeVerdict {
    std::vector<Receipt> receipts;  // one per result, in order
    IntakeChanges changes;
};

/// Judges `results` in order, each after the ones before it; all are of the school that `state` describes. Idempotent:
/// what is stored already comes out as kUnchanged. A higher version replaces; a lower one, and the same one with other
/// content, are refused. A correction keeps the school and the kind, for those decide which LAS holds the result.
[[nodiscard]] IntakeVerdict Judge(const IntakeState& state, std::span<const CheckedResult> results);

}  // namespace suite::results
