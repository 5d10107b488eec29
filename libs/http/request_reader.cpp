#include "http/request_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::http {
namespace {

constexpr std::size_t kMaxHeaders = 100;
constexpr std::size_t kMaxMethod = 20;
constexpr std::size_t kMaxChunkLine = 256;

/// RFC 9110 §5.6.2.
bool IsToken(std::string_view text) {
    static constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               kOthers.find(c) != std::string_view::npos;
    });
}

bool HasControl(std::string_view text, bool tab_allowed) {
    return std::ranges::any_of(text, [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && !(tab_allowed && c == '\t')) || byte == 0x7F;
    });
}

/// Whether the comma-separated list holds the lower-case word.
bool Lists(std::string_view list, std::string_view word) {
    return std::ranges::any_of(Split(list, ','), [&](std::string_view item) { return AsciiLower(Trim(item)) == word; });
}

std::optional<std::size_t> Number(std::string_view digits, int base) {
    std::size_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value, base);
    if (digits.empty() || error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

std::optional<std::string> DecodeQueryPart(std::string_view part) {
    std::string spaced(part);
    std::ranges::replace(spaced, '+', ' ');
    return PercentDecode(spaced);
}

}  // namespace

RequestReader::State RequestReader::Feed(std::string_view bytes) {
    if (state_ == State::kBroken) return state_;
    buffer_.append(bytes);
    if (state_ == State::kHead) ReadHead();
    if (state_ == State::kBody) ReadBody();
    // Large bodies pass through the buffer: what has been understood goes at once.
    buffer_.erase(0, position_);
    scanned_ -= std::min(scanned_, position_);
    position_ = 0;
    return state_;
}

Request RequestReader::Take() {
    Request taken = std::exchange(request_, {});
    state_ = State::kHead;
    head_bytes_ = 0;
    return taken;
}

bool RequestReader::TakeExpectation() { return std::exchange(expects_, false); }

void RequestReader::Break(std::string_view message) {
    Break(Error{.code = Code::kInvalidArgument,
                .reason = std::string(reason::kInvalidRequest),
                .message = std::string(message)});
}

void RequestReader::Break(Error error) {
    problem_ = std::move(error);
    state_ = State::kBroken;
    keep_alive_ = false;
    buffer_.clear();
    position_ = 0;
}

std::optional<std::string_view> RequestReader::Line(std::size_t limit) {
    const std::size_t end = buffer_.find('\n', std::max(scanned_, position_));
    if (end == std::string::npos) {
        scanned_ = buffer_.size();
        return std::nullopt;
    }
    if (end == position_ || buffer_[end - 1] != '\r') {
        Break("A line must end in carriage return and line feed.");
        return std::nullopt;
    }
    const std::string_view line(buffer_.data() + position_, end - 1 - position_);
    if (line.size() > limit) {
        Break("A line is too long.");
        return std::nullopt;
    }
    position_ = end + 1;
    scanned_ = position_;
    return line;
}

void RequestReader::ReadHead() {
    while (state_ == State::kHead) {
        const bool first = request_.method.empty();
        const std::size_t before = position_;
        // The method, two spaces and the version come on top of the target.
        const std::size_t longest_first = limits_.max_target + kMaxMethod + 12;
        if (first && buffer_.size() - position_ > longest_first &&
            buffer_.find('\n', position_) > position_ + longest_first) {
            Break(Error{.code = Code::kInvalidArgument,
                        .reason = std::string(reason::kUriTooLong),
                        .message = "The request line is too long."});
            return;
        }
        const auto line = Line(limits_.max_head);
        if (state_ == State::kBroken) return;
        const std::size_t waiting = line ? position_ - before : buffer_.size() - position_;
        if (head_bytes_ + waiting > limits_.max_head) {
            Break("The headers are too large.");
            return;
        }
        if (!line) return;
        head_bytes_ += waiting;
        if (first && line->empty()) continue;  // RFC 9112 §2.2: an empty line before the request line
        if (first) {
            Start();
            ReadRequestLine(*line);
        } else if (line->empty()) {
            EndHead();
        } else {
            ReadHeader(*line);
        }
    }
}

void RequestReader::Start() {
    request_ = {};
    http_1_0_ = keep_alive_ = head_only_ = expects_ = chunked_ = false;
    length_.reset();
}

void RequestReader::ReadRequestLine(std::string_view line) {
    const auto parts = Split(line, ' ');
    if (parts.size() != 3) return Break("The request line must be method, target and version.");
    if (!IsToken(parts[0]) || parts[0].size() > kMaxMethod) return Break("The method is no method.");
    if (parts[2] != "HTTP/1.1" && parts[2] != "HTTP/1.0") return Break("Only HTTP/1.1 and HTTP/1.0 are understood.");
    http_1_0_ = parts[2] == "HTTP/1.0";
    keep_alive_ = !http_1_0_;
    head_only_ = parts[0] == "HEAD";
    request_.method = head_only_ ? "GET" : std::string(parts[0]);
    ReadTarget(parts[1]);
}

void RequestReader::ReadTarget(std::string_view target) {
    const std::size_t mark = target.find('?');
    const std::string_view path = target.substr(0, mark);
    if (path.size() > limits_.max_path || target.size() > limits_.max_target) {
        return Break(Error{.code = Code::kInvalidArgument,
                           .reason = std::string(reason::kUriTooLong),
                           .message = "The path or the query is too long."});
    }
    if (!path.starts_with('/')) return Break("The target must be a path.");
    if (HasControl(target, /*tab_allowed=*/false) || target.find('#') != std::string_view::npos) {
        return Break("The target holds a character that must be percent-encoded.");
    }
    auto decoded = PercentDecode(path);
    if (!decoded) return Break("The path is not percent-encoded UTF-8.");
    if (std::ranges::count(*decoded, '/') != std::ranges::count(path, '/')) {
        return Break("A part of the path may not hold an encoded slash.");
    }
    request_.path = std::move(*decoded);
    if (mark == std::string_view::npos) return;
    for (const std::string_view pair : Split(target.substr(mark + 1), '&')) {
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        auto name = DecodeQueryPart(pair.substr(0, equals));
        auto value = DecodeQueryPart(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1));
        if (!name || !value) return Break("The query is not percent-encoded UTF-8.");
        request_.query.emplace_back(std::move(*name), std::move(*value));
    }
}

void RequestReader::ReadHeader(std::string_view line) {
    const std::size_t colon = line.find(':');
    // A space before the colon or a folded line makes a name that is no token.
    if (colon == std::string_view::npos || !IsToken(line.substr(0, colon))) return Break("A header is malformed.");
    std::string name = AsciiLower(line.substr(0, colon));
    const std::string_view value = Trim(line.substr(colon + 1));
    if (HasControl(value, /*tab_allowed=*/true) || !IsCleanUtf8(value)) return Break("A header is not clean UTF-8.");
    if (request_.headers.size() >= kMaxHeaders) return Break("There are too many headers.");

    const auto known = request_.headers.find(name);
    if (known == request_.headers.end()) {
        request_.headers.emplace(std::move(name), value);
    } else if (name == "content-length" || name == "transfer-encoding" || name == "host") {
        Break("A header that may come only once came twice.");
    } else if (name == "cookie") {
        known->second.append("; ").append(value);  // RFC 9113 §8.2.3: HTTP/2 clients split them
    } else if (name == "connection" || name == "x-forwarded-for") {
        known->second.append(", ").append(value);
    } else {
        known->second = value;
    }
}

void RequestReader::EndHead() {
    const auto header = [&](std::string_view name) -> const std::string* {
        const auto found = request_.headers.find(name);
        return found == request_.headers.end() ? nullptr : &found->second;
    };
    if (!http_1_0_ && header("host") == nullptr) return Break("The Host header is missing.");
    if (const auto* connection = header("connection")) {
        keep_alive_ = !Lists(*connection, "close") && (!http_1_0_ || Lists(*connection, "keep-alive"));
    }
    if (const auto* coding = header("transfer-encoding")) {
        if (AsciiLower(*coding) != "chunked" || http_1_0_ || header("content-length") != nullptr) {
            return Break("Only chunked transfer encoding is understood, and no length beside it.");
        }
        chunked_ = true;
    } else if (const auto* text = header("content-length")) {
        length_ = Number(*text, 10);
        if (!length_) return Break("The Content-Length is no number.");
        if (*length_ > limits_.max_body) {
            return Break(Error{.code = Code::kInvalidArgument,
                               .reason = std::string(reason::kBodyTooLarge),
                               .message = "The body is too large."});
        }
    }
    if (!chunked_ && length_.value_or(0) == 0) {
        state_ = State::kReady;
        return;
    }
    const auto* expect = header("expect");
    expects_ = expect != nullptr && AsciiLower(*expect) == "100-continue";
    part_ = chunked_ ? BodyPart::kChunkSize : BodyPart::kFixed;
    missing_ = length_.value_or(0);
    state_ = State::kBody;
}

void RequestReader::ReadBody() {
    while (state_ == State::kBody) {
        if (part_ == BodyPart::kFixed || part_ == BodyPart::kChunk) {
            TakeBytes();
            if (missing_ > 0) return;
            if (part_ == BodyPart::kFixed) {
                state_ = State::kReady;
            } else {
                part_ = BodyPart::kChunkEnd;
            }
            continue;
        }
        const auto line = Line(kMaxChunkLine);
        if (!line) {
            // One more for the carriage return of a line that is just short enough.
            if (state_ == State::kBody && buffer_.size() - position_ > kMaxChunkLine + 1)
                Break("A chunk is malformed.");
            return;
        }
        if (part_ == BodyPart::kChunkSize) {
            ReadChunkSize(*line);
        } else if (part_ == BodyPart::kChunkEnd) {
            if (!line->empty()) return Break("A chunk is longer than it says.");
            part_ = BodyPart::kChunkSize;
        } else if (line->empty()) {
            state_ = State::kReady;
        } else {
            return Break("Trailers are not understood.");
        }
    }
}

void RequestReader::TakeBytes() {
    const std::size_t count = std::min(missing_, buffer_.size() - position_);
    request_.body.append(buffer_, position_, count);
    position_ += count;
    scanned_ = position_;
    missing_ -= count;
}

void RequestReader::ReadChunkSize(std::string_view line) {
    // Extensions (RFC 9112 §7.1.1) are skipped, as the RFC has it.
    const auto size = Number(Trim(line.substr(0, line.find(';'))), 16);
    if (!size) return Break("A chunk has no size.");
    if (*size > limits_.max_body - request_.body.size()) {
        return Break(Error{.code = Code::kInvalidArgument,
                           .reason = std::string(reason::kBodyTooLarge),
                           .message = "The body is too large."});
    }
    missing_ = *size;
    part_ = *size == 0 ? BodyPart::kTrailer : BodyPart::kChunk;
}

}  // namespace suite::http
