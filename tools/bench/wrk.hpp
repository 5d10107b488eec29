// wrk as a child process.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/error.hpp"

namespace suite::bench {

struct Measured {
    double per_second = 0;
    double p50_ms = 0;
    double p99_ms = 0;
    std::int64_t failed = 0;  // answers of 400 and above, broken connections, time-outs
};

/// What wrk asks: paths below `url` at random, each with this token. Written down once, used for several runs.
class Script {
  public:
    /// UNAVAILABLE when the file cannot be written.
    [[nodiscard]] static Result<Script> Write(const std::filesystem::path& file, std::string url,
                                              const std::vector<std::string>& paths, const std::string& token);
    /// One thread, and connections that stay open. Latencies are wrk's, which counts the requests that a slow answer
    /// held up as slow, too: p50 may be above connections / rate. UNAVAILABLE when wrk does not do its work.
    [[nodiscard]] Result<Measured> Run(int seconds, int connections = 32) const;

  private:
    Script(std::filesystem::path file, std::string url) : file_(std::move(file)), url_(std::move(url)) {}
    std::filesystem::path file_;
    std::string url_;
};

/// Of each figure the median over the runs, of failures the sum. Pre: not empty.
[[nodiscard]] Measured Median(const std::vector<Measured>& runs);

}  // namespace suite::bench
