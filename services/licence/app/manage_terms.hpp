// Terminating contracts that renew, and what the next school year brings (LIC-10).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

struct LicenceReminder {
    LicenceOverview overview;
    Reminder reminder;
};

struct LicenceForecast {
    LicenceOverview overview;
    Forecast forecast;
};

struct SchoolForecast {
    SchoolYear year;  // the next
    std::vector<LicenceForecast> items{};
};

/// The coordinator of the school terminates and resumes, and so does the order system (scope orders:write); reading is
/// for who sees licences. Every termination and resumption is in the history with `reason`, at most 500 characters
/// (INVALID_ARGUMENT). Thread-safe.
class ManageTerms {
  public:
    ManageTerms(LicenceStore& store, const Clock& clock) : store_(store), clock_(clock) {}

    /// The licence as it then is; terminated before, it is answered without a write. FAILED_PRECONDITION
    /// licence-not-renewing, licence-ended; NOT_FOUND.
    [[nodiscard]] Result<LicenceOverview> Terminate(const Actor& actor, SchoolId school, LicenceId licence,
                                                    const std::string& reason, Deadline deadline) const;
    /// The same by order line, for a termination that came in at the publisher on `received_on` (none: today), which
    /// decides; INVALID_ARGUMENT when that is after today or of a term that has ended. NOT_FOUND order-unknown.
    [[nodiscard]] Result<LicenceOverview> TerminateOrder(const Actor& actor, const std::string& order_line_id,
                                                         std::optional<Date> received_on, const std::string& reason,
                                                         Deadline deadline) const;
    /// Withdraws a termination; where there is none, nothing is written. FAILED_PRECONDITION termination-final once the
    /// deadline of its term has passed, licence-not-renewing, licence-ended; NOT_FOUND.
    [[nodiscard]] Result<LicenceOverview> Resume(const Actor& actor, SchoolId school, LicenceId licence,
                                                 const std::string& reason, Deadline deadline) const;

    /// The same by order line, for what the publisher was told. NOT_FOUND order-unknown.
    [[nodiscard]] Result<LicenceOverview> ResumeOrder(const Actor& actor, const std::string& order_line_id,
                                                      const std::string& reason, Deadline deadline) const;

    /// What the school should know today, the most urgent first; nothing of methods that are managed elsewhere (seed 0
    /// §3.5).
    [[nodiscard]] Result<std::vector<LicenceReminder>> Reminders(const Actor& actor, SchoolId school,
                                                                 Deadline deadline) const;
    /// Every licence that is not over, by title; likewise.
    [[nodiscard]] Result<SchoolForecast> NextYear(const Actor& actor, SchoolId school, Deadline deadline) const;

    [[nodiscard]] Date Today() const { return DutchDay(clock_.Now()); }

  private:
    [[nodiscard]] Result<LicenceOverview> OfSchool(
        SchoolId school, LicenceId licence, const std::string& reason, Deadline deadline,
        const std::function<Status(LicenceTx&, const Licence&, Instant)>& change) const;
    [[nodiscard]] Result<LicenceOverview> OfOrder(
        const std::string& order_line_id, const std::string& reason, Deadline deadline,
        const std::function<Status(LicenceTx&, SchoolId, const Licence&, Instant)>& change) const;

    LicenceStore& store_;
    const Clock& clock_;
};

}  // namespace suite::licence
