// Writes what was seen into the gateway's database, many requests' notes in one transaction.
#pragma once

#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "metrics/metrics.hpp"
#include "services/gateway/view_log.hpp"
#include "sql/sql.hpp"

namespace suite::gateway {

/// One thread writes; what comes in while it commits goes into its next transaction together. So a sync of the disk, of
/// which there are a few hundred a second, is shared by all who wait (docs/decisions/0025). Thread-safe. Database and
/// registry outlive it.
///
/// Metrics: audit_notes_total{outcome="stored"|"refused"}.
class AuditWriter final : public ViewLog {
  public:
    AuditWriter(sql::Database& database, metrics::Registry& metrics);
    /// Writes what was handed in before.
    ~AuditWriter() override;
    AuditWriter(const AuditWriter&) = delete;
    AuditWriter& operator=(const AuditWriter&) = delete;

    [[nodiscard]] Status Record(std::vector<AuditNote> notes, Deadline deadline) override;

  private:
    struct Waiting {
        std::vector<AuditNote> notes;
        Deadline deadline;
        std::promise<Status> written{};
    };
    using Batch = std::vector<std::shared_ptr<Waiting>>;

    void Run();
    /// Empty when there is nothing left and the end has come.
    [[nodiscard]] Batch Next();
    void Write(const Batch& batch);

    sql::Database& database_;
    metrics::Registry& metrics_;
    std::mutex mutex_;
    std::condition_variable came_;
    // Shared by whoever waits and the thread that writes: the former may give up first.
    std::deque<std::shared_ptr<Waiting>> waiting_;  // guarded by mutex_
    bool ending_ = false;                           // guarded by mutex_
    std::thread thread_;                            // last: starts when all else is there
};

}  // namespace suite::gateway
