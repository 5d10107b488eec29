// A Redis server of a test's own.
#pragma once

#include <csignal>
#include <string>

#include "process/process.hpp"
#include "testing/temp_dir.hpp"

namespace suite::testing {

/// A real redis-server on a unix socket in a TempDir, empty, without persistence; fails the test when it does not
/// start.
class TempRedis {
  public:
    TempRedis();
    /// For redis::Options.
    [[nodiscard]] std::string Address() const { return "unix:" + socket_; }
    /// SIGKILL; nothing listens any more.
    void Kill() { server_.Kill(); }
    /// Stands still, its connections open, until Thaw: SIGSTOP.
    void Freeze() const { server_.Signal(SIGSTOP); }
    void Thaw() const { server_.Signal(SIGCONT); }
    /// Again on the same address, empty.
    void Start();

  private:
    TempDir dir_;
    std::string socket_;
    process::Process server_;
};

}  // namespace suite::testing
