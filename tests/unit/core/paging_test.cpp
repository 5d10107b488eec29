#include "core/paging.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "core/pair_cursor.hpp"

namespace suite {

TEST_CASE("a page is a hundred items, five hundred at most", "[ACC-07]") {
    CHECK(PageSize(0) == 100);
    CHECK(PageSize(1) == 1);
    CHECK(PageSize(500) == 500);
    CHECK(PageSize(501) == 500);
    CHECK(PageSize(std::numeric_limits<std::int64_t>::max()) == 500);
    const auto negative = PageSize(-1);
    REQUIRE_FALSE(negative);
    CHECK(negative.error().code == Code::kInvalidArgument);
    CHECK(negative.error().fields.at(0).pointer == "limit");
}

TEST_CASE("a cursor gives its key back, and what is no cursor is refused") {
    for (const auto* key : {"", "12", "jansen|0000000000001", "ïé"}) CHECK(DecodeCursor(EncodeCursor(key)) == key);
    for (const auto& cursor :
         {std::string("!"), std::string("A"), EncodeCursor("\xFF"), EncodeCursor(std::string_view("\0", 1))}) {
        CAPTURE(cursor);
        const auto key = DecodeCursor(cursor);
        REQUIRE_FALSE(key);
        CHECK(key.error().reason == reason::kInvalidCursor);
    }
    CHECK(DecodeNumberCursor("") == 0);
    CHECK(DecodeNumberCursor(EncodeCursor("41277")) == 41277);
    for (const auto* key : {"-1", "x", "1.5", "9223372036854775808"}) {
        CAPTURE(key);
        CHECK_FALSE(DecodeNumberCursor(EncodeCursor(key)));
    }
}

TEST_CASE("a cursor of two numbers has one spelling") {
    CHECK(DecodePairCursor("").value() == std::nullopt);
    using Pair = std::pair<std::int64_t, std::int64_t>;
    for (const auto& pair : {Pair(0, 0), Pair(1764230400000, 41277), Pair(-1, std::numeric_limits<std::int64_t>::max()),
                             Pair(std::numeric_limits<std::int64_t>::min(), 7)}) {
        CAPTURE(pair.first, pair.second);
        CHECK(DecodePairCursor(EncodePairCursor(pair.first, pair.second)).value() == pair);
    }
    for (const auto* key : {" ", "1", "1 ", " 1", "1 2 3", "01 2", "1 -0", "+1 2", "1  2", "9223372036854775808 1"}) {
        CAPTURE(key);
        const auto pair = DecodePairCursor(EncodeCursor(key));
        REQUIRE_FALSE(pair);
        CHECK(pair.error().reason == reason::kInvalidCursor);
    }
}

}  // namespace suite
