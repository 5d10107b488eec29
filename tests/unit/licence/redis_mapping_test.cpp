#include "services/licence/adapters/redis_mapping.hpp"

#include <catch2/catch.hpp>

#include "worlds.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

const SchoolMapping kMapping{
    .version = 42,
    .licences = {{.id = LicenceId{7},
                  .product_id = "rekenen-5",
                  .start = *Date::Parse("2026-08-01"),
                  .end = *Date::Parse("2027-07-31"),
                  .renews = true,
                  .groups = {{.id = GroupId{1}, .year = SchoolYear{2026}}, {.id = GroupId{2}}}},
                 {.id = LicenceId{8},
                  .product_id = "taal-5",
                  .kind = LicenceKind::kPupil,
                  .start = *Date::Parse("2026-08-01"),
                  .end = *Date::Parse("2027-07-31"),
                  .ends_on = *Date::Parse("2026-12-31"),
                  .cancelled = true}}};

}  // namespace

TEST_CASE("a mapping survives the cache", "[LIC-13]") {
    CHECK(DecodeMapping(EncodeMapping(kMapping)) == kMapping);
    CHECK(DecodeMapping(EncodeMapping({.version = 0})) == SchoolMapping{.version = 0});
    Worlds worlds(13);
    for (int world = 0; world < 500; ++world) {
        const auto mapping = worlds.Mapping();
        REQUIRE(DecodeMapping(EncodeMapping(mapping)) == mapping);
    }
}

TEST_CASE("a value that is not whole is a miss", "[LIC-13]") {
    const std::string whole = EncodeMapping(kMapping);
    for (std::size_t size = 0; size < whole.size(); ++size) CHECK_FALSE(DecodeMapping(whole.substr(0, size)));
    CHECK_FALSE(DecodeMapping(whole + "\n"));
    CHECK_FALSE(DecodeMapping("-1 0\n"));
    CHECK_FALSE(DecodeMapping("x 0\n"));
    CHECK_FALSE(DecodeMapping("1\n"));
    CHECK_FALSE(DecodeMapping("1 -1"));
    const std::string line = "0000000000007 taal-5 g 2026-08-01 2027-07-31 0 - 0";
    CHECK(DecodeMapping("1 1\n" + line + "\n"));
    for (const auto* wrong :
         {"0000000000007 taal-5 g 2026-08-01 2027-07-31 0 - 2", "0000000000007 taal-5 g 2026-08-01 2027-07-31 2 - 0",
          "0000000000007 taal-5 g 2026-08-01 2027-07-31 0 never 0",
          "0000000000007 taal-5 x 2026-08-01 2027-07-31 0 - 0", "0000000000007  g 2026-08-01 2027-07-31 0 - 0",
          "0000000000007 taal-5 g 2026-08-01 2027-07-31 0 - 0 nogroup",
          "0000000000007 taal-5 g 2026-08-01 2027-07-31 0 -", "0000000000007 2026-08-01 2027-07-31 0"})
        CHECK_FALSE(DecodeMapping("1 1\n" + std::string(wrong) + "\n"));
    // What earlier versions of this program put there, under other keys.
    CHECK_FALSE(DecodeMapping("42\n0000000000007 2026-08-01 2027-07-31 0\n"));
    // In another order the search by product would miss some.
    CHECK_FALSE(DecodeMapping("1 2\n" + line + "\n0000000000008 rekenen-5 g 2026-08-01 2027-07-31 0 - 0\n"));
}
