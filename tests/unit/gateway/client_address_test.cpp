#include "services/gateway/domain/client_address.hpp"

#include <catch2/catch.hpp>

namespace suite::gateway {
namespace {

std::vector<IpNetwork> Networks(const std::vector<std::string>& texts) {
    auto networks = ParseNetworks(texts);
    if (!networks) FAIL(networks.error().message);
    return *networks;
}

std::string From(std::string_view peer, std::string_view forwarded_for, const std::vector<std::string>& trusted) {
    return ClientAddress(*IpAddress::Parse(peer), forwarded_for, Networks(trusted)).ToString();
}

}  // namespace

TEST_CASE("the client's address is what the last trusted proxy saw", "[ACC-05][ACC-07]") {
    const std::vector<std::string> proxies{"127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48"};
    struct Row {
        const char* peer;
        const char* forwarded_for;
        const char* client;
    };
    const auto row = GENERATE(
        // Nobody in between.
        Row{"198.51.100.7", "", "198.51.100.7"}, Row{"127.0.0.1", "", "127.0.0.1"},
        // Who is no proxy of ours tells what it likes.
        Row{"198.51.100.7", "203.0.113.1", "198.51.100.7"}, Row{"198.51.100.7", "127.0.0.1", "198.51.100.7"},
        // A proxy of ours tells whom it saw; what that one told stands left of it and is not believed.
        Row{"127.0.0.1", "203.0.113.1", "203.0.113.1"}, Row{"127.0.0.1", "192.0.2.66, 203.0.113.1", "203.0.113.1"},
        Row{"127.0.0.1", "10.0.0.1,192.0.2.66,203.0.113.1", "203.0.113.1"},
        Row{"127.0.0.1", "127.0.0.1, 203.0.113.1", "203.0.113.1"},
        // A chain of them.
        Row{"127.0.0.1", "192.0.2.66, 203.0.113.1, 10.0.0.9", "203.0.113.1"},
        Row{"10.0.0.1", "203.0.113.1, 2001:db8:1::5, 10.0.0.9", "203.0.113.1"},
        // Ours all the way.
        Row{"127.0.0.1", "10.0.0.8, 10.0.0.9", "10.0.0.8"},
        // Forms that proxies write.
        Row{"127.0.0.1", "203.0.113.1:50001", "203.0.113.1"}, Row{"127.0.0.1", "[2001:db8:2::7]:443", "2001:db8:2::7"},
        Row{"127.0.0.1", "[2001:db8:2::7]", "2001:db8:2::7"}, Row{"127.0.0.1", "2001:db8:2::7", "2001:db8:2::7"},
        Row{"127.0.0.1", "::ffff:203.0.113.1", "203.0.113.1"}, Row{"::ffff:127.0.0.1", "\t203.0.113.1 ", "203.0.113.1"},
        // What is no address ends the walk at whoever handed it on.
        Row{"127.0.0.1", "unknown", "127.0.0.1"}, Row{"127.0.0.1", "203.0.113.1, nonsense", "127.0.0.1"},
        Row{"127.0.0.1", "203.0.113.1, nonsense, 10.0.0.9", "10.0.0.9"}, Row{"127.0.0.1", "203.0.113.1,", "127.0.0.1"},
        Row{"127.0.0.1", ", ,", "127.0.0.1"}, Row{"127.0.0.1", "203.0.113.1:x", "127.0.0.1"},
        Row{"127.0.0.1", "[203.0.113.1]", "127.0.0.1"}, Row{"127.0.0.1", "[2001:db8:2::7", "127.0.0.1"},
        Row{"127.0.0.1", "[2001:db8:2::7]x", "127.0.0.1"});
    CAPTURE(row.peer, row.forwarded_for);
    CHECK(From(row.peer, row.forwarded_for, proxies) == row.client);
}

TEST_CASE("without trusted proxies nothing but the connection counts", "[ACC-05][ACC-07]") {
    CHECK(From("127.0.0.1", "203.0.113.1", {}) == "127.0.0.1");
    CHECK(From("2001:db8::1", "203.0.113.1, 127.0.0.1", {}) == "2001:db8::1");
}

TEST_CASE("whatever a stranger puts before what the proxy wrote changes nothing", "[ACC-05][ACC-07]") {
    const std::vector<std::string> proxies{"127.0.0.1", "10.0.0.0/8"};
    for (const auto* told :
         {"", ",", "127.0.0.1", "10.0.0.1, 10.0.0.2", "unknown", "\"", "for=1.2.3.4", "[", "[::1]:1"}) {
        CAPTURE(told);
        CHECK(From("127.0.0.1", std::string(told) + ",203.0.113.1", proxies) == "203.0.113.1");
        CHECK(From("127.0.0.1", std::string(told) + ", 203.0.113.1, 10.0.0.3", proxies) == "203.0.113.1");
    }
}

TEST_CASE("proxies are addresses or networks and never everybody", "[ACC-05][ACC-07]") {
    CHECK(Networks({"127.0.0.1", "::1", "10.0.0.0/8", "2001:db8::/32"}).size() == 4);
    CHECK(Networks({}).empty());
    for (const auto* wrong : {"", "localhost", "10.0.0.7/8", "10.0.0.0/33", "0.0.0.0/0", "::/0", "*"}) {
        CAPTURE(wrong);
        const auto refused = ParseNetworks(std::vector<std::string>{"127.0.0.1", wrong});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Code::kInvalidArgument);
    }
}

}  // namespace suite::gateway
