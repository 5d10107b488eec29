// The audit log of one database: appended to inside the transaction of what it tells of, never changed (ACC-06,
// docs/decisions/0025). Each school has a chain of its own, so that schools do not wait for each other.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "audit/entry.hpp"
#include "sql/sql.hpp"

namespace suite::audit {

/// Texts for a migration of whoever writes: audit_entry, one row per entry, and triggers that refuse to change or
/// delete one, whoever asks.
extern const std::string_view kSqliteSchema;
extern const std::string_view kPostgresSchema;
/// Texts for a later migration: what the newest kAuditEntriesDropped of a chain says to be dropped may be deleted,
/// nothing else.
extern const std::string_view kSqliteTerm;
extern const std::string_view kPostgresTerm;

/// Appends, each to its school's chain, in the order given. Writers of one school wait for each other until their
/// transactions end (sql::Session::LockSchools), so numbers are gapless and no chain forks. Call it late in a
/// transaction, after other locks. Two reads and a write per school; INTERNAL for a note that Check refuses.
[[nodiscard]] Status Append(sql::Session& session, std::span<const AuditNote> notes);
[[nodiscard]] Status Append(sql::Session& session, const AuditNote& note);

/// Appends what the use cases of one transaction note. The session outlives it.
class Trail final : public AuditTrail {
  public:
    Trail(sql::Session& session, std::string request_id) : session_(session), request_id_(std::move(request_id)) {}
    Status Note(AuditNote note) override;

  private:
    sql::Session& session_;
    std::string request_id_;
};

/// What to read of one school, newest first.
struct Filter {
    std::int64_t before = 0;                 // entries with a lower number; 0: from the newest
    std::optional<Instant> from{}, until{};  // both included
    std::string operation{};                 // empty: all
    std::int64_t limit = 0;
};
[[nodiscard]] Result<std::vector<Entry>> ReadNewest(sql::Session& session, SchoolId school, const Filter& filter);

/// A place in the order of all chains: by school, then by number.
struct Place {
    std::int64_t school = -1;
    std::int64_t number = 0;
};
/// The entries after `place`, of all schools or of one, at most `limit`.
[[nodiscard]] Result<std::vector<Entry>> ReadAfter(sql::Session& session, const Place& place,
                                                   std::optional<SchoolId> only, std::int64_t limit);

struct Dropped {
    std::int64_t schools = 0, entries = 0;
};
/// Who looks at a school waits while so many of its entries go.
inline constexpr std::int64_t kDroppedAtOnce = 2000;
/// Deletes the entries from before `before`, and leaves in each chain that loses any an entry that says so
/// (kAuditEntriesDropped), in transactions of one chain and kDroppedAtOnce entries. A chain that consists of such an
/// entry keeps it.
/// Stopped halfway it goes on where it was, when it is run again.
[[nodiscard]] Result<Dropped> DropBefore(sql::Database& database, Instant before, Instant now);

struct SchoolHead {
    SchoolId school;
    Head head;
};
/// The newest entry of each school with a higher number than `after` (-1: from the first), at most `limit`.
[[nodiscard]] Result<std::vector<SchoolHead>> ReadHeads(sql::Session& session, std::int64_t after, std::int64_t limit);
/// What the newest kAuditEntriesDropped of the chain says; nullopt when nothing was dropped.
[[nodiscard]] Result<std::optional<Head>> ReadDropped(sql::Session& session, SchoolId school);
/// nullopt when that entry is not there.
[[nodiscard]] Result<std::optional<std::string>> ReadHash(sql::Session& session, SchoolId school, std::int64_t number);

/// The first thing that is wrong with a chain.
struct Break {
    SchoolId school;
    std::int64_t number = 0;  // of the entry that does not fit
    Fault fault = Fault::kNumber;
};
struct Verdict {
    std::int64_t schools = 0, entries = 0;
    std::vector<Break> breaks{};  // one for each chain that has one, the first hundred
    std::int64_t broken = 0;      // chains with a break
};
/// Walks every chain, or one, in pages of a transaction each, so that it can run beside writers: memory does not grow
/// with the log. Of entries cut off at the end nothing is seen here: compare with heads that are kept elsewhere. One of
/// which entries are dropped meanwhile can look broken: verify again.
[[nodiscard]] Result<Verdict> Verify(sql::Database& database, std::optional<SchoolId> only);

}  // namespace suite::audit
