// The thread that applies committed batches.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "services/roster_sync/app/apply_batch.hpp"

namespace suite::roster_sync {

/// Applies what is there, then waits to be told (or a second, for batches of other processes and after failures).
class Applier {
  public:
    explicit Applier(const ApplyBatch& apply) : apply_(apply) {}
    ~Applier() { Stop(); }
    Applier(const Applier&) = delete;
    Applier& operator=(const Applier&) = delete;

    void Start();
    /// Returns when the school being applied is done.
    void Stop();
    void Notify();

  private:
    void Run();
    bool Stopping();

    const ApplyBatch& apply_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;  // guarded by mutex_
    bool asked_ = false;     // guarded by mutex_
    std::thread thread_;
};

}  // namespace suite::roster_sync
