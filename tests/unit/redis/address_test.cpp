#include "redis/address.hpp"

#include <catch2/catch.hpp>

namespace suite::redis {

TEST_CASE("Redis is at a unix socket, or at a host and port", "[LIC-13]") {
    CHECK(ParseAddress("unix:/run/redis/redis.sock")->socket == "/run/redis/redis.sock");
    const auto is = [](std::string_view text, std::string_view host, int port) {
        const auto address = ParseAddress(text);
        return address && address->socket.empty() && address->host == host && address->port == port;
    };
    CHECK(is("127.0.0.1:6380", "127.0.0.1", 6380));
    CHECK(is("localhost", "localhost", 6379));
    CHECK(is("[::1]:6380", "::1", 6380));
    CHECK(is("[::1]", "::1", 6379));
    for (const auto* text : {"", ":", ":6379", "unix:", "localhost:", "localhost:0", "localhost:65536", "localhost:x",
                             "localhost:6379:1", "::1", "[", "[]:1", "[::1", "[::1]6379", "redis://localhost:6379"}) {
        CAPTURE(text);
        const auto address = ParseAddress(text);
        REQUIRE_FALSE(address);
        CHECK(address.error().code == Code::kInvalidArgument);
        CHECK_THAT(address.error().message, Catch::Contains("is no address of Redis"));
    }
}

TEST_CASE("Redis on another machine is refused, with what to do instead", "[ACC-04][LIC-13]") {
    for (const auto* text : {"unix:/run/redis.sock", "127.0.0.1:6379", "127.9.9.9:1", "localhost:6379", "[::1]:6379"}) {
        CAPTURE(text);
        CHECK(CheckAddress(text));
    }
    for (const auto* text : {"10.0.0.7:6379", "0.0.0.0:6379", "redis:6379", "localhost.example:6379", "[2001:db8::1]:1",
                             "redis.school.internal"}) {
        CAPTURE(text);
        const auto checked = CheckAddress(text);
        REQUIRE_FALSE(checked);
        CHECK(checked.error().code == Code::kFailedPrecondition);
        CHECK_THAT(checked.error().message, Catch::StartsWith("Redis at " + std::string(text)));
        CHECK_THAT(checked.error().message, Catch::Contains("stunnel"));
    }
    CHECK(CheckAddress("unix:").error().code == Code::kInvalidArgument);
}

}  // namespace suite::redis
