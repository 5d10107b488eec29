// A person who looks at one school's pupils all the while.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace suite::bench {

struct Reading {
    std::size_t pages = 0;
    std::size_t failed = 0;
    double p50_ms = 0;
    double p99_ms = 0;
    double longest_ms = 0;
};

/// Asks for one page again and again on a thread of its own, from construction to destruction. Thread-safe.
class PageReader {
  public:
    /// `pause` between an answer and the next question.
    PageReader(std::string gateway, std::string path, std::string token, std::chrono::milliseconds pause);
    ~PageReader();
    PageReader(const PageReader&) = delete;
    PageReader& operator=(const PageReader&) = delete;

    /// What was read since the last call.
    [[nodiscard]] Reading Take();

  private:
    void Run(std::string gateway, const std::string& path, std::string token, std::chrono::milliseconds pause);

    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::vector<double> times_ms_;  // guarded by mutex_
    std::size_t failed_ = 0;        // guarded by mutex_
    std::thread thread_;
};

}  // namespace suite::bench
