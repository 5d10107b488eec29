// A TCP client that says exactly what a test wants to say, for the tests of libs/http.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace suite::http {

class RawSocket {
  public:
    /// Connects to 127.0.0.1; Connected() tells whether that went well.
    explicit RawSocket(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    ~RawSocket() {
        if (fd_ >= 0) ::close(fd_);
    }
    RawSocket(RawSocket&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)), connected_(other.connected_), received_(std::move(other.received_)) {}
    RawSocket& operator=(RawSocket&&) = delete;

    [[nodiscard]] bool Connected() const { return connected_; }
    [[nodiscard]] int Descriptor() const { return fd_; }

    /// All of it, unless the server closes first.
    void Send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// Closes with a reset instead of an orderly end.
    void Reset() {
        const linger now{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        ::close(std::exchange(fd_, -1));
    }

    /// One response by its Content-Length: head and body. What came when the server closed (or nothing came for 20
    /// seconds) otherwise.
    std::string ReadResponse() {
        while (true) {
            const auto head_end = received_.find("\r\n\r\n");
            if (head_end != std::string::npos) {
                const auto size = head_end + 4 + ContentLength(received_.substr(0, head_end));
                if (received_.size() >= size) {
                    std::string response = received_.substr(0, size);
                    received_.erase(0, size);
                    return response;
                }
            }
            if (!ReadSome()) return std::exchange(received_, {});
        }
    }
    /// Everything until the server closes.
    std::string ReadAll() {
        while (ReadSome()) {
        }
        return std::exchange(received_, {});
    }

  private:
    static std::size_t ContentLength(const std::string& head) {
        const auto at = head.find("Content-Length: ");
        return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 16, nullptr, 10);
    }
    bool ReadSome() {
        pollfd wanted{.fd = fd_, .events = POLLIN, .revents = 0};
        if (::poll(&wanted, 1, 20000) <= 0) return false;
        char buffer[65536];
        const auto count = ::recv(fd_, buffer, sizeof buffer, 0);
        if (count <= 0) return false;
        received_.append(buffer, static_cast<std::size_t>(count));
        return true;
    }

    int fd_;
    bool connected_ = false;
    std::string received_;
};

}  // namespace suite::http
