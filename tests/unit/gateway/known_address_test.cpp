#include "services/gateway/domain/known_address.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

KnownAddress Known(std::int64_t id, std::string_view text) {
    return {.id = KnownAddressId{id}, .range = *AddressRange::Parse(text)};
}
IpAddress Address(std::string_view text) { return *IpAddress::Parse(text); }

/// The reason, or "".
std::string Refusal(std::string_view text) {
    const auto range = ReadKnownRange(text);
    if (range) return "";
    CHECK(range.error().code == Code::kInvalidArgument);
    REQUIRE(range.error().fields.size() == 1);
    CHECK(range.error().fields[0].pointer == "/address");
    // What was given is nobody else's to read.
    if (!text.empty()) CHECK(range.error().message.find(text) == std::string::npos);
    return range.error().reason;
}

}  // namespace

TEST_CASE("a school is known by addresses on the internet, of a size that a school has", "[ACC-05]") {
    struct Row {
        const char* text;
        std::string_view refusal;
    };
    const std::string_view none;
    const auto invalid = reason::kAddressInvalid;
    const auto special = reason::kAddressNotPublic;
    const auto wide = reason::kAddressTooWide;
    const Row rows[] = {
        {"93.184.216.34", none},
        {"93.184.216.0/24", none},
        {"93.184.216.34-93.184.217.3", none},
        {"93.184.0.0/16", none},
        {"93.184.0.0-93.184.255.255", none},
        {"93.184.0.0-93.185.0.0", wide},
        {"93.184.0.0/15", wide},
        {"8.0.0.0/5", wide},  // with private ones in it: the width is what is wrong
        {"0.0.0.0/0", wide},
        {"2606:2800:220:1::/64", none},
        {"2606:2800::/32", none},
        {"2606:2800::/31", wide},
        {"2606:2800:220:1:248:1893:25c8:1946", none},
        {"::ffff:93.184.216.34", none},
        {"::/0", wide},
        {"", invalid},
        {"de gymzaal", invalid},
        {"93.184.216.34/24", invalid},
        {"0.0.0.0", special},
        {"10.0.0.1", special},
        {"10.0.0.0/8", special},
        {"100.64.0.1", special},
        {"100.127.255.255", special},
        {"100.128.0.0", none},
        {"127.0.0.1", special},
        {"169.254.1.1", special},
        {"172.16.0.0/12", special},
        {"172.15.255.250-172.16.0.5", special},  // half of it is enough
        {"172.32.0.0", none},
        {"192.0.0.8", special},
        {"192.0.2.0/24", special},
        {"192.88.99.1", special},
        {"192.168.1.10", special},
        {"::ffff:192.168.1.10", special},
        {"198.18.0.1", special},
        {"198.51.100.7", special},
        {"203.0.113.20", special},
        {"224.0.0.1", special},
        {"239.255.255.255", special},
        {"240.0.0.1", special},
        {"255.255.255.255", special},
        {"::", special},
        {"::1", special},
        {"64:ff9b::1", special},
        {"100::1", special},
        {"fc00::1", special},
        {"fd12:3456::/48", special},
        {"fe80::1", special},
        {"fec0::1", special},
        {"ff02::1", special},
        {"2001::1", special},
        {"2001:20::1", special},
        {"2001:200::1", none},
        {"2001:db8::1", special},
        {"2002:5db8:d822::1", special},
        {"3fff::1", special},
        {"4000::1", special},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        CHECK(Refusal(row.text) == row.refusal);
    }
}

TEST_CASE("a note is short, in one line and without what a page cannot show", "[ACC-05]") {
    CHECK(ReadNote("") == "");
    CHECK(ReadNote("  hoofd \t gebouw\n") == "hoofd gebouw");
    CHECK(ReadNote(std::string(60, 'a')));
    std::string accents;
    for (int i = 0; i < 60; ++i) accents += "\xC3\xA9";
    CHECK(ReadNote(accents));
    for (const auto& text : {std::string(61, 'a'), accents + "e", std::string("a\x1B[31m"), std::string("a\x7F")}) {
        CAPTURE(text);
        const auto note = ReadNote(text);
        REQUIRE_FALSE(note);
        CHECK(note.error().fields.at(0).pointer == "/note");
    }
}

TEST_CASE("a new address fits beside those that are there", "[ACC-05]") {
    const std::vector<KnownAddress> there{Known(1, "93.184.216.0/28"), Known(2, "2606:2800:220:1::/64")};
    CHECK(FitsBeside(*AddressRange::Parse("93.184.216.16"), there));
    CHECK(FitsBeside(*AddressRange::Parse("2606:2800:220:2::/64"), there));
    for (const auto* text : {"93.184.216.0/28", "93.184.216.15", "93.184.216.0/24", "93.184.216.15-93.184.216.20"}) {
        CAPTURE(text);
        const auto fits = FitsBeside(*AddressRange::Parse(text), there);
        REQUIRE_FALSE(fits);
        CHECK(fits.error().code == Code::kAlreadyExists);
        CHECK(fits.error().reason == reason::kAddressOverlaps);
        CHECK(fits.error().metadata.at("other") == "93.184.216.0/28");
    }
    std::vector<KnownAddress> full;
    for (std::int64_t i = 0; i < 50; ++i) full.push_back(Known(i + 1, "93.184.216." + std::to_string(i)));
    const auto fits = FitsBeside(*AddressRange::Parse("93.184.217.1"), full);
    REQUIRE_FALSE(fits);
    CHECK(fits.error().reason == reason::kAddressesExhausted);
    full.pop_back();
    CHECK(FitsBeside(*AddressRange::Parse("93.184.217.1"), full));
}

TEST_CASE("who is at one of the addresses is at school", "[ACC-05]") {
    const std::vector<KnownAddress> known{Known(1, "93.184.216.34"), Known(2, "2606:2800:220:1::/64")};
    CHECK(IsAtSchool(Address("93.184.216.34"), known));
    CHECK(IsAtSchool(Address("::ffff:93.184.216.34"), known));
    CHECK(IsAtSchool(Address("2606:2800:220:1:248:1893:25c8:1946"), known));
    CHECK_FALSE(IsAtSchool(Address("93.184.216.35"), known));
    CHECK_FALSE(IsAtSchool(Address("2606:2800:220:2::1"), known));
    CHECK_FALSE(IsAtSchool(Address("93.184.216.34"), {}));
}

TEST_CASE("a coordinator at school adds the address or the network that a machine moves about in", "[ACC-05]") {
    CHECK(RangeToAdd(Address("93.184.216.34")) == "93.184.216.34");
    CHECK(RangeToAdd(Address("2606:2800:220:1:248:1893:25c8:1946")) == "2606:2800:220:1::/64");
}

}  // namespace suite::gateway
