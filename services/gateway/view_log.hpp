// Port: where it is written that somebody was shown personal data (ACC-06).
#pragma once

#include <vector>

#include "core/audit_note.hpp"
#include "core/deadline.hpp"
#include "core/error.hpp"

namespace suite::gateway {

/// Thread-safe.
class ViewLog {
  public:
    virtual ~ViewLog() = default;
    /// Returns when all of them are stored for good. UNAVAILABLE when they are not, or not in time: the answer must not
    /// go out then. They may be stored all the same.
    [[nodiscard]] virtual Status Record(std::vector<AuditNote> notes, Deadline deadline) = 0;
};

}  // namespace suite::gateway
