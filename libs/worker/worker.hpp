// A thread that does something when it is told to, and now and then by itself.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "core/error.hpp"

namespace suite {

class Worker {
  public:
    /// Waits so long; false when it is time to stop.
    using Pause = std::function<bool(std::chrono::milliseconds)>;
    /// True: there may be more to do right away. An error is logged and tried again after a second, then more seldom.
    using Work = std::function<Result<bool>(const Pause&)>;

    /// `interval`: at the latest so long after the last time, also without being told.
    Worker(std::string name, std::chrono::milliseconds interval, Work work)
        : name_(std::move(name)), interval_(interval), work_(std::move(work)) {}
    ~Worker() { Stop(); }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void Start();
    /// Returns when the work in hand is done; Pause says false from now on.
    void Stop();
    void Notify();

  private:
    void Run();
    bool Wait(std::chrono::milliseconds duration, bool until_asked);

    std::string name_;
    std::chrono::milliseconds interval_;
    Work work_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;  // guarded by mutex_
    bool asked_ = true;      // guarded by mutex_; what was left by an earlier process is done first
    std::thread thread_;
};

}  // namespace suite
