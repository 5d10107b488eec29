#include "services/result_exchange/domain/cursor.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "core/text.hpp"

namespace suite::results {

TEST_CASE("a cursor comes back as the number it was made of", "[RES-06]") {
    for (const std::int64_t number : {std::int64_t{0}, std::int64_t{1}, std::int64_t{500},
                                      std::int64_t{9007199254740993}, std::numeric_limits<std::int64_t>::max()}) {
        CHECK(DecodeCursor(EncodeCursor(number)) == number);
    }
}

TEST_CASE("anything else than a cursor of ours is refused", "[RES-06]") {
    CHECK_FALSE(DecodeCursor("").has_value());
    CHECK_FALSE(DecodeCursor("12").has_value());
    CHECK_FALSE(DecodeCursor("!!").has_value());
    for (const auto* inside : {"-1", "01", "+1", " 1", "1 ", "1x", "99999999999999999999", "1.0"}) {
        CAPTURE(inside);
        CHECK_FALSE(DecodeCursor(Base64UrlEncode(inside)).has_value());
    }
}

}  // namespace suite::results
