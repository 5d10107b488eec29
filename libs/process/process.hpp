// A child process: started, waited for, ended by its id. For `sleutelctl up` and for tests.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"

namespace suite::process {

struct Spawn {
    std::vector<std::string> command;        // path and arguments
    std::string output_file;                 // standard output and error are appended; empty: inherited
    std::vector<std::string> environment{};  // "NAME=value", besides the parent's, or in its stead
};

/// Ends with its parent, however that ends (PR_SET_PDEATHSIG). The destructor kills. Not thread-safe.
class Process {
  public:
    [[nodiscard]] static Result<Process> Start(const Spawn& spawn);
    Process(Process&& other) noexcept : pid_(other.pid_), exit_code_(other.exit_code_) { other.pid_ = -1; }
    Process& operator=(Process&& other) noexcept;
    ~Process() { Kill(); }

    [[nodiscard]] pid_t Pid() const { return pid_; }
    /// Exit code when it has ended (128 + signal when by one), nullopt while it runs.
    [[nodiscard]] std::optional<int> Ended();
    /// Waits at most so long.
    [[nodiscard]] std::optional<int> WaitFor(std::chrono::milliseconds time);
    void Signal(int signal) const;
    /// SIGTERM, and SIGKILL when it is not gone within `patience`. The exit code.
    int Stop(std::chrono::milliseconds patience);
    /// SIGKILL and wait. Does nothing when it has ended.
    void Kill();

  private:
    explicit Process(pid_t pid) : pid_(pid) {}
    pid_t pid_ = -1;
    std::optional<int> exit_code_{};
};

}  // namespace suite::process
