// Cuts the bytes of one connection into requests. Pistache's own parser is not used: it reserves whatever
// Content-Length says, takes the first of two, drops a second request that came in the same packet, loses order and
// repetition of query parameters, reads long headers over and over, and answers errors itself, past the flush that
// keeps answers from strangers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "http/http.hpp"

namespace suite::http {

/// Strict where leniency would let two parties see two different messages (RFC 9112 §11.2): bare line feeds, folded
/// headers, space before a colon, two lengths, a length beside chunks. Not thread-safe; pure, no I/O.
class RequestReader {
  public:
    struct Limits {
        std::size_t max_body = 0;
        std::size_t max_path = 0;
        std::size_t max_target = 8192;
        std::size_t max_head = 32768;
    };

    enum class State {
        kHead,    // in between requests or inside a head
        kBody,    // head understood, body not complete
        kReady,   // Take() what has come
        kBroken,  // answer Problem() and close: what follows cannot be understood any more
    };

    explicit RequestReader(Limits limits) : limits_(limits) {}

    /// Reads on; bytes after a complete request are kept until it has been taken.
    State Feed(std::string_view bytes);
    /// The complete request. Call Feed("") after it, since the next may have come already.
    [[nodiscard]] Request Take();

    [[nodiscard]] State Now() const { return state_; }
    /// Nothing of a next request has come.
    [[nodiscard]] bool Between() const { return state_ == State::kHead && buffer_.empty() && request_.method.empty(); }
    /// The client holds its body back until it sees "100 Continue". True once per request.
    [[nodiscard]] bool TakeExpectation();
    /// About the request last understood; stays true to it until the next Feed().
    [[nodiscard]] bool KeepAlive() const { return keep_alive_; }
    [[nodiscard]] bool HeadOnly() const { return head_only_; }
    [[nodiscard]] const Error& Problem() const { return problem_; }
    /// What had been understood of the request when it broke.
    [[nodiscard]] const Request& Broken() const { return request_; }

  private:
    enum class BodyPart { kFixed, kChunkSize, kChunk, kChunkEnd, kTrailer };

    void Start();
    /// Without its CRLF; nullopt when it has not come whole, or when the line is broken or longer than `limit`.
    std::optional<std::string_view> Line(std::size_t limit);
    void ReadHead();
    void ReadBody();
    void ReadRequestLine(std::string_view line);
    void ReadTarget(std::string_view target);
    void ReadHeader(std::string_view line);
    void EndHead();
    void ReadChunkSize(std::string_view line);
    void TakeBytes();
    void Break(std::string_view message);
    void Break(Error error);

    Limits limits_;
    State state_ = State::kHead;
    std::string buffer_;  // not yet understood, from position_ on
    std::size_t position_ = 0;
    std::size_t scanned_ = 0;  // no line end before this
    std::size_t head_bytes_ = 0;
    Request request_;
    bool http_1_0_ = false;
    bool keep_alive_ = true;
    bool head_only_ = false;
    bool expects_ = false;
    bool chunked_ = false;
    std::optional<std::size_t> length_;
    BodyPart part_ = BodyPart::kFixed;
    std::size_t missing_ = 0;  // bytes of the body or chunk
    Error problem_;
};

}  // namespace suite::http
