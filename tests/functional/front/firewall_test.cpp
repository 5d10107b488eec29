// What a flood of connections meets before nginx does: deploy/nftables/sleutelbos.nft in the real kernel.
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "suite/firewall.hpp"
#include "suite/loopback_port.hpp"
#include "testing/temp_dir.hpp"
#include "tests/functional/support/api.hpp"

namespace {

using suite::devsuite::Firewall;
using suite::devsuite::LoopbackPort;

// Of the file.
constexpr int kBurst = 2000;
constexpr int kPerSecond = 200;
constexpr int kHeld = 1000;

sockaddr_in Address(std::uint32_t host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(host);
    return address;
}

/// Gone, without a trace in the kernel, when it is closed.
class Socket {
  public:
    Socket() : Socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    explicit Socket(int fd) : fd_(fd) {
        const linger at_once{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Socket& operator=(Socket&&) = delete;
    ~Socket() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int Fd() const { return fd_; }

  private:
    int fd_;
};

/// Takes every connection, and leaves the closing to the other side.
class Listener {
  public:
    Listener() {
        auto held = LoopbackPort::Hold();
        REQUIRE(held);
        port_.emplace(std::move(*held));
        const int yes = 1;
        ::setsockopt(socket_.Fd(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        const auto address = Address(INADDR_LOOPBACK, port_->Number());
        REQUIRE(::bind(socket_.Fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(::listen(socket_.Fd(), SOMAXCONN) == 0);
    }
    [[nodiscard]] std::uint16_t Port() const { return port_->Number(); }

    /// From 127.0.0.`from`; nullopt when nothing answers.
    [[nodiscard]] std::optional<std::pair<Socket, Socket>> Connect(std::uint32_t from) const {
        Socket client;
        const timeval patience{.tv_sec = 0, .tv_usec = 200'000};
        ::setsockopt(client.Fd(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        const auto source = Address((127U << 24U) + from, 0);
        REQUIRE(::bind(client.Fd(), reinterpret_cast<const sockaddr*>(&source), sizeof source) == 0);
        const auto address = Address(INADDR_LOOPBACK, Port());
        if (::connect(client.Fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            return std::nullopt;
        return std::pair(std::move(client), Socket(::accept4(socket_.Fd(), nullptr, nullptr, SOCK_CLOEXEC)));
    }

  private:
    std::optional<LoopbackPort> port_;
    Socket socket_;
};

/// nullopt, and said so, on a machine that lets nobody change its firewall.
std::optional<Firewall> Raise(const suite::testing::TempDir& folder, const Listener& listener) {
    auto raised = Firewall::Raise(folder.Path(), listener.Port());
    if (!raised && ::geteuid() != 0) {
        WARN("not tried without root: " << raised.error().message);
        return std::nullopt;
    }
    if (!raised) FAIL(raised.error().message);
    return std::move(*raised);
}

/// Two descriptors for each connection that is held.
void AllowDescriptors() {
    rlimit limit{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 8192);
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

}  // namespace

TEST_CASE("an address that opens connections in a flood is shut out, and the next one is not", "[ACC-07]") {
    const suite::testing::TempDir folder;
    const Listener listener;
    const auto firewall = Raise(folder, listener);
    if (!firewall) return;
    const auto start = std::chrono::steady_clock::now();
    int opened = 0;
    while (opened < 10 * kBurst && listener.Connect(5)) ++opened;
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    CAPTURE(seconds.count());
    CHECK(opened >= kBurst);
    CHECK(opened <= kBurst + kPerSecond * (seconds.count() + 1));
    CHECK(listener.Connect(6));
}

TEST_CASE("an address holds a thousand connections and gets the next when it closes some", "[ACC-07]") {
    AllowDescriptors();
    const suite::testing::TempDir folder;
    const Listener listener;
    const auto firewall = Raise(folder, listener);
    if (!firewall) return;
    std::vector<std::pair<Socket, Socket>> held;
    while (held.size() < 2 * kHeld) {
        auto next = listener.Connect(5);
        if (!next) break;
        held.push_back(*std::move(next));
    }
    CHECK(held.size() == kHeld);
    CHECK(listener.Connect(6));
    held.clear();
    CHECK(suite::testing::Eventually([&] { return listener.Connect(5).has_value(); }));
}
