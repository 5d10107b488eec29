// A port of 127.0.0.1 for a process that is started later, and maybe again.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "core/error.hpp"

namespace suite::devsuite {

/// Bound, but not listened on: nobody is given it who asks for a free one, and who names it gets it, if it sets
/// SO_REUSEADDR as servers do. Free again with the object.
class LoopbackPort {
  public:
    /// UNAVAILABLE when there is none.
    [[nodiscard]] static Result<LoopbackPort> Hold();
    LoopbackPort(LoopbackPort&& other) noexcept : fd_(std::exchange(other.fd_, -1)), number_(other.number_) {}
    LoopbackPort& operator=(LoopbackPort&& other) noexcept {
        std::swap(fd_, other.fd_);
        std::swap(number_, other.number_);
        return *this;
    }
    ~LoopbackPort();

    [[nodiscard]] std::uint16_t Number() const { return number_; }
    /// "127.0.0.1:40123"
    [[nodiscard]] std::string Address() const { return "127.0.0.1:" + std::to_string(number_); }

  private:
    LoopbackPort(int fd, std::uint16_t number) : fd_(fd), number_(number) {}
    int fd_;
    std::uint16_t number_;
};

}  // namespace suite::devsuite
