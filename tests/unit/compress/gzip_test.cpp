#include "compress/gzip.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace suite::compress {
namespace {

constexpr std::size_t kPlenty = 1U << 20U;

std::string Refusal(std::string_view bytes, std::size_t max = kPlenty) {
    const auto plain = Gunzip(bytes, max);
    return plain ? "" : plain.error().reason;
}

}  // namespace

TEST_CASE("what is packed unpacks to the same") {
    std::string noise;
    for (unsigned i = 0, x = 1; i < 200000; ++i, x = x * 1664525U + 1013904223U) noise += static_cast<char>(x >> 24U);
    for (const auto& text : {std::string(), std::string("a"), std::string(300000, 'a'), noise}) {
        const auto plain = Gunzip(Gzip(text), kPlenty);
        REQUIRE(plain);
        CHECK(*plain == text);
    }
}

TEST_CASE("a file cut off anywhere is refused, and so is one with a changed byte", "[ACC-07]") {
    const auto whole = Gzip("{\"type\":\"school\"}\n{\"type\":\"group\"}\n");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        CHECK(Refusal(std::string_view(whole).substr(0, size)) == reason::kInvalidBody);
    }
    auto damaged = whole;
    damaged[whole.size() - 5] = static_cast<char>(damaged[whole.size() - 5] ^ 1);  // its checksum
    CHECK(Refusal(damaged) == reason::kInvalidBody);
    CHECK(Refusal("plain text") == reason::kInvalidBody);
    CHECK(Refusal(whole + "rest") == reason::kInvalidBody);
}

TEST_CASE("several members after each other are one file") {
    CHECK(Gunzip(Gzip("one\n") + Gzip("") + Gzip("two\n"), kPlenty) == "one\ntwo\n");
    CHECK(Refusal(Gzip("one\n") + Gzip("two\n").substr(0, 12)) == reason::kInvalidBody);
}

TEST_CASE("a bomb stops at the limit, also one of many members", "[ACC-07]") {
    const auto bomb = Gzip(std::string(64U << 20U, '\0'));
    CHECK(bomb.size() < 100000);
    CHECK(Refusal(bomb, kPlenty) == reason::kBodyTooLarge);
    std::string members;
    for (int i = 0; i < 20; ++i) members += Gzip(std::string(100000, 'x'));
    CHECK(Refusal(members, kPlenty) == reason::kBodyTooLarge);
    CHECK(Refusal(Gzip("12345"), 5).empty());
    CHECK(Refusal(Gzip("123456"), 5) == reason::kBodyTooLarge);
}

}  // namespace suite::compress
