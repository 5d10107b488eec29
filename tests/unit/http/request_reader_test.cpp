#include "http/request_reader.hpp"

#include <catch2/catch.hpp>

#include <string>

#include "core/reasons.hpp"

namespace suite::http {
namespace {

using State = RequestReader::State;
using Pairs = std::vector<std::pair<std::string, std::string>>;

RequestReader MakeReader() { return RequestReader({.max_body = 100, .max_path = 2048}); }

/// The reason the bytes are refused for; "" when they are not.
std::string ReasonFor(const std::string& bytes) {
    auto reader = MakeReader();
    return reader.Feed(bytes) == State::kBroken ? reader.Problem().reason : "";
}

std::string Get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n"; }
std::string Post(const std::string& rest) { return "POST / HTTP/1.1\r\nHost: h\r\n" + rest; }

}  // namespace

TEST_CASE("a request is read whole, whatever pieces it comes in") {
    const std::string bytes =
        "POST /a%20b/c?x=1&y=%C3%A9+z&x=2&flag HTTP/1.1\r\nHost: h\r\nX-Thing:  v \r\nContent-Length: 5\r\n\r\nhello";
    const auto piece = GENERATE(1U, 2U, 7U, 1000U);
    auto reader = MakeReader();
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        CHECK(reader.Now() != State::kReady);
        reader.Feed(std::string_view(bytes).substr(at, piece));
    }
    REQUIRE(reader.Now() == State::kReady);
    CHECK(reader.KeepAlive());
    const Request request = reader.Take();
    CHECK(request.method == "POST");
    CHECK(request.path == "/a b/c");
    CHECK(request.query == Pairs{{"x", "1"}, {"y", "é z"}, {"x", "2"}, {"flag", ""}});
    CHECK(request.headers.at("x-thing") == "v");
    CHECK(request.body == "hello");
    CHECK(reader.Between());
}

TEST_CASE("requests sent without waiting come out one after the other") {
    auto reader = MakeReader();
    REQUIRE(reader.Feed(Get("/1") + Post("Content-Length: 2\r\n\r\nab") + Get("/3").substr(0, 10)) == State::kReady);
    CHECK(reader.Take().path == "/1");
    REQUIRE(reader.Feed("") == State::kReady);
    CHECK(reader.Take().body == "ab");
    CHECK(reader.Feed("") == State::kHead);
    CHECK_FALSE(reader.Between());
    REQUIRE(reader.Feed(Get("/3").substr(10)) == State::kReady);
    CHECK(reader.Take().path == "/3");
}

TEST_CASE("a chunked body is put together") {
    const std::string bytes = Post("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;ext=1\r\n0123456789\r\n0\r\n\r\n");
    const auto piece = GENERATE(1U, 3U, 1000U);
    auto reader = MakeReader();
    for (std::size_t at = 0; at < bytes.size(); at += piece) reader.Feed(std::string_view(bytes).substr(at, piece));
    REQUIRE(reader.Now() == State::kReady);
    CHECK(reader.Take().body == "abc0123456789");
    CHECK(reader.Between());
}

TEST_CASE("what two parties could read differently is refused") {
    const std::string bytes = GENERATE(
        std::string("GET / HTTP/1.1\nHost: h\n\n"), std::string("GET / HTTP/1.1\r\nHost: h\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost : h\r\n\r\n"), std::string("GET / HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: h\r\n folded: x\r\n\r\n"), std::string("GET / HTTP/1.1\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n"), std::string("GET  / HTTP/1.1\r\nHost: h\r\n\r\n"),
        std::string("GET / HTTP/2.0\r\nHost: h\r\n\r\n"), std::string("GET / \r\nHost: h\r\n\r\n"),
        std::string("G(T / HTTP/1.1\r\nHost: h\r\n\r\n"), std::string("GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n"),
        std::string("\x16\x03\x01\x02\n"), std::string("GET / HTTP/1.1\r\nHost: h\r\nX: \xff\r\n\r\n"),
        std::string("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"));
    CAPTURE(bytes);
    CHECK(ReasonFor(bytes) == reason::kInvalidRequest);
}

TEST_CASE("a body of doubtful length is refused") {
    const auto rest = GENERATE(
        "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", "Content-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "Content-Length: -1\r\n\r\n", "Content-Length: +1\r\n\r\n", "Content-Length: 1x\r\n\r\n",
        "Content-Length:\r\n\r\n", "Content-Length: 99999999999999999999999\r\n\r\n",
        "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "Transfer-Encoding: gzip, chunked\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nx\r\n", "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n");
    CAPTURE(rest);
    CHECK(ReasonFor(Post(rest)) == reason::kInvalidRequest);
}

TEST_CASE("a path or query that is not clean text is refused") {
    const auto target =
        GENERATE("/%00", "/%", "/%zz", "/%FF", "/\xff", "/a%2Fb", "/a?x=%00", "/a?%FF=1", "/a?x=%2", "/a#b", "*", "a");
    CAPTURE(target);
    CHECK(ReasonFor(Get(target)) == reason::kInvalidRequest);
}

TEST_CASE("limits are those that were set, to the byte") {
    CHECK(ReasonFor(Get("/" + std::string(2047, 'a'))).empty());
    CHECK(ReasonFor(Get("/" + std::string(2048, 'a'))) == reason::kUriTooLong);
    CHECK(ReasonFor(Get("/?" + std::string(8190, 'a'))).empty());
    CHECK(ReasonFor(Get("/?" + std::string(8191, 'a'))) == reason::kUriTooLong);
    CHECK(ReasonFor("GET " + std::string(60000, '/')) == reason::kUriTooLong);
    CHECK(ReasonFor(Post("Content-Length: 100\r\n\r\n")).empty());
    CHECK(ReasonFor(Post("Content-Length: 101\r\n\r\n")) == reason::kBodyTooLarge);
    CHECK(ReasonFor(Post("Content-Length: 99999999999999\r\n\r\n")) == reason::kBodyTooLarge);
    const std::string chunks = "Transfer-Encoding: chunked\r\n\r\n63\r\n" + std::string(99, 'a') + "\r\n";
    CHECK(ReasonFor(Post(chunks + "1\r\na\r\n0\r\n\r\n")).empty());
    CHECK(ReasonFor(Post(chunks + "2\r\n")) == reason::kBodyTooLarge);
    CHECK(ReasonFor(Post("X: " + std::string(40000, 'a'))) == reason::kInvalidRequest);
    std::string many;
    for (int i = 0; i < 101; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
    CHECK(ReasonFor(Post(many)) == reason::kInvalidRequest);
}

TEST_CASE("a connection is kept as version and Connection header say") {
    const auto keeps = [](const std::string& version, const std::string& header) {
        auto reader = MakeReader();
        REQUIRE(reader.Feed("GET / HTTP/" + version + "\r\nHost: h\r\n" + header + "\r\n") == State::kReady);
        return reader.KeepAlive();
    };
    CHECK(keeps("1.1", ""));
    CHECK(keeps("1.1", "Connection: keep-alive\r\n"));
    CHECK_FALSE(keeps("1.1", "Connection: Close\r\n"));
    CHECK_FALSE(keeps("1.1", "Connection: te\r\nConnection: close\r\n"));
    CHECK_FALSE(keeps("1.0", ""));
    CHECK(keeps("1.0", "Connection: Keep-Alive\r\n"));
}

TEST_CASE("HEAD is read as GET whose answer has no body") {
    auto reader = MakeReader();
    REQUIRE(reader.Feed("HEAD /x HTTP/1.1\r\nHost: h\r\n\r\n") == State::kReady);
    CHECK(reader.HeadOnly());
    CHECK(reader.Take().method == "GET");
    reader.Feed(Get("/y"));
    CHECK_FALSE(reader.HeadOnly());
}

TEST_CASE("what several proxies wrote down is one list in their order", "[ACC-05]") {
    RequestReader reader({.max_body = 10, .max_path = 100});
    REQUIRE(reader.Feed("GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 1.1.1.1, 2.2.2.2\r\nx-forwarded-for: "
                        "3.3.3.3\r\n\r\n") == RequestReader::State::kReady);
    CHECK(reader.Take().headers.at("x-forwarded-for") == "1.1.1.1, 2.2.2.2, 3.3.3.3");
}

TEST_CASE("cookies sent as several headers are one list, of other headers the last counts") {
    auto reader = MakeReader();
    REQUIRE(reader.Feed("GET / HTTP/1.1\r\nHost: h\r\nCookie: a=1\r\ncookie: b=2\r\nX: 1\r\nx: 2\r\n\r\n") ==
            State::kReady);
    const Request request = reader.Take();
    CHECK(request.headers.at("cookie") == "a=1; b=2");
    CHECK(request.headers.at("x") == "2");
}

TEST_CASE("a client that waits for 100 Continue is told so once") {
    auto reader = MakeReader();
    CHECK(reader.Feed(Post("Content-Length: 1\r\nExpect: 100-continue\r\n\r\n")) == State::kBody);
    CHECK(reader.TakeExpectation());
    CHECK_FALSE(reader.TakeExpectation());
    CHECK(reader.Feed("a") == State::kReady);
}

}  // namespace suite::http
