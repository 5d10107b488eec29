// Requests as bytes on a connection: read the same however they are cut, and what is read is what the gateway counts
// on.
#include <algorithm>
#include <vector>

#include "core/text.hpp"
#include "http/request_reader.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace suite::fuzz {
namespace {

using http::Request;
using http::RequestReader;

constexpr RequestReader::Limits kLimits{.max_body = 4096, .max_path = 256, .max_target = 1024, .max_head = 2048};

struct Read {
    std::vector<Request> requests{};
    RequestReader::State end = RequestReader::State::kHead;
    std::string reason{};  // of a connection that is broken
};

/// Pieces of `size` bytes, or of sizes that the bytes themselves give (0).
Read ReadIn(std::string_view bytes, std::size_t size) {
    RequestReader reader(kLimits);
    Read read;
    while (true) {
        const auto piece = size != 0 || bytes.empty() ? size : 1 + static_cast<unsigned char>(bytes.front()) % 7U;
        auto state = reader.Feed(bytes.substr(0, piece));
        for (; state == RequestReader::State::kReady; state = reader.Feed("")) read.requests.push_back(reader.Take());
        read.end = state;
        if (state == RequestReader::State::kBroken) {
            read.reason = reader.Problem().reason;
            return read;
        }
        if (bytes.empty()) return read;
        bytes.remove_prefix(std::min(bytes.size(), piece));
    }
}

bool Same(const Request& a, const Request& b) {
    return a.method == b.method && a.path == b.path && a.query == b.query && a.headers == b.headers && a.body == b.body;
}

void CheckRequest(const Request& request) {
    Require(!request.method.empty() && request.method.size() <= 20 && request.method != "HEAD", "a method is short");
    Require(request.path.starts_with('/') && request.path.size() <= kLimits.max_path, "a path is a path");
    Require(IsCleanUtf8(request.path) && request.body.size() <= kLimits.max_body, "path and body are within bounds");
    for (const auto& [name, value] : request.query)
        Require(IsCleanUtf8(name) && IsCleanUtf8(value), "a query is clean UTF-8");
    for (const auto& [name, value] : request.headers) {
        Require(name == AsciiLower(name) && name.find_first_of(" \t:\r\n") == std::string::npos, "a name is a token");
        Require(IsCleanUtf8(value) && value.find_first_of("\r\n") == std::string::npos, "a header is one line");
    }
    Require(!request.headers.contains("transfer-encoding") || !request.headers.contains("content-length"),
            "a body has one length");

    // Written out again, path and query are the same ones.
    std::string target;
    for (const auto segment : Split(std::string_view(request.path).substr(1), '/'))
        target += "/" + http::PercentEncode(segment);
    const char* mark = "?";
    for (const auto& [name, value] : request.query) {
        target += mark + http::PercentEncode(name) + "=" + http::PercentEncode(value);
        mark = "&";
    }
    RequestReader again({.max_body = 0, .max_path = 1U << 14U, .max_target = 1U << 16U, .max_head = 1U << 17U});
    Require(again.Feed("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n") == RequestReader::State::kReady,
            "a path can be written");
    const auto written = again.Take();
    Require(written.path == request.path && written.query == request.query, "a path is read back as itself");
}

}  // namespace

void HttpRequest(std::string_view bytes) {
    const auto whole = ReadIn(bytes, bytes.size() + 1);
    for (const auto& request : whole.requests) CheckRequest(request);
    for (const std::size_t size : {std::size_t{1}, std::size_t{0}}) {
        const auto cut = ReadIn(bytes, size);
        Require(cut.requests.size() == whole.requests.size(), "cutting makes no request and loses none");
        Require(std::ranges::equal(cut.requests, whole.requests, Same), "cutting changes no request");
        Require(cut.end == whole.end && cut.reason == whole.reason, "cutting changes nothing about the end");
    }
}

}  // namespace suite::fuzz

SUITE_FUZZ_ENTRY(HttpRequest)
