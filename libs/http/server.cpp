// What Pistache does here: accept, worker threads, epoll, its write queue. What it may not do, and why:
// - parse (request_reader.hpp says why) and answer by itself: such an answer would pass the flush below;
// - write headers: it writes only header types known at compile time, each name once;
// - keep time: a time-out of its own closes a socket past onDisconnection, with an answer in the queue. A reaper does
// it here.
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>
#include <typeinfo>
#include <unordered_map>
#include <utility>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "http/http.hpp"
#include "http/request_reader.hpp"
#include "log/log.hpp"

// Last, because Pistache defines a macro unreachable() that breaks <utility> of C++23.
#include <pistache/endpoint.h>
#include <pistache/http.h>
#include <pistache/peer.h>
#undef unreachable

namespace suite::http {
namespace {

using Clock = std::chrono::steady_clock;
namespace ps = Pistache;

constexpr const char* kConnectionData = "suite";
/// What a client may still send after its connection was refused, so that it gets to read why before a reset.
constexpr std::size_t kMaxDiscarded = 4U << 20U;
/// A socket that poll() calls writable takes a third of its send buffer, which is at least 46 KB.
constexpr std::size_t kMinPiece = 8192;

/// Counts the requests inside; closed, it lets no more in.
class Gate {
  public:
    [[nodiscard]] bool Enter() {
        const std::lock_guard lock(mutex_);
        if (closed_) return false;
        ++inside_;
        return true;
    }
    void Leave() {
        const std::lock_guard lock(mutex_);
        if (--inside_ == 0) empty_.notify_all();
    }
    void CloseAndWait(std::chrono::milliseconds budget) {
        std::unique_lock lock(mutex_);
        closed_ = true;
        empty_.wait_for(lock, budget, [this] { return inside_ == 0; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable empty_;
    int inside_ = 0;       // guarded by mutex_
    bool closed_ = false;  // guarded by mutex_
};

struct Connection {
    Connection(int descriptor, std::string from, RequestReader::Limits limits)
        : fd(descriptor), peer(std::move(from)), reader(limits) {
        Touch();
    }
    void Touch() { touched.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed); }

    const int fd;
    const std::string peer;
    RequestReader reader;       // the worker's
    bool refused = false;       // the worker's: what still comes is thrown away
    std::size_t discarded = 0;  // the worker's
    std::atomic<Clock::rep> touched{0};
    std::atomic<bool> busy{false};
};

/// The open connections. A number in here is open and still this connection's: it goes out before Pistache closes it.
class Connections {
  public:
    void Add(const std::shared_ptr<Connection>& connection) {
        const std::lock_guard lock(mutex_);
        open_.insert_or_assign(connection->fd, connection);
    }
    void Remove(int fd) {
        const std::lock_guard lock(mutex_);
        open_.erase(fd);
    }
    void CutSilent(std::chrono::seconds longest) {
        const Clock::rep oldest = (Clock::now() - longest).time_since_epoch().count();
        const std::lock_guard lock(mutex_);
        for (const auto& [fd, connection] : open_) {
            if (!connection->busy && connection->touched < oldest) ::shutdown(fd, SHUT_RDWR);
        }
    }
    void CutAll() {
        const std::lock_guard lock(mutex_);
        for (const auto& entry : open_) ::shutdown(entry.first, SHUT_RDWR);
    }
    /// For the end, when the workers have gone: Pistache leaves its sockets open.
    void CloseAll() {
        const std::lock_guard lock(mutex_);
        for (const auto& entry : open_) ::close(entry.first);
        open_.clear();
    }

  private:
    std::mutex mutex_;
    std::unordered_map<int, std::shared_ptr<Connection>> open_;  // guarded by mutex_
};

/// What the workers' copies of the guard have in common.
struct Shared {
    ServerOptions options;
    Handler handler;
    Gate gate;
    Connections connections;
};

/// Ends a connection with a reset as soon as the worker has read the end of it. An orderly end would leave a client
/// that is stuck in sending (its window shut, since nobody read) without a word for a minute.
void Cut(int fd) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::shutdown(fd, SHUT_RDWR);
}

std::string HeaderText(std::string_view text) {
    std::string clean(text);
    // A line feed in a value would let its author write headers.
    std::ranges::replace_if(clean, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return clean;
}

bool IsServersOwn(std::string_view header) {
    static constexpr std::array<std::string_view, 4> kOwn = {"connection", "content-length", "content-type",
                                                             "transfer-encoding"};
    return std::ranges::find(kOwn, AsciiLower(header)) != kOwn.end();
}

std::string Serialise(const Response& response, bool keep_alive, bool head_only) {
    const bool bodiless = response.status == 204 || response.status == 304;
    std::string out = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    out.append(ps::Http::codeString(static_cast<ps::Http::Code>(response.status))).append("\r\n");
    if (!bodiless) {
        if (!response.body.empty())
            out.append("Content-Type: ").append(HeaderText(response.content_type)).append("\r\n");
        out.append("Content-Length: ").append(std::to_string(response.body.size())).append("\r\n");
    }
    // HTTP/1.1 keeps alive without saying so, but HTTP/1.0 clients and wrk want to read it.
    out.append(keep_alive ? "Connection: keep-alive\r\n" : "Connection: close\r\n");
    for (const auto& [name, value] : response.headers) {
        if (!IsServersOwn(name)) out.append(HeaderText(name)).append(": ").append(HeaderText(value)).append("\r\n");
    }
    out.append("\r\n");
    if (!bodiless && !head_only) out.append(response.body);
    return out;
}

/// One request's stay behind the gate, which has been entered.
class Inside {
  public:
    Inside(Shared& shared, Connection& connection) : shared_(shared), connection_(connection) {
        connection_.busy = true;
    }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    ~Inside() {
        connection_.Touch();
        connection_.busy = false;
        shared_.gate.Leave();
    }

  private:
    Shared& shared_;
    Connection& connection_;
};

/// Stands between Pistache and the suite's handler. Pistache makes one copy per worker.
class Guard final : public ps::Http::Handler {
  public:
    HTTP_PROTOTYPE(Guard)

    explicit Guard(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

    /// Only Pistache's parser calls it, and that gets no input.
    void onRequest(const ps::Http::Request&, ps::Http::ResponseWriter) override {}

  private:
    void onConnection(const std::shared_ptr<ps::Tcp::Peer>& peer) override {
        auto connection = std::make_shared<Connection>(
            peer->fd(), peer->address().host(),
            RequestReader::Limits{.max_body = shared_->options.max_body, .max_path = shared_->options.max_path});
        peer->putData(kConnectionData, connection);
        // Pistache's time-outs look at its parser; "idle" has them never send a 408 (and Start sets them to a year).
        peer->putData(ParserData, std::make_shared<ps::Http::RequestParser>(0));
        peer->setIdle(true);
        shared_->connections.Add(connection);
    }

    void onDisconnection(const std::shared_ptr<ps::Tcp::Peer>& peer) override {
        shared_->connections.Remove(peer->fd());
    }

    void onInput(const char* bytes, std::size_t count, const std::shared_ptr<ps::Tcp::Peer>& peer) override {
        try {
            const auto connection = std::static_pointer_cast<Connection>(peer->getData(kConnectionData));
            Read({bytes, count}, *connection);
        } catch (const std::exception& e) {  // out of memory, say: what Pistache would answer is e.what()
            log::Failure("a connection failed", {{"type", typeid(e).name()}});
            Cut(peer->fd());
        }
    }

    void Read(std::string_view bytes, Connection& connection) {
        if (connection.refused) {
            connection.discarded += bytes.size();
            if (connection.discarded > kMaxDiscarded) Cut(connection.fd);
            return;
        }
        auto& reader = connection.reader;
        const bool between = reader.Between();
        auto state = reader.Feed(bytes);
        // A head must come whole within keep_alive of its first byte; in a body every byte counts as a sign of life.
        if (between || state != RequestReader::State::kHead) connection.Touch();
        while (state == RequestReader::State::kReady && !connection.refused) {
            Serve(connection);
            state = reader.Feed("");  // a pipelining client's next
        }
        if (connection.refused) return;
        if (state == RequestReader::State::kBroken)
            return Answer(connection, Refusal(reader.Problem(), reader.Broken()));
        if (reader.TakeExpectation()) Write(connection, "HTTP/1.1 100 Continue\r\n\r\n");
    }

    void Serve(Connection& connection) {
        Request request = connection.reader.Take();
        request.peer = connection.peer;
        if (!shared_->gate.Enter()) {
            connection.refused = true;
            return Answer(connection, Refusal({.code = Code::kUnavailable,
                                               .reason = std::string(reason::kUnavailable),
                                               .message = "The server is stopping."},
                                              request));
        }
        const Inside inside(*shared_, connection);
        Answer(connection, Handle(request));
    }

    [[nodiscard]] Response Handle(const Request& request) const {
        try {
            return shared_->handler(request);
        } catch (const std::exception& e) {
            log::Failure("an HTTP handler threw", {{"type", typeid(e).name()}});
        } catch (...) {
            log::Failure("an HTTP handler threw", {{"type", "unknown"}});
        }
        return Refusal(
            {.code = Code::kInternal, .reason = std::string(reason::kInternal), .message = "Internal error."}, request);
    }

    [[nodiscard]] Response Refusal(const Error& error, const Request& request) const {
        try {
            if (shared_->options.on_error) return shared_->options.on_error(error, request);
        } catch (...) {
            log::Failure("the answer to a bad request threw", {});
        }
        return {.status = StatusFor(error), .content_type = "text/plain", .body = error.message};
    }

    void Answer(Connection& connection, const Response& response) {
        const bool keep_alive = !connection.refused && connection.reader.KeepAlive();
        Write(connection, Serialise(response, keep_alive, connection.reader.HeadOnly()));
        if (keep_alive) return;
        connection.refused = true;
        // Pistache would leave it open. Half only: closing with unread input would reset the client before it has read.
        if (shared_->options.flush_before_return) ::shutdown(connection.fd, SHUT_WR);
    }

    /// Piece by piece as the socket takes them: of more, Pistache would try to write the rest in a loop without
    /// waiting.
    void Write(Connection& connection, std::string_view bytes) {
        const auto deadline = Clock::now() + shared_->options.write_time;
        const std::size_t piece = PieceFor(connection.fd, bytes.size());
        while (!bytes.empty()) {
            if (!WaitUntilWritable(connection.fd, deadline)) return Cut(connection.fd);
            const std::size_t count = std::min(bytes.size(), piece);
            transport()->asyncWrite(connection.fd, ps::RawBuffer(bytes.data(), count));
            // The queue knows only the descriptor's number. Emptied here, before this thread can read that the client
            // has gone and close it, the number is still this client's.
            if (shared_->options.flush_before_return) transport()->flush();
            bytes.remove_prefix(count);
        }
    }

    static std::size_t PieceFor(int fd, std::size_t size) {
        if (size <= kMinPiece) return kMinPiece;
        int buffer = 0;
        socklen_t length = sizeof buffer;
        if (::getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, &length) != 0) return kMinPiece;
        return std::max(kMinPiece, static_cast<std::size_t>(buffer) / 8);
    }

    static bool WaitUntilWritable(int fd, Clock::time_point deadline) {
        pollfd wanted{.fd = fd, .events = POLLOUT, .revents = 0};
        for (;;) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
            const int ready = ::poll(&wanted, 1, static_cast<int>(std::max<decltype(left)>(left, 0)));
            if (ready >= 0 || errno != EINTR) return ready > 0 && (wanted.revents & POLLOUT) != 0;
        }
    }

    std::shared_ptr<Shared> shared_;  // shared by the workers' copies and the server
};

class PistacheServer final : public Server {
  public:
    explicit PistacheServer(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
    ~PistacheServer() override { Stop(std::chrono::milliseconds(0)); }

    /// Throws what Pistache throws.
    void Listen() {
        const auto& options = shared_->options;
        endpoint_ = std::make_unique<ps::Http::Endpoint>(ps::Address(options.address, ps::Port(options.port)));
        endpoint_->init(ps::Http::Endpoint::options()
                            .threads(options.threads)
                            .flags(ps::Tcp::Options::ReuseAddr | ps::Tcp::Options::NoDelay)
                            .keepaliveTimeout(std::chrono::hours(24 * 365)));
        endpoint_->setHandler(std::make_shared<Guard>(shared_));
        endpoint_->serveThreaded();
        port_ = endpoint_->getPort();
        reaper_ = std::jthread([this](const std::stop_token& stop) { Reap(stop); });
    }

    [[nodiscard]] std::uint16_t Port() const override { return port_; }

    void Stop(std::chrono::milliseconds budget) override {
        const std::lock_guard lock(stop_mutex_);
        if (endpoint_ == nullptr) return;
        shared_->gate.CloseAndWait(budget);
        reaper_ = {};
        shared_->connections.CutAll();
        endpoint_->shutdown();
        endpoint_.reset();  // joins the threads and closes the listening socket
        shared_->connections.CloseAll();
    }

  private:
    void Reap(const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        while (!stop.stop_requested()) {
            wake.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
            shared_->connections.CutSilent(shared_->options.keep_alive);
        }
    }

    std::shared_ptr<Shared> shared_;  // shared with the guards inside endpoint_
    std::mutex stop_mutex_;
    std::unique_ptr<ps::Http::Endpoint> endpoint_;  // guarded by stop_mutex_ once it listens
    std::uint16_t port_ = 0;
    std::jthread reaper_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::Start(ServerOptions options, Handler handler) {
    // Also for whoever forgot it in main: a client that hangs up must not end the process.
    std::signal(SIGPIPE, SIG_IGN);
    auto shared = std::make_shared<Shared>();
    shared->options = std::move(options);
    shared->handler = std::move(handler);
    auto server = std::make_unique<PistacheServer>(std::move(shared));
    try {
        server->Listen();
    } catch (const std::exception& e) {
        return Fail(Code::kUnavailable, reason::kUnavailable, std::string("cannot listen for HTTP: ") + e.what());
    }
    return server;
}

}  // namespace suite::http
