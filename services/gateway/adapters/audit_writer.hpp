// Writes what was seen into the gateway's database, many requests' notes in one transaction.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

#include "metrics/metrics.hpp"
#include "services/gateway/view_log.hpp"
#include "sql/sql.hpp"

namespace suite::gateway {

/// Whoever comes while nobody writes does so, for all who wait: what comes in while it commits goes into the next
/// transaction together. So a sync of the disk, of which there are a few hundred a second, is shared, and one who is
/// alone waits for no other thread (docs/decisions/0025). Thread-safe. Database and registry outlive it.
///
/// Metrics: audit_notes_total{outcome="stored"|"refused"}.
class AuditWriter final : public ViewLog {
  public:
    AuditWriter(sql::Database& database, metrics::Registry& metrics) : database_(database), metrics_(metrics) {}

    [[nodiscard]] Status Record(std::vector<AuditNote> notes, Deadline deadline) override;

  private:
    struct Waiting {
        std::vector<AuditNote> notes;
        Deadline deadline;
        std::optional<Status> written{};  // guarded by mutex_
    };
    using Batch = std::vector<std::shared_ptr<Waiting>>;

    /// Writes what waits longest, without the lock meanwhile. Pre: `lock` is held, nobody writes, somebody waits.
    void WriteNext(std::unique_lock<std::mutex>& lock);
    [[nodiscard]] Status Write(const Batch& batch);

    sql::Database& database_;
    metrics::Registry& metrics_;
    std::mutex mutex_;
    std::condition_variable written_;
    // Shared by whoever waits and whoever writes: the former may give up first.
    std::deque<std::shared_ptr<Waiting>> waiting_;  // guarded by mutex_
    bool writing_ = false;                          // guarded by mutex_
};

}  // namespace suite::gateway
