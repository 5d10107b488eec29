#include "core/paging.hpp"

#include <catch2/catch.hpp>

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

}  // namespace suite
