// Sessions, opened when first needed and used again, the most recent first.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "sql/backend.hpp"

namespace suite::sql {

/// Thread-safe. Our own because SOCI's waits forever and hands on open transactions (CODE §5.5 rows 2 and 3). Must
/// outlive its leases.
class Pool {
  public:
    using Factory = std::function<std::unique_ptr<Backend>()>;  // throws Failure

    Pool(std::size_t capacity, Factory open) : capacity_(capacity), open_(std::move(open)) {}

    /// Returns its session on destruction, without a transaction; rolls back if one is open.
    class Lease {
      public:
        Lease(Pool& pool, std::unique_ptr<Backend> session) : pool_(&pool), session_(std::move(session)) {}
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease();
        Backend& operator*() const { return *session_; }
        Backend* operator->() const { return session_.get(); }

      private:
        Pool* pool_;
        std::unique_ptr<Backend> session_;
    };

    /// UNAVAILABLE when none became free before the deadline, or when the database cannot be reached.
    [[nodiscard]] Result<Lease> Acquire(Deadline deadline);

  private:
    void Return(std::unique_ptr<Backend> session);
    void ForgetOne();

    const std::size_t capacity_;
    const Factory open_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<std::unique_ptr<Backend>> idle_;  // guarded by mutex_
    std::size_t open_count_ = 0;                  // guarded by mutex_; idle and leased together
};

}  // namespace suite::sql
