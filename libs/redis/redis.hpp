// Redis as a cache, on hiredis 0.14, which nobody else includes. Losing it costs time, never an answer (LIC-13).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace suite::redis {

struct Options {
    std::string address;                     // see address.hpp; where none is, no command gets an answer
    std::chrono::milliseconds timeout{200};  // to connect, and per command
    std::size_t connections = 16;
    /// After this many failures in a row nobody knocks for `pause`: a dead cache must cost nothing. Then one caller
    /// tries, and while that one waits, or when it fails, the others go on without.
    int failures_to_open = 3;
    std::chrono::milliseconds pause{1000};
};

/// Thread-safe. Every error is UNAVAILABLE, and at once while the breaker is open. A connection that failed is thrown
/// away, never reconnected (redisReconnect forgets its time-out).
class Client {
  public:
    explicit Client(Options options);
    ~Client();

    /// nullopt when there is no such key.
    [[nodiscard]] Result<std::optional<std::string>> Get(std::string_view key);
    [[nodiscard]] Status Set(std::string_view key, std::string_view value, std::chrono::seconds time_to_live);
    [[nodiscard]] Status Delete(std::string_view key);
    /// A Lua script that returns a number.
    [[nodiscard]] Result<std::int64_t> Eval(std::string_view script, std::span<const std::string> keys,
                                            std::span<const std::string> arguments);
    /// Both in one write and one answer, however many there are; together they may take twice the time-out.
    /// In the order of `keys`.
    [[nodiscard]] Result<std::vector<std::optional<std::string>>> GetMany(std::span<const std::string> keys);
    struct ScriptCall {
        std::vector<std::string> keys;
        std::vector<std::string> arguments;
    };
    [[nodiscard]] Result<std::vector<std::int64_t>> EvalMany(std::string_view script,
                                                             std::span<const ScriptCall> calls);
    /// The same for a script that returns a list of numbers.
    [[nodiscard]] Result<std::vector<std::vector<std::int64_t>>> EvalLists(std::string_view script,
                                                                           std::span<const ScriptCall> calls);
    [[nodiscard]] Status Ping();
    [[nodiscard]] bool BreakerOpen() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace suite::redis
