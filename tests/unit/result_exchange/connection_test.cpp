#include "services/result_exchange/domain/connection.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace suite::results {

TEST_CASE("the authorisation key is trimmed and has 1 to 256 characters", "[RES-01]") {
    const auto key = CheckKey("  a b\t\n");
    REQUIRE(key.has_value());
    CHECK(key->Reveal() == "a b");
    CHECK(CheckKey("x").has_value());
    CHECK(CheckKey(std::string(256, 'k')).has_value());
    std::string accents;
    for (int i = 0; i < 256; ++i) accents += "é";  // 512 bytes, 256 characters
    CHECK(CheckKey(accents).has_value());

    for (const std::string& wrong :
         {std::string(), std::string(" \t "), std::string(257, 'k'), accents + "x", std::string("a\nb"),
          std::string("a\0b", 3), std::string("a\x7f"), std::string("a\xc2\x85"), std::string("a\xff")}) {
        const auto refused = CheckKey(wrong);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == Code::kInvalidArgument);
        CHECK(refused.error().reason == reason::kInvalidRequest);
        REQUIRE(refused.error().fields.size() == 1);
        CHECK(refused.error().fields.front().pointer == "/authorisationKey");
    }
}

TEST_CASE("a key is shown by its last four characters, and not even those when it is short", "[RES-01]") {
    CHECK(MaskKey(Secret("abcd1234")) == "••••1234");
    CHECK(MaskKey(Secret(std::string(252, 'x') + "wxyz")) == "••••wxyz");
    CHECK(MaskKey(Secret("sleutel-éèêë")) == "••••éèêë");
    CHECK(MaskKey(Secret("abc1234")) == "••••");
    CHECK(MaskKey(Secret("1")) == "••••");
    CHECK(MaskKey(Secret("éèêëéèê")) == "••••");  // seven characters in fourteen bytes
}

TEST_CASE("a sealed key is bound to its school and connection", "[RES-01]") {
    CHECK(SealedFor(SchoolId{1}, ConnectionId{2}) ==
          "connection|" + SchoolId{1}.ToString() + "|" + ConnectionId{2}.ToString());
    CHECK(SealedFor(SchoolId{1}, ConnectionId{2}) != SealedFor(SchoolId{2}, ConnectionId{1}));
}

}  // namespace suite::results
