#include "tools/bench/strangers.hpp"

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <deque>
#include <optional>
#include <utility>

namespace suite::bench {
namespace {

constexpr std::size_t kThreads = 4;
constexpr int kPipelined = 100;
constexpr std::size_t kUnread = 50;  // connections of each thread that ask and do not read
constexpr int kUnreadAnswers = 40;   // asked for on each of them; also by who reads what the limits allow
constexpr std::chrono::milliseconds kAway{20};
constexpr timeval kPatience{.tv_sec = 2, .tv_usec = 0};
constexpr timeval kKnock{.tv_sec = 0, .tv_usec = 50'000};  // a firewall does not answer: then at once again

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

/// One TLS connection; nullopt of Open when the other side does not want it.
class Connection {
  public:
    static std::optional<Connection> Open(SSL_CTX* context, std::uint16_t port) {
        const int fd = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
        Connection connection(fd, SSL_new(context));
        ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
        ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &kKnock, sizeof kKnock);  // connect's too
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(port);
        address.sin6_addr = in6addr_loopback;
        if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return std::nullopt;
        ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
        // SSL_set_tlsext_host_name, which is a macro with a cast in it.
        std::string name = "localhost";
        SSL_ctrl(connection.ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
        SSL_set_fd(connection.ssl_.get(), fd);
        if (SSL_connect(connection.ssl_.get()) != 1) return std::nullopt;
        return connection;
    }
    Connection(Connection&& other) noexcept : fd_(std::exchange(other.fd_, -1)), ssl_(std::move(other.ssl_)) {}
    Connection& operator=(Connection&&) = delete;
    ~Connection() {
        ssl_.reset();
        if (fd_ >= 0) ::close(fd_);
    }

    bool Send(const std::string& bytes) {
        return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    }
    void CloseSending() const { ::shutdown(fd_, SHUT_WR); }
    /// Until the other side closes or says nothing for a while, at most so many bytes.
    void Read(std::size_t bytes) {
        std::array<char, 16384> buffer{};
        for (std::size_t read = 0; read < bytes;) {
            const int count = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
            if (count <= 0) return;
            read += static_cast<std::size_t>(count);
        }
    }

  private:
    Connection(int fd, SSL* ssl) : fd_(fd), ssl_(ssl, &SSL_free) {}
    int fd_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
};

std::string Get(const std::string& path, const std::string& more) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
}

/// So many at once, after the last of which the other side may close.
std::string Pipelined(int count, const std::string& path, const std::string& more) {
    std::string all;
    for (int i = 1; i < count; ++i) all += Get(path, more);
    return all + Get(path, more + "Connection: close\r\n");
}

std::string Bearer(const std::string& token) { return "Authorization: Bearer " + token + "\r\n"; }

/// What makes a stranger a stranger is that connections come without end; who reads nothing holds them.
bool Holds(Oddity oddity) { return oddity == Oddity::kNeverReading || oddity == Oddity::kInsideNeverReading; }

}  // namespace

std::string_view NameOf(Oddity oddity) {
    switch (oddity) {
        case Oddity::kLongPath:
            return "16,000 slashes";
        case Oddity::kLongPathIn:
            return "7,000 slashes, which nginx lets through";
        case Oddity::kPipelining:
            return "100 requests at once on one connection";
        case Oddity::kFalseToken:
            return "the same, with a token that is not ours";
        case Oddity::kTwoLengths:
            return "two Content-Length fields";
        case Oddity::kHalfClosed:
            return "half-closed connections";
        case Oddity::kNeverReading:
            return "200 connections that ask 40 times and read nothing";
        case Oddity::kInsideReading:
            return "not strangers: the helpdesk reads all pages of 500 pupils that it may";
        case Oddity::kInsideNeverReading:
            return "not strangers: it asks for them on 200 connections and reads nothing";
    }
    return "";
}

const std::vector<Oddity>& AllOddities() {
    static const std::vector<Oddity> all{Oddity::kLongPath,     Oddity::kLongPathIn,    Oddity::kPipelining,
                                         Oddity::kFalseToken,   Oddity::kTwoLengths,    Oddity::kHalfClosed,
                                         Oddity::kNeverReading, Oddity::kInsideReading, Oddity::kInsideNeverReading};
    return all;
}

Strangers::Strangers(Target target, Oddity oddity) : target_(std::move(target)), oddity_(oddity) {
    (void)std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to connections that the other side has closed
    for (std::size_t i = 0; i < kThreads; ++i) {
        threads_.emplace_back([this](const std::stop_token& stop) { Work(stop); });
    }
}

Strangers::~Strangers() { threads_.clear(); }

void Strangers::Work(const std::stop_token& stop) {
    const Context context{SSL_CTX_new(TLS_client_method()), &SSL_CTX_free};
    // Of the right form, with another signature.
    const auto false_token = target_.token.substr(0, target_.token.rfind('.') + 1) + std::string(43, 'A');
    std::deque<Connection> unread;
    while (!stop.stop_requested()) {
        auto connection = Connection::Open(context.get(), target_.port);
        if (!connection) {
            std::this_thread::sleep_for(kAway);  // so as not to spin while it is away
            continue;
        }
        bool sent = false;
        switch (oddity_) {
            case Oddity::kLongPath:
                sent = connection->Send(Get(std::string(16000, '/'), ""));
                break;
            case Oddity::kLongPathIn:
                sent = connection->Send(Get(std::string(7000, '/'), "Connection: close\r\n"));
                break;
            case Oddity::kPipelining:
                sent = connection->Send(Pipelined(kPipelined, target_.path, ""));
                break;
            case Oddity::kFalseToken:
                sent = connection->Send(Pipelined(kPipelined, target_.inside_path, Bearer(false_token)));
                break;
            case Oddity::kTwoLengths:
                sent = connection->Send(
                    "POST /api/v1/results HTTP/1.1\r\nHost: localhost\r\n"
                    "Content-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 30\r\n"
                    "\r\n{}GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                break;
            case Oddity::kHalfClosed:
                sent = connection->Send(Get(target_.path, ""));
                connection->CloseSending();
                break;
            case Oddity::kNeverReading:
                sent = connection->Send(Pipelined(kUnreadAnswers, target_.path, ""));
                break;
            case Oddity::kInsideReading:
            case Oddity::kInsideNeverReading:
                sent = connection->Send(Pipelined(kUnreadAnswers, target_.inside_path, Bearer(target_.token)));
                break;
        }
        if (sent) ++said_;
        if (!Holds(oddity_)) {
            connection->Read(64U << 20U);
            continue;
        }
        unread.push_back(*std::move(connection));
        if (unread.size() <= kUnread) continue;
        unread.pop_front();
        std::this_thread::sleep_for(kAway);
    }
}

}  // namespace suite::bench
