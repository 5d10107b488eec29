// A TLS client that says exactly what a test wants to say.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace suite::testing {

/// Speaks HTTP/1.1 to "localhost" and believes any certificate. A connection that does not come about fails the test.
class TlsSocket {
  public:
    explicit TlsSocket(std::uint16_t port);
    ~TlsSocket();
    TlsSocket(const TlsSocket&) = delete;
    TlsSocket& operator=(const TlsSocket&) = delete;

    /// False when the other side has closed.
    bool Send(std::string_view bytes);
    /// Everything until the other side closes, at most so long.
    std::string ReadAll(std::chrono::seconds limit = std::chrono::seconds(20));

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace suite::testing
