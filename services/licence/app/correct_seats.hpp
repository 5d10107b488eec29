// The school asks the helpdesk to take a seat back, and the helpdesk decides (LIC-06).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// The coordinator asks, the helpdesk decides, both see. Another school's request is NOT_FOUND like one that does not
/// exist. Thread-safe.
class CorrectSeats {
  public:
    CorrectSeats(LicenceStore& store, const Clock& clock, IdSource& ids) : store_(store), clock_(clock), ids_(ids) {}

    struct Wish {
        std::optional<PersonId> replacement{};  // who should get the seat instead
        std::string reason{};
    };
    /// The same request again is answered with the one that is open. NOT_FOUND licence-unknown, person-unknown,
    /// seat-unknown; FAILED_PRECONDITION licence-not-for-pupils, replacement-unfit (no active pupil, or has a seat),
    /// correction-open.
    [[nodiscard]] Result<CorrectionView> Ask(const Actor& actor, SchoolId school, LicenceId licence, PersonId person,
                                             const Wish& wish, Deadline deadline) const;
    /// Newest first, at most `limit`. Without a school: of all, for the helpdesk.
    [[nodiscard]] Result<std::vector<CorrectionView>> List(const Actor& actor, std::optional<SchoolId> school,
                                                           std::optional<CorrectionState> state,
                                                           std::optional<CorrectionPlace> before, std::int64_t limit,
                                                           Deadline deadline) const;
    /// Frees the seat. The replacement gets it when still able to, else the first of the waiting list, if any, and if
    /// the licence has not fewer seats than are in use. NOT_FOUND correction-unknown; FAILED_PRECONDITION
    /// correction-decided, correction-lapsed.
    [[nodiscard]] Result<CorrectionView> Grant(const Actor& actor, SchoolId school, CorrectionId id,
                                               const std::string& reason, Deadline deadline) const;
    /// The child keeps the seat.
    [[nodiscard]] Result<CorrectionView> Refuse(const Actor& actor, SchoolId school, CorrectionId id,
                                                const std::string& reason, Deadline deadline) const;

  private:
    [[nodiscard]] Result<CorrectionView> Decide(const Actor& actor, SchoolId school, CorrectionId id,
                                                const std::string& reason, bool grant, Deadline deadline) const;

    LicenceStore& store_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace suite::licence
