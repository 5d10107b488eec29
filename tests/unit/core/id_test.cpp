#include "core/id.hpp"

#include <catch2/catch.hpp>
#include <limits>

namespace suite {

TEST_CASE("an id is thirteen characters and reads back as itself") {
    CHECK(EncodeId(1) == "0000000000001");
    CHECK(EncodeId(31) == "000000000000z");
    CHECK(EncodeId(32) == "0000000000010");
    CHECK(EncodeId(std::numeric_limits<std::int64_t>::max()) == "7zzzzzzzzzzzz");
    for (std::int64_t value = 1; value > 0 && value < std::numeric_limits<std::int64_t>::max() / 7;
         value = value * 5 + 3) {
        CAPTURE(value);
        CHECK(EncodeId(value).size() == 13);
        CHECK(DecodeId(EncodeId(value)) == value);
    }
    CHECK(DecodeId("7zzzzzzzzzzzz") == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("an id has one spelling, zero and anything else is none") {
    for (const auto* text :
         {"", "0000000000000", "8000000000000", "zzzzzzzzzzzzz", "000000000001", "00000000000001", "000000000000A",
          "000000000000i", "000000000000l", "000000000000o", "000000000000u", "00000000000 1", "-000000000001"}) {
        CAPTURE(text);
        CHECK_FALSE(DecodeId(text));
        CHECK_FALSE(SchoolId::Parse(text));
    }
    CHECK_FALSE(DecodeId(std::string_view("000000000001\0", 13)));
    CHECK_FALSE(SchoolId{});
    CHECK(SchoolId::Parse("0000000000001") == SchoolId{1});
}

}  // namespace suite
