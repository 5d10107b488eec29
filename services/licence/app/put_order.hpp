// The order system hands in and changes licences (LIC-14).
#pragma once

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

enum class OrderOutcome { kCreated, kChanged, kUnchanged };

struct OrderReceipt {
    OrderOutcome outcome = OrderOutcome::kUnchanged;
    SchoolId school;
    LicenceId licence;
};

/// Safe to send again. INVALID_ARGUMENT (fields), NOT_FOUND school-unknown, FAILED_PRECONDITION order-other-school,
/// PERMISSION_DENIED without scope orders:write. FAILED_PRECONDITION licence-kind-not-offered for a product that the
/// catalogue knows without that kind, when the line is new or comes to be about it. The line is the truth about what
/// was bought: fewer seats than are taken are accepted, and nobody loses one (docs/decisions/0015). Thread-safe.
class PutOrder {
  public:
    PutOrder(LicenceStore& store, const Clock& clock, IdSource& ids) : store_(store), clock_(clock), ids_(ids) {}
    /// `line.id` is ignored: the line's own is kept, or a new one made.
    [[nodiscard]] Result<OrderReceipt> operator()(const Actor& actor, const SchoolKey& school, Licence line,
                                                  Deadline deadline) const;

  private:
    LicenceStore& store_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace suite::licence
