#include "core/ip_address.hpp"

#include <catch2/catch.hpp>

namespace suite {
namespace {

IpAddress Address(std::string_view text) {
    const auto address = IpAddress::Parse(text);
    if (!address) FAIL("no address: " << text);
    return *address;
}

IpNetwork Network(std::string_view text) {
    const auto network = IpNetwork::Parse(text);
    if (!network) FAIL("no network: " << text);
    return *network;
}

}  // namespace

TEST_CASE("an address is written in one way only", "[ACC-05]") {
    CHECK(Address("192.0.2.1").ToString() == "192.0.2.1");
    CHECK(Address("::ffff:192.0.2.1").ToString() == "192.0.2.1");
    CHECK(Address("::FFFF:c000:0201") == Address("192.0.2.1"));
    CHECK(Address("2001:DB8:0:0:0:0:0:1").ToString() == "2001:db8::1");
    CHECK(Address("::").ToString() == "::");
    CHECK(Address("::").IsV4() == false);
    CHECK(Address("0.0.0.0").IsV4());
}

TEST_CASE("what is no address is not taken for one", "[ACC-05]") {
    for (const std::string_view text :
         {std::string_view(""), std::string_view("localhost"), std::string_view("192.0.2"),
          std::string_view("192.0.2.256"), std::string_view("192.0.2.1.5"), std::string_view(" 192.0.2.1"),
          std::string_view("192.0.2.1 "), std::string_view("192.0.2.01"), std::string_view("0x7f.0.0.1"),
          std::string_view("2130706433"), std::string_view("192.0.2.1:80"), std::string_view("192.0.2.1/32"),
          std::string_view("[::1]"), std::string_view("fe80::1%eth0"), std::string_view("2001:db8::1::2"),
          std::string_view("192.0.2.1\0", 10), std::string_view("192.0.2.1\0evil", 14), std::string_view("unknown"),
          std::string_view("_hidden")}) {
        CAPTURE(text);
        CHECK_FALSE(IpAddress::Parse(text));
    }
    CHECK_FALSE(IpAddress::Parse(std::string(100000, '1')));
}

TEST_CASE("a network holds the addresses of its prefix and version", "[ACC-05]") {
    struct Row {
        const char* network;
        const char* address;
        bool inside;
    };
    const auto row = GENERATE(
        Row{"10.0.0.0/8", "10.255.255.255", true}, Row{"10.0.0.0/8", "11.0.0.0", false},
        Row{"192.0.2.128/25", "192.0.2.127", false}, Row{"192.0.2.128/25", "192.0.2.128", true},
        Row{"192.0.2.1", "192.0.2.1", true}, Row{"192.0.2.1", "192.0.2.2", false},
        Row{"192.0.2.0/31", "192.0.2.1", true}, Row{"192.0.2.0/31", "192.0.2.2", false},
        Row{"0.0.0.0/0", "203.0.113.9", true}, Row{"0.0.0.0/0", "2001:db8::1", false}, Row{"::/0", "10.0.0.1", false},
        Row{"::/0", "2001:db8::1", true}, Row{"10.0.0.0/8", "::ffff:10.1.2.3", true},
        Row{"2001:db8::/32", "2001:db8:ffff::1", true}, Row{"2001:db8::/32", "2001:db9::", false},
        Row{"2001:db8:8000::/33", "2001:db8:7fff::", false}, Row{"2001:db8::1/128", "2001:db8::1", true});
    CAPTURE(row.network, row.address);
    CHECK(Network(row.network).Contains(Address(row.address)) == row.inside);
    CHECK(Network(Network(row.network).ToString()) == Network(row.network));
}

TEST_CASE("what is no network is not taken for one", "[ACC-05]") {
    for (const auto* text : {"", "/", "10.0.0.0/", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/ 8",
                             "10.0.0.7/8", "2001:db8::1/32", "::/129", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0", "all"}) {
        CAPTURE(text);
        CHECK_FALSE(IpNetwork::Parse(text));
    }
}

TEST_CASE("a masked address keeps its first bits", "[ACC-05]") {
    CHECK(Address("2001:db8:1:2:3:4:5:6").Masked(64).ToString() == "2001:db8:1:2::");
    CHECK(Address("2001:db8:1:2:3:4:5:6").Masked(57).ToString() == "2001:db8:1::");
    CHECK(Address("192.0.2.255").Masked(24).ToString() == "192.0.2.0");
    CHECK(Address("192.0.2.255").Masked(32).ToString() == "192.0.2.255");
    CHECK(Address("192.0.2.255").Masked(64).ToString() == "192.0.2.255");
    CHECK(Address("192.0.2.255").Masked(0).ToString() == "0.0.0.0");
    for (int bits = 0; bits <= 128; ++bits) {
        const auto masked = Address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").Masked(bits);
        CHECK(masked.Masked(bits) == masked);
        CHECK(IpNetwork::Parse(masked.ToString() + "/" + std::to_string(bits)));
    }
}

TEST_CASE("a network knows its first and its last address", "[ACC-05]") {
    struct Row {
        const char* network;
        const char* first;
        const char* last;
    };
    const auto row =
        GENERATE(Row{"10.0.0.0/8", "10.0.0.0", "10.255.255.255"}, Row{"192.0.2.128/25", "192.0.2.128", "192.0.2.255"},
                 Row{"192.0.2.1", "192.0.2.1", "192.0.2.1"}, Row{"0.0.0.0/0", "0.0.0.0", "255.255.255.255"},
                 Row{"2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"},
                 Row{"2001:db8:8000::/33", "2001:db8:8000::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"},
                 Row{"::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}, Row{"::1/128", "::1", "::1"});
    CAPTURE(row.network);
    CHECK(Network(row.network).First() == Address(row.first));
    CHECK(Network(row.network).Last() == Address(row.last));
    CHECK(Network(row.network).Contains(Network(row.network).Last()));
}

}  // namespace suite
