#include "services/gateway/domain/address_range.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <random>
#include <string>

namespace suite::gateway {
namespace {

AddressRange Range(std::string_view text) {
    const auto range = AddressRange::Parse(text);
    if (!range) FAIL("no range: " << text);
    return *range;
}
IpAddress Address(std::string_view text) {
    const auto address = IpAddress::Parse(text);
    if (!address) FAIL("no address: " << text);
    return *address;
}

std::string V4(std::uint32_t number) {
    return std::to_string(number >> 24U) + "." + std::to_string((number >> 16U) & 0xFFU) + "." +
           std::to_string((number >> 8U) & 0xFFU) + "." + std::to_string(number & 0xFFU);
}

}  // namespace

TEST_CASE("addresses have one way to be written, however a school wrote them", "[ACC-05]") {
    struct Row {
        const char* written;
        const char* canonical;
    };
    const auto row = GENERATE(
        Row{"203.0.113.20", "203.0.113.20"}, Row{" 203.0.113.20\t", "203.0.113.20"},
        Row{"203.0.113.20/32", "203.0.113.20"}, Row{"203.0.113.20-203.0.113.20", "203.0.113.20"},
        Row{"203.0.113.16/28", "203.0.113.16/28"}, Row{"203.0.113.16 - 203.0.113.31", "203.0.113.16/28"},
        Row{"203.0.113.16\xE2\x80\x93"
            "203.0.113.31",
            "203.0.113.16/28"},
        Row{"203.0.113.16-203.0.113.30", "203.0.113.16-203.0.113.30"},
        Row{"203.0.113.17-203.0.113.32", "203.0.113.17-203.0.113.32"},  // sixteen, but no network
        Row{"0.0.0.0/0", "0.0.0.0/0"}, Row{"0.0.0.0-255.255.255.255", "0.0.0.0/0"},
        Row{"::ffff:203.0.113.20", "203.0.113.20"},
        Row{"::ffff:203.0.113.20-203.0.113.22", "203.0.113.20-203.0.113.22"}, Row{"2001:DB8::/48", "2001:db8::/48"},
        Row{"2001:db8::-2001:db8:0:ffff:ffff:ffff:ffff:ffff", "2001:db8::/48"},
        Row{"2001:db8::1-2001:db8::2", "2001:db8::1-2001:db8::2"}, Row{"2001:db8:0:0::1/128", "2001:db8::1"});
    CAPTURE(row.written);
    CHECK(Range(row.written).ToString() == row.canonical);
    CHECK(Range(row.canonical) == Range(row.written));
}

TEST_CASE("what is no range is not taken for one", "[ACC-05]") {
    for (const auto* text : {"", "-", " ", "school", "203.0.113.20-", "-203.0.113.20", "203.0.113.30-203.0.113.20",
                             "203.0.113.20-30", "203.0.113.20-2001:db8::1", "203.0.113.0/28-203.0.113.40",
                             "203.0.113.7/28", "203.0.113.1-203.0.113.2-203.0.113.3", "203.0.113.20,203.0.113.21",
                             "203.0.113.*", "203.0.113.0/255.255.255.0", "https://203.0.113.20"}) {
        CAPTURE(text);
        CHECK_FALSE(AddressRange::Parse(text));
    }
    CHECK_FALSE(AddressRange::Parse(std::string(100'000, '-')));
}

TEST_CASE("the size of a range is what a network of that size has", "[ACC-05]") {
    CHECK(Range("203.0.113.20").SizeBits() == 0);
    CHECK(Range("203.0.113.20-203.0.113.21").SizeBits() == 1);
    CHECK(Range("203.0.113.20-203.0.113.22").SizeBits() == 2);
    CHECK(Range("203.0.113.0/24").SizeBits() == 8);
    CHECK(Range("203.0.112.255-203.0.113.255").SizeBits() == 9);
    CHECK(Range("0.0.0.0/0").SizeBits() == 32);
    CHECK(Range("::/0").SizeBits() == 128);
    CHECK(Range("2001:db8::/48").SizeBits() == 80);
}

TEST_CASE("a range holds what lies between its ends and overlaps what shares an address with it", "[ACC-05]") {
    CHECK(Range("203.0.113.20-203.0.113.25").Contains(Address("203.0.113.25")));
    CHECK_FALSE(Range("203.0.113.20-203.0.113.25").Contains(Address("203.0.113.26")));
    CHECK(Range("203.0.113.20").Contains(Address("::ffff:203.0.113.20")));
    CHECK_FALSE(Range("2001:db8::/32").Contains(Address("203.0.113.20")));
    CHECK_FALSE(Range("0.0.0.0/0").Contains(Address("::1")));
    // By the bytes alone an IPv6 range could hold IPv4's place in IPv6; as a whole it is no IPv4 range.
    CHECK(Range("203.0.113.0/24").Overlaps(Range("203.0.113.255-203.0.114.1")));
    CHECK_FALSE(Range("203.0.113.0/24").Overlaps(Range("203.0.114.0/24")));
    CHECK_FALSE(Range("203.0.113.0/24").Overlaps(Range("2001:db8::/32")));
}

TEST_CASE("ranges made at random agree with counting", "[ACC-05]") {
    std::mt19937 random(20261127);           // NOLINT: the same every time
    const std::uint32_t base = 0xCB007100U;  // 203.0.113.0
    std::uniform_int_distribution<std::uint32_t> offset(0, 40);
    for (int round = 0; round < 3000; ++round) {
        std::uint32_t ends[4];
        for (auto& end : ends) end = base + offset(random);
        const auto [a, b] = std::minmax(ends[0], ends[1]);
        const auto [c, d] = std::minmax(ends[2], ends[3]);
        const auto first = Range(V4(a) + "-" + V4(b));
        const auto second = Range(V4(c) + "-" + V4(d));
        CAPTURE(first.ToString(), second.ToString());
        bool shared = false;
        for (std::uint32_t each = base; each <= base + 40; ++each) {
            const bool in_first = a <= each && each <= b;
            const bool in_second = c <= each && each <= d;
            shared = shared || (in_first && in_second);
            REQUIRE(first.Contains(Address(V4(each))) == in_first);
        }
        REQUIRE(first.Overlaps(second) == shared);
        REQUIRE(second.Overlaps(first) == shared);
        REQUIRE(first.Contains(second) == (a <= c && d <= b));
        REQUIRE(Range(first.ToString()) == first);
        const auto count = std::uint64_t{b} - a + 1;
        REQUIRE((std::uint64_t{1} << static_cast<unsigned>(first.SizeBits())) >= count);
        if (count > 1) REQUIRE((std::uint64_t{1} << static_cast<unsigned>(first.SizeBits() - 1)) < count);
    }
}

}  // namespace suite::gateway
