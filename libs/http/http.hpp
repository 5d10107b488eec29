// The HTTP side of a process, on Pistache, which nobody else includes. Its pitfalls (../shared/CODE.md §5.1) are dealt
// with in server.cpp and request_reader.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"

namespace suite::http {

/// What came in, decoded and checked: path at most 2 KiB, percent-decoding done, clean UTF-8 without NUL in path, query
/// and headers. A path with an encoded slash never gets here: it would match another route than the one asked for.
struct Request {
    std::string method;  // "GET", ... any token; HEAD comes as GET, the server leaves the body out of the answer
    std::string path;    // decoded, without query; "/" at least
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order of appearance; '+' is a space
    /// Names in lower case; of duplicates the last, but lists that proxies write (X-Forwarded-For) are joined.
    std::map<std::string, std::string, std::less<>> headers;
    std::string body;
    std::string peer{};  // numeric address of who opened the connection; empty when that is not known
};

/// `headers` are written as they are, repeated names too; control characters become spaces. Framing (Content-Length,
/// Connection, Transfer-Encoding) and Content-Type are the server's, such names are left out.
struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::string body{};
    std::vector<std::pair<std::string, std::string>> headers{};
};

/// Answers on the thread that calls it; must not throw (what it throws is logged by type and becomes 500), must return
/// within seconds. Called from many threads at once.
using Handler = std::function<Response(const Request&)>;

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: a free one
    int threads = 24;
    std::size_t max_body = 64U << 20U;  // bytes; more is answered 413 as soon as it is announced, then closed
    std::size_t max_path = 2048;        // bytes, raw; path and query together up to 8192; more is 414. Head: 32 KiB
    /// A connection that is silent for so long is closed without a word, also in the middle of a request.
    std::chrono::seconds keep_alive{15};
    /// How long a client may take to read an answer before its connection is cut.
    std::chrono::seconds write_time{30};
    /// Makes the answer for what the server refuses itself (400, 413, 414, 500, 503), so that it looks like all others.
    /// The request is as far as it was understood: whole at 500 and 503, its head at 413; else without what was wrong
    /// and what came after it, so of a bad request line nothing, or no headers.
    std::function<Response(const Error&, const Request&)> on_error{};
    /// False only in the test that shows why: answers then wait in Pistache's queue and may reach a stranger.
    bool flush_before_return = true;
};

/// A listening server. Flushes every answer, also those to bad requests, on the worker that got the request before it
/// reads on, so that none reaches a stranger (Pistache queues answers by descriptor number, which is soon another's).
/// Keep-alive for HTTP/1.1 unless the client says close. A client that reads slowly occupies its worker (and the other
/// connections of that worker) for at most `write_time`.
class Server {
  public:
    /// UNAVAILABLE when the address is no address or taken. Ignores SIGPIPE for the whole process.
    [[nodiscard]] static Result<std::unique_ptr<Server>> Start(ServerOptions options, Handler handler);
    virtual ~Server() = default;
    [[nodiscard]] virtual std::uint16_t Port() const = 0;
    /// Refuses new requests with 503, waits at most `budget` for those inside, stops listening and closes all
    /// connections. A handler that is still running after that is waited for all the same, though nobody gets its
    /// answer: its thread cannot be taken away. Idempotent.
    virtual void Stop(std::chrono::milliseconds budget) = 0;
};

/// "%2F" and the like; '+' stays. nullopt on a stray '%', on NUL and on what is not UTF-8.
[[nodiscard]] std::optional<std::string> PercentDecode(std::string_view text);
[[nodiscard]] std::string PercentEncode(std::string_view text);

/// Matches "/schools/{schoolId}/groups" against a decoded-per-segment path. Segments never contain '/'.
class PathPattern {
  public:
    explicit PathPattern(std::string_view pattern);
    /// Parameters by name, or nullopt when the path is another one.
    [[nodiscard]] std::optional<std::map<std::string, std::string>> Match(std::string_view path) const;
    /// The same for a path that was split at '/', for whoever tries many patterns.
    [[nodiscard]] std::optional<std::map<std::string, std::string>> Match(
        std::span<const std::string_view> segments) const;
    [[nodiscard]] std::size_t Length() const { return segments_.size(); }
    [[nodiscard]] const std::vector<std::string>& Parameters() const { return parameters_; }

  private:
    std::vector<std::string> segments_;
    std::vector<std::string> parameters_;
};

/// HTTP status for an error: the one table (CODE §6; FAILED_PRECONDITION is 409 here, docs/decisions says why).
[[nodiscard]] int StatusFor(Code code);
/// The same, but a few reasons have a status of their own: 405, 412 to 415, 422, 428.
[[nodiscard]] int StatusFor(const Error& error);

}  // namespace suite::http
