// Checks audit logs from outside the suite, and ends the term of their entries (ACC-06).
#pragma once

#include <iosfwd>
#include <string>

#include "core/error.hpp"
#include "core/time.hpp"

namespace suite::sleutelctl {

struct AuditOptions {
    std::string database;  // "sqlite:/path" or "postgresql://..."
    std::string schema;    // PostgreSQL: gateway, roster_sync, licence or result_exchange
    std::string school;    // only this one; empty: all
    std::string heads;     // file that PrintHeads wrote, to compare with; empty: none
    std::string before{};  // DropEntries: "2024-08-01", a Dutch day
};

/// Walks every chain and says what it found on `out`: for each broken chain the first entry that does not fit, and how;
/// for each kept head that is not there any more, that the log was cut off or written anew. Whether all is whole. A
/// kept head that went because its term was over is no fault.
[[nodiscard]] Result<bool> VerifyAudit(const AuditOptions& options, std::ostream& out);

/// A line "school number hash" for the newest entry of each chain. Kept elsewhere, they show what the chain alone
/// cannot: that entries were cut off at its end, or that somebody with the database's rights wrote it all anew.
[[nodiscard]] Status PrintHeads(const AuditOptions& options, std::ostream& out);

/// Deletes the entries of before that day for good, in every chain, and says how many on `out`. Each chain keeps an
/// entry that says so, so that it can still be verified. Nothing is done unless every chain is whole (false, and what
/// is wrong on `out`), or when the day is no day before today (INVALID_ARGUMENT).
[[nodiscard]] Result<bool> DropEntries(const AuditOptions& options, const Clock& clock, std::ostream& out);

}  // namespace suite::sleutelctl
